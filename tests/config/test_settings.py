"""What the environment decides, seen from a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_SHOW = """
import json, sys
from django.conf import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def read(names: str, **environment: str) -> dict[str, Any]:
    """The settings of those names under that environment, with nothing else of ours in it."""
    plain = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    variables = {**plain, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(Path.cwd()), **environment}
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW, *names.split()], env=variables, check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(shown.stdout)
    return found


def test_behind_tls_cookies_are_bound_to_their_host_and_the_browser_stays_on_tls():
    found = read(
        "SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE SECURE_HSTS_SECONDS PUBLIC_HOSTS",
        PUBLIC_URL="https://counterfoil.example",
    )
    assert found["SESSION_COOKIE_NAME"] == "__Host-session"
    assert found["CSRF_COOKIE_NAME"] == "__Host-csrf"
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] > 0


def test_without_an_environment_nothing_is_open():
    with pytest.raises(subprocess.CalledProcessError):
        read("SECRET_KEY")
    found = read("DEBUG ALLOWED_HOSTS PASSWORD_HASHERS USE_X_FORWARDED_HOST", SECRET_KEY="x")
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["*"]
    assert found["PASSWORD_HASHERS"] == ["people.hashers.Argon2Hasher"]
    assert found["USE_X_FORWARDED_HOST"] is False


def test_a_pool_takes_the_place_of_lasting_connections():
    lasting = read("DATABASES", SECRET_KEY="x")["DATABASES"]["default"]
    assert (lasting["CONN_MAX_AGE"], lasting["CONN_HEALTH_CHECKS"]) == (600, True)
    pooled = read("DATABASES", SECRET_KEY="x", DATABASE_POOL_SIZE="4")["DATABASES"]["default"]
    assert (pooled["CONN_MAX_AGE"], pooled["OPTIONS"]["pool"]["max_size"]) == (0, 4)
    assert "lock_timeout" in pooled["OPTIONS"]["options"]


@pytest.mark.parametrize(
    ("environment", "name", "value"),
    [
        ({"EMAIL_HOST": "smtp.example"}, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend"),
        ({}, "EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"),
        ({"REDIS_URL": "redis://r/0"}, "CELERY_BROKER_URL", "redis://r/0"),
        ({}, "CELERY_BROKER_URL", "memory://"),
        ({"BEHIND_PROXY": "1"}, "SECURE_PROXY_SSL_HEADER", ["HTTP_X_FORWARDED_PROTO", "https"]),
        ({}, "SECURE_PROXY_SSL_HEADER", None),
    ],
)
def test_one_variable_one_setting(environment, name, value):
    assert read(name, SECRET_KEY="x", **environment)[name] == value


def test_sentry_is_told_only_where_there_is_an_address():
    program = "from django.conf import settings; settings.DEBUG; import sentry_sdk; print(sentry_sdk.get_client().is_active())"
    plain = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(Path.cwd())}
    for environment, active in (({}, "False"), ({"SENTRY_DSN": "https://key@sentry.example/1"}, "True")):
        said = subprocess.run(
            [sys.executable, "-c", program], env={**plain, **environment}, check=True, capture_output=True, text=True
        )
        assert said.stdout.strip() == active
