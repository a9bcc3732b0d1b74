"""docker/compose.yml and docker/roles.sh do what they say: on a fresh server, with each service's own environment and
command. What is not tried is Docker itself: images, networks, volumes, the proxy."""

import re
import subprocess
import sys
from contextlib import ExitStack
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import get_commands

from bench.caller import CSRF_TOKEN, Caller
from config.queues import APPLICATION_QUEUES, OWNER_QUEUE
from localdev.places import ROOT
from localdev.ports import HOST, free_port
from localdev.postgres import POSTGRES_BIN, cluster
from localdev.roles import APP, OWNER, READER, ROLES, script_environment
from localdev.valkey import valkey
from tests.business import PASSWORD
from tests.tooling.composed import Composed, dockerfile_command, manage, services, variables
from tests.tooling.smtp import mail_server
from tests.waiting import until

pytestmark = pytest.mark.xdist_group("compose")
PUBLIC = "counterfoil.example"
EXAMPLE = variables((ROOT / ".env.example").read_text())
OURS = {name: service for name, service in services().items() if service.get("image") == "counterfoil"}


def queue_of(service):
    """Which one a worker takes from; None of a service that is no worker."""
    found = re.search(r"--queues=(\S+)", " ".join(service.get("command", [])))
    return found and found[1]


def test_every_queue_has_a_worker_and_the_owners_has_the_owners_address():
    workers = {queue_of(service): service["environment"] for service in OURS.values() if queue_of(service)}
    assert set(workers) == {*APPLICATION_QUEUES, OWNER_QUEUE}
    owners = {queue for queue, environment in workers.items() if environment.get("DATABASE_OWNER") == "true"}
    assert owners == {OWNER_QUEUE}


def test_what_is_run_is_there():
    """Commands of manage.py, the two programs, and one beat."""
    programs = {name: service.get("command", dockerfile_command())[0] for name, service in OURS.items()}
    assert programs.pop("release") == "sh"
    assert programs == {"web": "gunicorn", **dict.fromkeys(programs.keys() - {"web"}, "celery")}
    called = re.findall(r"manage\.py (\w+)", OURS["release"]["command"][-1])
    assert called == ["migrate_tenants", "build_template", "refill_pool"]
    assert set(called) <= set(get_commands())
    assert [name for name, service in OURS.items() if "beat" in service.get("command", [])] == ["beat"]


def test_nobody_is_told_a_variable_that_no_setting_reads():
    """.env.example lists them all; `check_env` wants no others."""
    told = {variable for service in OURS.values() for variable in service["environment"]}
    assert told <= set(EXAMPLE)
    assert {service["env_file"] for service in OURS.values()} == {"../.env"}
    passwords = {name for service in services().values() for name in re.findall(r"\$\{(\w+):\?", str(service))}
    assert passwords == set(Composed({}, {}).passwords)
    assert {"POSTGRES_PASSWORD", *re.findall(r"getenv \w+ (\w+)", ROLES.read_text())} == passwords


def test_work_begins_after_the_release_and_the_release_after_the_servers():
    for name, service in OURS.items():
        wanted = {"db": "service_healthy", "valkey": "service_healthy"}
        if name != "release":
            wanted = {"release": "service_completed_successfully"}
        assert {other: how["condition"] for other, how in service["depends_on"].items()} == wanted


