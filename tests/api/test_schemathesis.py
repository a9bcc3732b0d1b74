"""Schemathesis throws what it can think of at every operation: no 5xx, and no answer that the description lacks."""

from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TOKEN = "c" * 32


@pytest.fixture(autouse=True)
def one_connection():
    """As Django's own test client does: a request's end doesn't close the connection that the test rolls back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def operations_of(urlconf: str) -> list[Any]:
    described = SchemaGenerator(urlconf=urlconf).get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(described)
    schema.app = application
    return [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]


def attack(operation: Any, headers: dict[str, str]) -> None:
    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def run(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    run()


def signed_in(client: Client, host: str) -> dict[str, str]:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    return {"Host": host, "Cookie": f"{cookies}; csrf={TOKEN}", "X-CSRFToken": TOKEN}


TENANT, PUBLIC = operations_of("config.urls_tenant"), operations_of("config.urls_public")


@pytest.mark.parametrize("operation", TENANT, ids=[operation.label for operation in TENANT])
def test_every_answer_of_a_business_is_described(request, operation, shop, api_for, owner, host):
    if "/subscription/" in operation.path:
        request.getfixturevalue("paying")
    attack(operation, signed_in(api_for(owner), host))


@pytest.mark.parametrize("operation", PUBLIC, ids=[operation.label for operation in PUBLIC])
def test_every_answer_of_the_public_host_is_described(operation, shared_business, public_client):
    attack(operation, {"Host": "localhost"})
