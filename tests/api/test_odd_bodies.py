"""What no form sends and a stranger may: each is a 4xx that changes nothing, on every route that takes a body."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api import urls_public
from tests.api.test_permission_matrix import CASES, filled
from tests.changes import changes

DEEP = 20_000
WRITING = [(method, path, body) for _, method, path, _, body in CASES if method != "GET"]
WRITING_IDS = [f"{method} {path}" for method, path, _ in WRITING]
SIGN_UP = {
    "business_name": "Rao Provisions", "subdomain": "rao-provisions", "owner_name": "Asha Rao",
    "email": "asha@rao.example", "password": "correct horse battery", "country": "IN",
}  # fmt: skip
NUMBERS = {"quantity", "unit_cost", "amount", "price"}
NOT_READ_AS_NUMBERS = ["1_0", "\u0661", "1e2", " 1", "1,0", "+1", "NaN", "", "1\n"]


def nested() -> Iterator[str]:
    yield "[" * DEEP + "]" * DEEP
    yield '{"a":' * DEEP + "1" + "}" * DEEP


def replaced(body: Any, wrong: str, only: set[str] | None = None, member: str = "") -> Iterator[Any]:
    """The body, once for each of its strings (of these members) with this one instead."""
    if isinstance(body, str) and (only is None or member in only):
        yield wrong
    elif isinstance(body, dict):
        for key, value in body.items():
            yield from ({**body, key: odd} for odd in replaced(value, wrong, only, key))
    elif isinstance(body, list):
        for index, value in enumerate(body):
            yield from ([*body[:index], odd, *body[index + 1 :]] for odd in replaced(value, wrong, only, member))


def refused(client: Any, method: str, path: str, text: str) -> None:
    with changes() as seen:
        answer = client.generic(method, path, text, content_type="application/json", headers={"if-match": "*"})
    assert 400 <= answer.status_code < 500, (answer.status_code, text[:200])
    assert answer["Content-Type"] == "application/problem+json"
    assert seen == {}


@pytest.mark.parametrize(("method", "path", "body"), WRITING, ids=WRITING_IDS)
def test_no_odd_body_is_taken(api_for, owner, shop, method, path, body):
    client, path = api_for(owner), "/api/v1/" + filled(path, shop)
    sent = body(shop)
    if sent is None:  # takes none, and reads none
        return
    if path.endswith("/quote/"):
        del sent["payments"]  # a price is asked for, nothing paid
    for text in nested():
        refused(client, method, path, text)
    for odd in replaced(sent, "\ud800"):
        refused(client, method, path, json.dumps(odd))
    for number in NOT_READ_AS_NUMBERS:
        for odd in replaced(sent, number, NUMBERS):
            refused(client, method, path, json.dumps(odd))


def test_nor_is_it_of_a_stranger(public_client):
    for text in [*nested(), *(json.dumps(odd) for odd in replaced(SIGN_UP, "\ud800"))]:
        refused(public_client, "POST", "/api/v1/sign-ups/", text)


@pytest.mark.parametrize("path", ["sales/", "sales/quote/", "opening-stock/"])
def test_what_overflows_by_adding_up_is_refused(api_for, owner, shop, path):
    """Ten lines, each acceptable by itself: 10⁷ at 1,000.00 are 10¹² minor units."""
    line = {"variation_id": shop.variation, "quantity": "10000000"}
    line |= {"unit_cost": "1000.00"} if path == "opening-stock/" else {"unit_price": "1000.00"}
    body = shop.cart() if path != "opening-stock/" else {"outlet_id": shop.outlet}
    client = api_for(owner)
    refused(client, "POST", f"/api/v1/{path}", json.dumps({**body, "lines": [line] * 10}))


@pytest.mark.parametrize("path", sorted({path for _, _, path, _, _ in CASES}))
def test_no_route_fails_when_asked_for_its_options(api_for, owner, shop, path):
    """The document describes the API; OPTIONS is a method like another that isn't there."""
    path = "/api/v1/" + filled(path, shop)
    for client, status in ((api_for(owner), 405), (api_for(None), 401)):
        with changes() as seen:
            answer = client.options(path)
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"] == "application/problem+json"
        assert seen == {}


@pytest.mark.parametrize("route", urls_public._ROUTES, ids=[str(route.name) for route in urls_public._ROUTES])
def test_nor_does_one_of_the_public_host(public_client, route):
    path = str(route.pattern).replace("<str:name>", "rao")
    assert public_client.options(f"/api/v1/{path}").status_code == 405