@pytest.fixture(scope="module")
def composed(tmp_path_factory):
    """All of it, up to the release: servers, roles, tables, template, a spare schema."""
    directory = tmp_path_factory.mktemp("composed")
    with ExitStack() as stack:
        superuser = stack.enter_context(cluster(directory / "db", durable=False))
        broker, mails = stack.enter_context(valkey(directory / "valkey")), stack.enter_context(mail_server())
        port, here = free_port(), urlsplit(superuser)
        told = EXAMPLE | {
            "SECRET_KEY": "kR2-9vQx_7LmZp4TnWc8YdBs1HgFjUeAoXi6Er3NzKtVbMq5PwSa0",
            "PUBLIC_URL": f"https://{PUBLIC}",
            "EMAIL_HOST": HOST,
            "EMAIL_PORT": str(mails),
            "EMAIL_USE_TLS": "false",
            "TENANT_POOL_SIZE": "1",
            "STATIC_FROM_SOURCES": "true",  # the image's own are collected when it is built
        }
        places = {
            "@db:5432": f"@{here.hostname}:{here.port}",
            "redis://valkey:6379/0": broker,
            "/tmp/beat-schedule": str(directory / "beat-schedule"),  # noqa: S108 (the container's own)
            "0.0.0.0:8000": f"{HOST}:{port}",
            "localhost:8000": f"{HOST}:{port}",
        }
        run = Composed(told, places | {"/files": str(directory / "files")})
        given = script_environment(superuser, "", "", "", programs=POSTGRES_BIN)
        roles = subprocess.run([ROLES], env=given | _passwords(run), check=False, capture_output=True, text=True)
        assert (roles.returncode, roles.stderr) == (0, "")
        released = run.run("release")
        assert released.returncode == 0, released.stderr
        yield SimpleNamespace(run=run, superuser=superuser, port=port, logs=directory / "logs", given=given)


def _passwords(run):
    """What the db service hands to the script, as it stands there."""
    return {name: value for name, value in run.environment("db").items() if name in run.passwords}


def test_the_script_makes_three_roles_none_of_which_may_more_than_it_should(composed):
    with psycopg.connect(composed.superuser) as console:
        roles = console.execute(
            "SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication, rolcanlogin FROM pg_roles "
            "WHERE rolname ~ '^counterfoil' ORDER BY 1"
        ).fetchall()
        assert roles == [(name, False, False, False, False, False, True) for name in (OWNER, APP, READER)]
        assert console.execute("SELECT count(*) FROM pg_auth_members WHERE member::regrole::text ~ '^counterfoil'"
                               ).fetchone() == (0,)  # fmt: skip
    for name in ("web", "release"):
        address = composed.run.environment(name)["DATABASE_URL"]
        with psycopg.connect(address) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT lo_create(0)")


def test_the_script_may_run_again_and_a_broken_one_says_so(composed):
    for passwords, worked in ((_passwords(composed.run), True), ({}, False)):
        done = subprocess.run([ROLES], env=composed.given | passwords, check=False, capture_output=True, text=True)
        assert (done.returncode == 0) is worked, done.stderr


def test_web_and_workers_sell_prove_and_pass_the_check(composed):
    run = composed.run
    with ExitStack() as stack:
        up = {
            name: stack.enter_context(run.running(name, composed.logs))
            for name in ("web", "worker", "schemas-worker", "beat")
        }
        _program, *ready = services()["web"]["healthcheck"]["test"]
        ready = [run.here(part) for part in ready]
        until(lambda: run.run("web", *ready).returncode == 0, "the web server is ready")
        assert Caller(composed.port, PUBLIC, behind_tls(PUBLIC)).get("/").status == 200
        sell_something(composed.port)
        until(lambda: not findings(run, "web"), "nothing is wrong with the web server's environment")
        assert findings(run, "schemas-worker") == {}
        assert {name: child.running for name, child in up.items()} == dict.fromkeys(up, True)
        assert_each_worker_refuses_what_is_the_others(run, up)
    proved = run.run("web", *manage("prove"))
    assert proved.returncode == 0, proved.stdout + proved.stderr


def test_the_owners_address_is_refused_in_web(composed):
    owners = composed.run.environment("release")["DATABASE_URL"]
    assert "is the owner of the database" in findings(composed.run, "web", DATABASE_URL=owners)["role"]
    ours = composed.run.environment("web")["DATABASE_URL"]
    assert "doesn't own the database" in findings(composed.run, "schemas-worker", DATABASE_URL=ours)["role"]


