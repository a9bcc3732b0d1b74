"""How often one address may try: on all hosts together, an IPv6 network as one, everybody else not at all."""

import pytest
from django.test import override_settings

from config.edge.address_limits import caller
from config.settings.limits import ADDRESS_LIMITS
from kernel.rate_limits import Buckets
from tests.business import PASSWORD
from tests.isolation.test_hosts import _routes


@pytest.fixture
def limits(monkeypatch):
    """The real table, with buckets of the test's own, in which no time passes."""
    monkeypatch.setattr("config.edge.address_limits.take", Buckets("", clock=lambda: 1000.0).take)
    with override_settings(ADDRESS_LIMITS=ADDRESS_LIMITS):
        yield


def sign_in(browser, address="203.0.113.7", password="wrong", path="/sign-in/"):
    return browser.post(path, {"login": "owner@example.com", "password": password}, REMOTE_ADDR=address)


def test_guessing_ends_for_the_address_and_for_nobody_else(limits, client_for):
    browser = client_for()
    statuses = [sign_in(browser).status_code for _ in range(21)]
    assert statuses == [200] * 20 + [429]
    refused = sign_in(browser, password=PASSWORD)
    assert refused.status_code == 429
    assert b"Too many tries" in refused.content
    assert refused["Retry-After"] == "6"
    assert sign_in(client_for(), address="203.0.113.8").status_code == 200


def test_every_way_of_signing_in_counts_together(limits, client_for, public_client):
    browser = client_for()
    for path in ("/sign-in/", "/account/login/") * 10:
        sign_in(browser, path=path)
    api = "/api/v1/account/sign-in/"
    refused = browser.post(
        api, {"email": "a@b.example", "password": "x"}, content_type="application/json", REMOTE_ADDR="203.0.113.7"
    )
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["code"] == "throttled"
    assert sign_in(public_client, path="/console/login/?next=/console/").status_code == 429


def test_looking_at_the_sign_in_page_is_not_trying(limits, client_for):
    browser = client_for()
    assert {browser.get("/sign-in/").status_code for _ in range(30)} == {200}


def test_opening_businesses_page_and_api_together(limits, public_client):
    for _ in range(4):
        assert public_client.post("/sign-up/", {"email": "x"}).status_code == 422
    assert public_client.post("/api/v1/sign-ups/", {}, content_type="application/json").status_code == 400
    refused = public_client.post("/api/v1/sign-ups/", {}, content_type="application/json")
    assert (refused.status_code, refused.json()["status"]) == (429, 429)
    assert public_client.post("/sign-up/", {}).status_code == 429


def test_asking_for_names(limits, public_client):
    asked = [public_client.get("/sign-up/check/?subdomain=corner").status_code for _ in range(60)]
    assert set(asked) == {200}
    assert public_client.get("/api/v1/subdomains/corner/").status_code == 429
    assert public_client.head("/api/v1/subdomains/corner/").status_code == 429
    assert public_client.post("/sign-in/", {"subdomain": "corner"}).status_code == 429


def test_resetting_passwords(limits, client_for):
    browser = client_for()
    asked = [browser.post("/account/password/reset/", {"email": f"{i}@b.example"}).status_code for i in range(7)]
    assert asked == [302] * 6 + [429]


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::9", "2001:db8:1:3::/64"),
        ("", ""),
    ],
)
def test_whose_limit_an_address_counts_against(address, one):
    assert caller(address) == one


def test_every_route_in_the_table_exists():
    routes = {*_routes("config.urls_tenant"), *_routes("config.urls_public")}
    assert {key.partition(" ")[2] for key in ADDRESS_LIMITS} <= routes
