"""What lets somebody in at one business is worth nothing at another, whose ids, secrets and passwords are the same."""

import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.tokens import default_token_generator
from django.test import RequestFactory
from rest_framework.exceptions import AuthenticationFailed

from kernel.schemas import in_schema
from localdev.owning import as_owner
from people.authentication import TokenAuthentication
from people.entering import issue_pass, redeem_pass
from people.models import User
from tests.business import PASSWORD
from tests.conftest import HostClient
from tests.console.entry import code_now
from tests.shop import make_key

ME = "/api/v1/me/"
SIGN_IN = "/api/v1/account/sign-in/"
CODE = "/api/v1/account/sign-in/code/"
REFRESH = "/api/v1/account/refresh/"


@pytest.fixture
def tokens(shops):
    a, _b = shops
    answer = a.browser().post(
        SIGN_IN, {"email": "olive@example.com", "password": PASSWORD}, content_type="application/json"
    )
    assert answer.status_code == 200
    return answer.json()


def at(shop, **headers):
    return HostClient(headers={"host": shop.host, **headers}).get(ME).status_code


def test_the_two_owners_have_the_same_id(shops):
    a, b = shops
    assert a.owner == b.owner
    assert a.schema != b.schema


def test_a_session_cookie_of_a_at_b(shops):
    a, b = shops
    browser = a.browser(signed_in=True)
    assert browser.get("/").status_code == 200
    thief = b.browser()
    thief.cookies = browser.cookies
    assert thief.get("/").status_code == 302
    assert thief.get("/api/v1/products/").status_code == 401


def test_cookies_name_no_domain(shops):
    browser = shops[0].browser(signed_in=True)
    browser.get("/")
    assert not any(cookie["domain"] for cookie in browser.cookies.values())


def test_an_access_token_of_a_at_b(shops, tokens):
    a, b = shops
    bearer = f"Bearer {tokens['access_token']}"
    assert at(a, authorization=bearer) == 200
    assert at(b, authorization=bearer) == 401
    assert a.browser().get("/api/v1/products/", headers={"authorization": bearer}).status_code == 200
    assert b.browser().get("/api/v1/products/", headers={"authorization": bearer}).status_code == 401


def test_an_access_token_is_refused_by_its_claim_even_where_its_session_exists(shops, tokens, monkeypatch):
    """As after a restore of A's rows into another schema."""
    a, b = shops
    request = RequestFactory().get("/", headers={"authorization": f"Bearer {tokens['access_token']}"})
    monkeypatch.setattr("people.authentication.current_schema", lambda: b.schema)
    with in_schema(a.schema), pytest.raises(AuthenticationFailed):
        TokenAuthentication().authenticate(request)


def test_a_key_of_a_at_b(shops):
    a, b = shops
    with in_schema(a.schema):
        secret = make_key(User.objects.get(pk=a.owner)).secret
    bearer = {"authorization": f"Bearer {secret}"}
    assert a.browser().get("/api/v1/sales/", headers=bearer).status_code == 200
    assert b.browser().get("/api/v1/sales/", headers=bearer).status_code == 401


def test_a_half_finished_sign_in_of_a_at_b(shops):
    a, b = shops
    secret = generate_totp_secret()
    with in_schema(a.schema):
        TOTP.activate(User.objects.get(pk=a.owner), secret)
    typed = {"email": "olive@example.com", "password": PASSWORD}
    half = a.browser().post(SIGN_IN, typed, content_type="application/json").json()
    code = {"session_token": half["session_token"], "code": code_now(secret)}
    answers = [shop.browser().post(CODE, code, content_type="application/json") for shop in (b, a, a)]
    assert [answer.status_code for answer in answers] == [401, 200, 401]


def test_a_refresh_token_of_a_at_b_and_a_spent_one_at_a(shops, tokens):
    a, b = shops
    body = {"refresh_token": tokens["refresh_token"]}
    answers = [shop.browser().post(REFRESH, body, content_type="application/json").status_code for shop in (b, a, a)]
    assert answers == [401, 200, 401]


