"""Who is told which address, and how the roles come to be on servers that are ours and that aren't."""

import os
import re
import stat

import psycopg
import pytest
import yaml

from localdev import services as module
from localdev.places import ROOT
from localdev.postgres import postgres
from localdev.problems import Problem
from localdev.roles import (
    APP,
    OWNER,
    READER,
    Addresses,
    for_application,
    for_owner,
    given_addresses,
    kept_passwords,
    user_of,
    with_role,
)

ADDRESSES = Addresses("postgresql://o:1@db/shop", "postgresql://a:2@db/shop", "postgresql://r:3@db/shop")


def test_the_application_is_told_no_address_but_its_own():
    told = for_application({"SECRET_KEY": "x", **ADDRESSES.as_environment()})
    assert told == {
        "SECRET_KEY": "x",
        "DATABASE_URL": ADDRESSES.app,
        "DATABASE_APP_ROLE": "a",
        "DATABASE_READER_ROLE": "r",
    }


def test_the_owner_says_that_it_is_meant():
    told = for_owner(ADDRESSES.as_environment())
    assert (told["DATABASE_URL"], told["DATABASE_OWNER"]) == (ADDRESSES.owner, "1")
    assert [name for name in told if name.endswith("_DATABASE_URL")] == []


def test_a_role_takes_anothers_place_in_an_address():
    url = with_role("postgresql://me:hunter2@db:5432/shop?sslmode=require", "app", "p/w@rd")
    assert url == "postgresql://app:p%2Fw%40rd@db:5432/shop?sslmode=require"
    assert user_of(url) == "app"


def test_passwords_are_kept_and_nobody_else_reads_them(tmp_path):
    file = tmp_path / "made" / "passwords.json"
    first = kept_passwords(file, APP)
    assert kept_passwords(file, APP, READER)[APP] == first[APP]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_data_from_before_there_were_three_roles_are_a_clear_problem(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("18")
    with pytest.raises(Problem, match="Forget it: make clean"), postgres(tmp_path):
        pass


def test_an_owner_who_may_not_make_roles_is_told_what_to_do(tmp_path):
    with pytest.raises(Problem, match="OWNER_DATABASE_URL"):
        given_addresses(os.environ["OWNER_DATABASE_URL"], tmp_path)


def test_with_both_addresses_nothing_is_made(tmp_path, monkeypatch):
    monkeypatch.delenv("READER_DATABASE_URL", raising=False)
    given = module._given_database(tmp_path)
    assert given == Addresses(os.environ["OWNER_DATABASE_URL"], os.environ["DATABASE_URL"])
    assert list(tmp_path.iterdir()) == []


def test_compose_tells_the_owners_address_to_the_release_and_to_one_worker():
    composed = yaml.safe_load((ROOT / "docker/compose.yml").read_text())["services"]
    told = {name: service["environment"] for name, service in composed.items() if "DATABASE_URL" in str(service)}
    roles = {name: re.match(r"postgresql://(\w+):", told[name]["DATABASE_URL"])[1] for name in told}
    owners = {name for name, role in roles.items() if role == OWNER}
    assert owners == {"release", "schemas-worker"}
    assert {name for name, environment in told.items() if environment.get("DATABASE_OWNER")} == owners
    assert {roles[name] for name in roles.keys() - owners} == {APP}


def test_on_a_server_that_is_not_ours_the_roles_are_made_once(tmp_path):
    with postgres(tmp_path / "server", durable=False) as addresses:
        with psycopg.connect(addresses.superuser, autocommit=True) as console:
            for role in (APP, READER):
                console.execute(f"REVOKE ALL ON DATABASE {OWNER} FROM {role}")
                console.execute(f"DROP ROLE {role}")
            console.execute(f"REVOKE CONNECT ON DATABASE {OWNER} FROM PUBLIC")
        first = given_addresses(addresses.superuser, tmp_path / "mine")
        assert given_addresses(addresses.superuser, tmp_path / "mine") == first
        for url in (first.app, first.reader):
            with psycopg.connect(url) as connection:
                assert connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() == (
                    False,
                )
        with psycopg.connect(first.app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT lo_create(0)")


def test_few_modules_of_tests_are_wholly_the_owners():
    """What the application does has to be tested as the application: elsewhere a test is marked, or uses `as_owner`."""
    marked = re.compile(r"^pytestmark = .*mark\.owner", re.MULTILINE)
    whole = {str(path.relative_to(ROOT)) for path in ROOT.glob("tests/**/test_*.py") if marked.search(path.read_text())}
    assert whole == {
        "tests/accounting/test_ledger_attacks.py",
        "tests/attacks/test_owner.py",
        "tests/inventory/test_stock_attacks.py",
        "tests/tenants/test_migrate_tenants.py",
    }
