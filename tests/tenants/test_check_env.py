import io

import pytest
from django.core.cache import caches
from django.core.management import call_command

from kernel.grants import FIXED
from kernel.schemas import use_public
from localdev.places import ROOT
from tenants.life.models import Tenant
from tenants.life.tasks import relay_hinted
from tenants.schemas.heartbeat import beat
from tenants.schemas.models import SpareSchema
from tenants.schemas.queries.grants import declared_grants
from tenants.upgrades import environment
from tenants.upgrades.environment import examine_environment

pytestmark = pytest.mark.usefixtures("spare", "public")


@pytest.fixture
def ready(settings, tmp_path, monkeypatch):
    """An environment in which nothing is wrong."""
    settings.DEBUG = False
    settings.SECRET_KEY = "kR2-9vQx_7LmZp4TnWc8YdBs1HgFjUeAoXi6Er3NzKtVbMq5PwSa0"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.EMAIL_HOST = "smtp.example.com"
    settings.REDIS_URL = settings.REDIS_URL or "redis://localhost/0"
    settings.STATIC_ROOT = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "files")
    (tmp_path / "staticfiles.json").write_text("{}")
    beat("celery")
    beat("schemas")
    return settings


def found() -> dict[str, str]:
    return {name: " ".join(problems) for name, problems in examine_environment() if problems}


def test_nothing_is_wrong(ready):
    assert found() == {}
    said = io.StringIO()
    call_command("check_env", stdout=said, no_color=True)
    assert said.getvalue().count("good") == len(environment._CHECKS)


def test_the_command_fails_when_anything_is_wrong(ready):
    ready.EMAIL_HOST = ""
    said = io.StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("check_env", stdout=said, no_color=True)
    assert left.value.code == 1
    assert "wrong  mail\n         EMAIL_HOST is missing." in said.getvalue()


@pytest.mark.parametrize(
    ("change", "check", "words"),
    [
        ({"DEBUG": True}, "secrets", "DEBUG is on"),
        ({"SECRET_KEY": ""}, "secrets", "SECRET_KEY"),
        ({"SECRET_KEY": "ab" * 40}, "secrets", "weak"),
        ({"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}, "secrets", "Argon2"),
        ({"HTTPS": False}, "transport", "not https"),
        ({"SECURE_HSTS_SECONDS": 0}, "transport", "security.W004"),
        ({"PG_DUMP": "no-such-program"}, "database", "isn't a program here"),
        ({"PG_EXTRA_SEARCH_PATHS": ["elsewhere"]}, "database", "schema of the extensions"),
        ({"REDIS_URL": ""}, "redis", "REDIS_URL is missing"),
        ({"MEDIA_ROOT": "/proc/nowhere"}, "files", "FileNotFoundError"),
        ({"MEDIA_ROOT": str(ROOT / ".local" / "files")}, "files", "inside the program"),
        ({"STATIC_ROOT": "/nowhere"}, "static files", "collectstatic"),
    ],
)
def test_what_is_wrong_is_named(ready, change, check, words):
    for name, value in change.items():
        setattr(ready, name, value)
    problems = found()
    assert words in problems[check]
    assert set(problems) - {"transport"} <= {check}


def test_an_older_pg_dump(ready, tmp_path):
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    program.chmod(0o755)
    ready.PG_DUMP = str(program)
    assert "older than the server" in found()["database"]


def test_an_old_server(ready, monkeypatch):
    monkeypatch.setattr(environment, "_OLDEST_POSTGRES", 990000)
    assert "too old" in found()["database"]


def test_a_search_path_that_reaches_public(ready, monkeypatch):
    from django.db import connection

    monkeypatch.setattr(
        type(connection._connections[connection._alias]), "_get_cursor_search_paths", lambda _: ["public"]
    )
    assert "reaches public tables" in found()["search path"]


@pytest.mark.owner
def test_the_owners_address_is_refused_where_it_is_not_said(ready):
    assert "is the owner of the database" in found()["role"]
    assert "may make schemas, may make temporary tables" in found()["role"]
    ready.DATABASE_OWNER = True
    assert "role" not in found()


@pytest.mark.owner
def test_schemas_behind_the_code(ready, tenant):
    from django.db import connection

    use_public()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {tenant.schema_name}.django_migrations WHERE app = 'selling'")
    assert "1 schemas are behind" in found()["migrations"]
    assert tenant.schema_name in found()["migrations"]


def test_no_template_and_no_spare(ready, monkeypatch):
    SpareSchema.objects.all().delete()
    assert "refill_pool" in found()["sign-ups"]
    monkeypatch.setattr(environment, "fingerprint", lambda: "of code that nobody released")
    assert "build_template" in found()["sign-ups"]


def test_a_check_that_cannot_be_made_is_a_finding(ready, monkeypatch):
    def broken():
        raise OSError("no route to host")

    monkeypatch.setitem(environment._CHECKS, "mail", broken)
    assert found() == {"mail": "OSError: no route to host"}


def test_nobody_works_in_the_background(ready):
    caches["shared"].clear()
    assert found().keys() == {"background work"}
    relay_hinted.apply()
    assert "on the queue schemas" in found()["background work"]
    beat("schemas")
    assert found() == {}


def test_redis_that_forgets(ready, monkeypatch):
    ready.CACHES = {**ready.CACHES, "shared": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert "loses what is written" in found()["redis"]


def test_the_application_where_the_owner_is_meant_to_be(ready):
    ready.DATABASE_OWNER = True
    assert "doesn't own the database" in found()["role"]


def test_a_superuser_is_too_much_for_the_owner_too(ready, monkeypatch):
    monkeypatch.setattr(environment, "_POWERS", "SELECT true, true, true, true, true, true")
    assert "is a superuser, may make roles, passes row security, may make schemas" in found()["role"]
    ready.DATABASE_OWNER = True
    assert "needs no such power" in found()["role"]


def test_grants_that_are_not_the_declared_ones(ready, monkeypatch):
    monkeypatch.setitem(declared_grants(), "company_outlet", FIXED)
    assert "grant what isn't declared" in found()["grants"]


def test_an_unknown_tenant_state_is_impossible():
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="tenant_state_known"):
        Tenant.objects.create(name="X", schema_name="t_x", state="frozen")