def findings(run, service, **changed):
    """What `check_env` finds, by check; static files are collected when the image is built, which is looked for here."""
    assert "manage.py collectstatic" in (ROOT / "docker/Dockerfile").read_text()
    said = run.run(service, *manage("check_env"), **changed)
    wrong = re.findall(r"^wrong  (.+)\n((?:         .+\n)+)", said.stdout, re.MULTILINE)
    assert said.stdout.count("good ") + len(wrong) == 13, said.stdout + said.stderr
    return {name: words for name, words in wrong if name != "static files"}


def behind_tls(host, **more):
    """What the proxy adds, and what a browser says of itself."""
    return {"Host": host, "X-Forwarded-Proto": "https", "Referer": f"https://{host}/", **more}


def sell_something(port):
    """Over HTTP, as the application's role: a business opens, its owner signs in, stocks a shelf and sells from it."""
    visitor = Caller(port, PUBLIC, behind_tls(PUBLIC))
    names = {"business_name": "Corner Shop", "subdomain": "corner", "owner_name": "Olive", "country": "IN"}
    opened = visitor.post("/api/v1/sign-ups/", {**names, "email": "olive@example.com", "password": PASSWORD})
    assert opened.status == 201, opened.body
    host, entry = f"corner.{PUBLIC}", urlsplit(opened.json()["enter"])
    browser = Caller(port, host, behind_tls(host, Accept="text/html"))
    assert b'name="password"' in browser.get("/sign-in/").body
    cookies = browser.get(f"{entry.path}?{entry.query}").cookies
    token = {"Cookie": f"{cookies}; __Host-csrf={CSRF_TOKEN}", "X-CSRFToken": CSRF_TOKEN}
    till = Caller(port, host, behind_tls(host, **token))

    def posted(path, body):
        answer = till.post(f"/api/v1/{path}/", body)
        assert answer.status == 201, answer.body
        return answer.json()

    def first(path):
        return till.get(f"/api/v1/{path}/").json()[0]["id"]

    outlet, tax = first("outlets"), first("tax-codes")
    tea = {"name": "Tea", "variations": [{"sku": "TEA", "price": "100.00", "tax_code_id": tax}]}
    variation = posted("products", tea)["variations"][0]["id"]
    goods = {"variation_id": variation, "quantity": "5", "unit_cost": "60.00"}
    posted("opening-stock", {"outlet_id": outlet, "lines": [goods]})
    cart = {
        "lines": [{"variation_id": variation, "quantity": "2"}],
        "payments": [{"method": "cash", "amount": "999.00"}],
    }
    assert posted("sales", {"outlet_id": outlet, **cart})["number"].endswith("/1")


def assert_each_worker_refuses_what_is_the_others(run, up):
    """Messages by hand, in the wrong queue: one task of each side's, and a handler that nobody declared."""
    forge = """
from config.celery import app
public = {"_schema_name": "public"}
app.send_task("tenants.life.tasks.finish", headers=public, queue="schemas")
letter = {"event_id": "01a23018-90cd-7ed3-b3e1-51e7364b2e07", "kind": "k", "handler": "os.system", "payload": {}}
app.send_task("audit.tasks.deliver", kwargs=letter, headers=public, queue="schemas")
app.send_task("tenants.life.tasks.refill", headers=public, queue="celery")
"""
    sent = run.run("web", sys.executable, "-c", forge)
    assert sent.returncode == 0, sent.stderr

    def refused(name):
        return set(re.findall(r'"task": "([\w.]+)"[^\n]*task_refused', up[name].log.read_text()))

    until(
        lambda: refused("schemas-worker") == {"tenants.life.tasks.finish", "audit.tasks.deliver"},
        "the owner's worker refuses what is the application's",
    )
    until(lambda: refused("worker") == {"tenants.life.tasks.refill"}, "the other refuses what is the owner's")