def test_tokens_end_with_the_person(shops, tokens):
    a, _b = shops
    with in_schema(a.schema):
        User.objects.update(is_active=False)
    bearer = f"Bearer {tokens['access_token']}"
    assert a.browser().get("/api/v1/products/", headers={"authorization": bearer}).status_code == 401


def test_a_pass_of_a_at_b_and_a_second_time_at_a(shops):
    a, b = shops
    with in_schema(a.schema):
        entry = issue_pass(a.owner)
    assert b.browser().get("/enter/", {"token": entry}).headers["Location"] == "/sign-in/"
    browser = a.browser()
    assert browser.get("/enter/", {"token": entry}).headers["Location"] == "/"
    assert browser.get("/").status_code == 200
    assert a.browser().get("/enter/", {"token": entry}).headers["Location"] == "/sign-in/"


def test_a_pass_is_not_for_somebody_who_was_retired_meanwhile(shops):
    a, _b = shops
    with in_schema(a.schema):
        entry = issue_pass(a.owner)
        User.objects.update(is_active=False)
    assert a.browser().get("/enter/", {"token": entry}).headers["Location"] == "/sign-in/"
    with in_schema(a.schema):
        assert redeem_pass(entry) is None


def test_a_confirmation_link_of_a_at_b(shops):
    a, b = shops
    with in_schema(a.schema):
        confirmation = EmailConfirmation.create(EmailAddress.objects.get())
        confirmation.sent = confirmation.created
        confirmation.save()
    for shop, verified in ((b, False), (a, True)):
        shop.browser().post(f"/account/confirm-email/{confirmation.key}/")
        with in_schema(shop.schema):
            assert EmailAddress.objects.get().verified is verified


def test_a_password_reset_link_of_a_at_b(shops):
    """The link signs the person's password hash, which is salted: equal passwords give other links."""
    a, b = shops
    with in_schema(a.schema):
        link = default_token_generator.make_token(User.objects.get())
    with in_schema(b.schema):
        assert not default_token_generator.check_token(User.objects.get(), link)


def test_nobody_registers_himself_at_a_business(shops):
    a, _b = shops
    page = a.browser().get("/account/signup/")
    assert not re.search(rb"name=.password1", page.content)
    typed = {"email": "mallory@example.com", "password": PASSWORD}
    a.browser().post("/account/signup/", {**typed, "password1": PASSWORD, "password2": PASSWORD})
    with in_schema(a.schema):
        assert not User.objects.filter(email="mallory@example.com").exists()


def test_one_account_is_guarded_from_many_addresses_and_at_its_own_business_only(shops):
    a, b = shops
    typed = {"login": "olive@example.com", "password": "wrong"}
    for number in range(5):
        a.browser().post("/sign-in/", typed, REMOTE_ADDR=f"198.51.100.{number}")
    right = {"login": "olive@example.com", "password": PASSWORD}
    assert b"Too many failed" in a.browser().post("/sign-in/", right, REMOTE_ADDR="198.51.100.9").content
    assert b.browser().post("/sign-in/", right, REMOTE_ADDR="198.51.100.9").status_code == 302


def test_an_operator_is_nobody_at_a_business_and_an_owner_nobody_in_the_console(shops):
    a, _b = shops
    User.objects.create_superuser("operator@example.com", PASSWORD)
    try:
        answer = a.browser().post(
            SIGN_IN, {"email": "operator@example.com", "password": PASSWORD}, content_type="application/json"
        )
        assert answer.status_code == 401
        console = HostClient(headers={"host": "localhost"})
        console.cookies = a.browser(signed_in=True).cookies
        assert console.get("/console/").status_code == 302
        console.post("/console/login/?next=/console/", {"username": "olive@example.com", "password": PASSWORD})
        assert console.get("/console/").status_code == 302
    finally:
        with as_owner():
            User.objects.filter(email="operator@example.com")._raw_delete("default")
