"""What is wrong with an environment, before customers find out."""

import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import redis
from django.conf import settings
from django.core.cache import caches
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import get_connection
from django.db import connection

from kernel.breaker import client_options
from kernel.rows import fetch_all
from kernel.schemas import PUBLIC, in_schema, use_public
from tenants.schemas.heartbeat import beats
from tenants.schemas.models import SpareSchema, Template
from tenants.schemas.queries.grants import wrong_grants
from tenants.schemas.queries.template import fingerprint
from tenants.upgrades.queries.migrations import existing_schemas, public_is_behind, schemas_behind

Problems = Iterator[str]

_OLDEST_POSTGRES = 160000
_SECRET_LENGTH = 50
_TIMEOUT_REDIS = 5.0


def examine_environment() -> list[tuple[str, list[str]]]:
    """Every check's name with what it found, each a sentence that says what to do; nothing found is an empty list."""
    use_public()
    return [(name, list(_problems(check))) for name, check in _CHECKS.items()]


def _problems(check: Callable[[], Problems]) -> Problems:
    try:
        yield from check()
    except Exception as error:  # noqa: BLE001 -- a check that can't be made is a finding like any other
        yield f"{type(error).__name__}: {error}".strip().partition("\n")[0]


def _secrets() -> Problems:
    if settings.DEBUG:
        yield "DEBUG is on. Unset it: error pages would show code and settings to everybody."
    if len(settings.SECRET_KEY) < _SECRET_LENGTH or len(set(settings.SECRET_KEY)) < _SECRET_LENGTH // 5:
        yield f"SECRET_KEY is missing or weak. Set {_SECRET_LENGTH} random characters or more."
    if "Argon2" not in settings.PASSWORD_HASHERS[0]:
        yield "PASSWORD_HASHERS doesn't begin with Argon2. Unset it."


def _transport() -> Problems:
    if not settings.HTTPS:
        yield "PUBLIC_URL is not https. Sessions and passwords would cross the network in the clear."
        return
    for message in run_checks(tags=["security"], include_deployment_checks=True):
        yield f"{message.id}: {message.msg}"


def _database() -> Problems:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
        number, version = cursor.fetchone()
        if number < _OLDEST_POSTGRES:
            yield f"PostgreSQL {version} is too old. Use 16 or newer."
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = ANY(%s)", [settings.PG_EXTRA_SEARCH_PATHS])
        if cursor.fetchone() != (len(settings.PG_EXTRA_SEARCH_PATHS),):
            yield "The schema of the extensions is missing. Run manage.py migrate_tenants."
    yield from _pg_dump(number)


_POWERS = """
    SELECT rolsuper, rolcreaterole, rolbypassrls, has_database_privilege(current_database(), 'CREATE'),
           has_database_privilege(current_database(), 'TEMPORARY'),
           EXISTS (SELECT 1 FROM pg_database WHERE datname = current_database() AND pg_has_role(datdba, 'MEMBER'))
      FROM pg_roles WHERE rolname = current_user
"""
_TOO_MUCH = ("is a superuser", "may make roles", "passes row security", "may make schemas", "may make temporary tables",
             "is the owner of the database, or may become it")  # fmt: skip


def _role() -> Problems:
    """Whether this process is who it should be: the owner in one place, who owns nothing everywhere else."""
    (powers,) = fetch_all(_POWERS)
    superuser, *_others, owner = powers
    if settings.DATABASE_OWNER:
        if superuser:
            yield "DATABASE_URL's role is a superuser. The owner of the database needs no such power."
        if not owner:
            yield "DATABASE_OWNER is set, and DATABASE_URL's role doesn't own the database. Give the owner's."
        return
    too_much = [words for has, words in zip(powers, _TOO_MUCH, strict=True) if has]
    if too_much:
        yield (
            f"DATABASE_URL's role {', '.join(too_much)}. Connect as {settings.DATABASE_APP_ROLE}. Only the release "
            "step and the worker on the queue schemas connect as the owner, and say so by DATABASE_OWNER."
        )


def _grants() -> Problems:
    with in_schema(PUBLIC):
        wrong = wrong_grants([PUBLIC, *existing_schemas()])
    if wrong:
        named = f"{len(wrong)} schemas ({next(iter(wrong))}, …)"
        yield f"{named} grant what isn't declared, or don't grant what is. Run manage.py migrate_tenants."


def _pg_dump(server: int) -> Problems:
    program = shutil.which(settings.PG_DUMP)
    if program is None:
        yield f"PG_DUMP ({settings.PG_DUMP}) isn't a program here. Install PostgreSQL's client."
        return
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 (the settings name the program)
    found = re.search(r"(\d+)", said)
    if found and int(found[1]) < server // 10000:
        yield f"{said.strip()} is older than the server, and would refuse it."


def _search_path() -> Problems:
    with in_schema(f"t_{secrets.token_hex(10)}"), connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        (path,) = cursor.fetchone()
        cursor.execute("SELECT to_regclass('life_tenant')")
        if "public" in path or cursor.fetchone() != (None,):
            yield f"A business's search path ({path}) reaches public tables. Restore EXTRA_SET_TENANT_METHOD_PATH."


def _migrations() -> Problems:
    if public_is_behind():
        yield "The public schema is behind the code. Run manage.py migrate_tenants."
    behind = schemas_behind()
    if behind:
        yield f"{len(behind)} schemas are behind the code ({behind[0]}, …). Run manage.py migrate_tenants."


def _sign_ups() -> Problems:
    if not Template.objects.filter(fingerprint=fingerprint()).exists():
        yield "No template fits the code, so nobody can sign up. Run manage.py build_template."
    elif not SpareSchema.objects.filter(fingerprint=fingerprint()).exists():
        yield "No spare schema waits. Run manage.py refill_pool."


def _redis() -> Problems:
    if not settings.REDIS_URL:
        yield "REDIS_URL is missing. Sessions, background work and limits need it as soon as there are two processes."
        return
    with redis.Redis.from_url(settings.REDIS_URL, **client_options(_TIMEOUT_REDIS)) as client:
        client.ping()  # the cache itself would hide that it is away
    probe = secrets.token_hex(4)
    caches["shared"].set("check_env", probe, 10)
    if caches["shared"].get("check_env") != probe:
        yield "Redis loses what is written to it. Check its memory and eviction policy."


def _background() -> Problems:
    if not beats("celery"):
        yield "No background work in the last minute. Run a Celery worker and one beat."
    if not beats("schemas"):
        yield "Nobody made spare schemas in the last minute. Run a Celery worker on the queue schemas."


def _mail() -> Problems:
    if not settings.EMAIL_HOST:
        yield "EMAIL_HOST is missing. Mails would be printed instead of sent."
        return
    with get_connection():
        pass


def _files() -> Problems:
    probe = default_storage.save(f"probes/{secrets.token_hex(8)}", ContentFile(b"probe"))
    default_storage.delete(probe)
    if Path(settings.BASE_DIR) in Path(settings.MEDIA_ROOT).parents:
        yield "FILES_DIR lies inside the program. Exports and backups would go with the next release."


def _static_files() -> Problems:
    if not Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        yield "Static files are not collected. Run manage.py collectstatic."


_CHECKS: dict[str, Callable[[], Problems]] = {
    "secrets": _secrets,
    "transport": _transport,
    "database": _database,
    "role": _role,
    "grants": _grants,
    "search path": _search_path,
    "migrations": _migrations,
    "sign-ups": _sign_ups,
    "redis": _redis,
    "background work": _background,
    "mail": _mail,
    "files": _files,
    "static files": _static_files,
}
