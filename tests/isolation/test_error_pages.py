"""No answer tells whether a business exists or what its neighbours have."""

import pytest
from django.test import Client

from kernel.schemas import in_schema
from people.models import User


@pytest.mark.parametrize("path", ["/nothing-here/", "/products/999999/", "/api/v1/products/999999/"])
def test_a_missing_page_names_no_schema_and_no_business(shops, path):
    a, b = shops
    answer = a.browser(signed_in=True).get(path)
    assert answer.status_code == 404
    for secret in (a.schema, b.schema, "shop-b", "search_path", "Traceback"):
        assert secret.encode() not in answer.content, secret


def test_a_crash_shows_nothing(shops, monkeypatch):
    a, _b = shops

    def crash(*_args, **_kwargs):
        raise RuntimeError(f"secret {a.schema}")

    monkeypatch.setattr("config.edge.tenant.live_tenant_at", crash)
    browser = Client(headers={"host": a.host}, raise_request_exception=False)
    answer = browser.get("/")
    assert answer.status_code == 500
    assert b"secret" not in answer.content


def test_signing_in_and_resetting_tell_nothing_about_who_is_there(shops):
    a, _b = shops
    page = "/api/v1/account/sign-in/"
    known, unknown = (
        a.browser().post(page, {"email": email, "password": "wrong password"}, content_type="application/json")
        for email in ("olive@example.com", "nobody@example.com")
    )
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())
    reset = "/account/password/reset/"
    known, unknown = (
        a.browser().post(reset, {"email": email}) for email in ("olive@example.com", "nobody@example.com")
    )
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])


def test_a_persons_page_of_another_business_is_missing(shops):
    a, b = shops
    with in_schema(b.schema):
        extra = [User.objects.create_user(f"more{n}@example.com").pk for n in range(3)][-1]
    assert a.browser(signed_in=True).get(f"/api/v1/people/{extra}/").status_code == 404
