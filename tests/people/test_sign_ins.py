"""Who came in, went out, failed to, or changed their way in stands in the trail: by pages, API, app tokens, console."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import caches

from audit.models import AuditEntry
from kernel.rate_limits import Buckets
from kernel.schemas import use_public
from people.models import User
from tests.business import PASSWORD
from tests.console.entry import code_now

API = "/api/v1/account"
NEW = "another long enough password"


def trail():
    """(action, who, target) of each entry, oldest first."""
    entries = AuditEntry.objects.filter(action__startswith="people.").order_by("id")
    return [(entry.action.removeprefix("people."), entry.author, entry.target_id) for entry in entries]


def sign_in(browser, email, password=PASSWORD):
    return browser.post("/sign-in/", {"login": email, "password": password}, REMOTE_ADDR="203.0.113.7")


def api(browser, path, body, **headers):
    return browser.post(f"{API}/{path}", body, content_type="application/json", headers=headers)


@pytest.fixture
def browser(client_for):
    """Signed in as nobody, at an address that hasn't tried before."""
    caches["default"].clear()
    return client_for()


@pytest.mark.committed
def test_a_day_at_the_pages_really_committed(browser, owner):
    """What is committed: here every entry needs a transaction of its own, or allauth's."""
    me = str(owner.pk)
    EmailAddress.objects.filter(user=owner).update(verified=True)
    assert sign_in(browser, owner.email, "wrong").status_code == 200
    assert sign_in(browser, owner.email).status_code == 302
    changed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser.post("/account/password/change/", changed).status_code == 302
    assert browser.post("/account/reauthenticate/", {"password": NEW}).status_code == 302
    assert browser.get("/account/2fa/totp/activate/").status_code == 200
    secret = browser.session["mfa.totp.secret"]
    assert browser.post("/account/2fa/totp/activate/", {"code": code_now(secret)}).status_code == 302
    assert browser.post("/account/2fa/recovery-codes/generate/").status_code == 302
    assert browser.post("/account/2fa/totp/deactivate/").status_code == 302
    assert browser.post("/sign-out/").status_code == 302
    assert [(action, target) for action, _, target in trail()] == [
        ("sign_in.failed", me),
        ("user.signed_in", me),
        ("password.changed", me),
        ("second_factor.set_up", me),
        ("recovery_codes.made", me),
        ("recovery_codes.made", me),
        ("second_factor.removed", me),
        ("user.signed_out", me),
    ]
    assert [author for _, author, _ in trail()] == ["stranger", *["person"] * 7]


def test_an_entry_says_from_where(browser, owner):
    sign_in(browser, owner.email)
    entry = AuditEntry.objects.get(action="people.user.signed_in")
    assert (entry.actor_id, entry.actor_name, entry.address) == (owner.pk, owner.name, "203.0.113.7")


def test_a_password_that_was_forgotten(browser, owner):
    browser.post("/account/password/reset/", {"email": owner.email})
    link = next(line for line in mail.outbox[0].body.split() if "/account/password/reset/key/" in line)
    form = browser.get(link[link.index("/account/") :], follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert ("password.reset", "person", str(owner.pk)) in trail()


def test_an_app_signs_in_and_out_by_token(browser, owner):
    failed = api(browser, "sign-in/", {"email": owner.email, "password": "wrong"})
    assert (failed.status_code, failed.json()["code"]) == (401, "wrong_credentials")
    signed_in = api(browser, "sign-in/", {"email": owner.email, "password": PASSWORD})
    bearer = {"authorization": f"Bearer {signed_in.json()['access_token']}"}
    assert api(browser, "sign-out/", {}, **bearer).status_code == 200
    assert api(browser, "sign-out/", {}, **bearer).status_code == 401
    assert [action for action, *_ in trail()] == ["sign_in.failed", "user.signed_in", "user.signed_out"]


def test_with_a_second_factor_one_is_in_after_the_code(browser, owner):
    secret = generate_totp_secret()
    TOTP.activate(owner, secret)
    sign_in(browser, owner.email)
    assert trail() == []
    assert browser.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert trail() == [("sign_in.failed", "stranger", str(owner.pk))]
    assert AuditEntry.objects.get(action="people.sign_in.failed").changes == {"step": "second_factor"}
    assert browser.post("/account/2fa/authenticate/", {"code": code_now(secret)}).status_code == 302
    assert trail()[1:] == [("user.signed_in", "person", str(owner.pk))]


def test_an_operator_at_the_console(public_client, tenant):
    use_public()
    operator = User.objects.create_superuser("op@counterfoil.test", PASSWORD, name="Op")
    secret = generate_totp_secret()
    TOTP.activate(operator, secret)
    login = "/console/login/?next=/console/"
    public_client.post(login, {"username": operator.email, "password": "wrong"})
    public_client.post(login, {"username": operator.email, "password": PASSWORD})
    public_client.post("/console/code/", {"code": "000000"})
    public_client.post("/console/code/", {"code": code_now(secret)})
    public_client.post("/console/logout/")
    assert trail() == [
        ("sign_in.failed", "stranger", str(operator.pk)),
        ("sign_in.failed", "stranger", str(operator.pk)),
        ("user.signed_in", "person", str(operator.pk)),
        ("user.signed_out", "person", str(operator.pk)),
    ]
    failed = AuditEntry.objects.filter(action="people.sign_in.failed").order_by("id")
    assert [entry.changes for entry in failed] == [
        {"step": "password"},
        {"step": "second_factor"},
    ]


def tried(browser, email):
    """What the entry of a failed try says."""
    sign_in(browser, email, "wrong")
    return AuditEntry.objects.latest("id")


def test_an_email_of_nobodys_is_not_kept_but_known_again(browser):
    first, again = tried(browser, "hunter2@example.com"), tried(browser, " Hunter2@EXAMPLE.com")
    other = tried(browser, "other@example.com")
    assert first.target_id == again.target_id != other.target_id
    assert "hunter2" not in f"{first.target_id}{first.changes}{first.actor_name}"
    assert first.target_type == "people.unknown"


def test_nobodys_email_is_answered_as_somebodys_is(client_for, owner):
    """But for what was typed, and the tokens of a form."""

    def said(email):
        page = sign_in(client_for(), email, "wrong").content.decode().replace(email, "")
        return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)

    assert said(owner.email) == said("nobody@example.com")


def test_without_the_key_nobody_makes_the_digest(browser, settings):
    before = tried(browser, "nobody@example.com").target_id
    settings.SECRET_KEY = "another"
    assert tried(browser, "nobody@example.com").target_id != before


def test_however_many_addresses_try_the_trail_is_not_filled(browser, owner, monkeypatch):
    take = Buckets("", clock=lambda: 1000.0).take
    monkeypatch.setattr("people.operations.note_failed_sign_in.take", take)
    monkeypatch.setattr("people.operations.note_failed_sign_in._AT_ONCE", 5)
    for number in range(8):
        tried = {"login": f"{number}@example.com", "password": "wrong"}
        assert browser.post("/sign-in/", tried, REMOTE_ADDR=f"203.0.113.{number}").status_code == 200
    assert len(trail()) == 5


def test_what_a_rate_limit_refuses_is_not_written(browser, owner):
    """allauth lets five tries of one e-mail fail within five minutes."""
    for _ in range(8):
        sign_in(browser, owner.email, "wrong")
    assert len(trail()) == 5


def test_a_form_that_is_not_filled_in_is_no_try(browser, owner):
    browser.post("/sign-in/", {"login": "", "password": ""})
    browser.get("/sign-in/")
    assert trail() == []


@pytest.mark.parametrize("typed", [f" {PASSWORD}", f"{PASSWORD}  "])
def test_spaces_around_a_password_belong_to_it_in_every_way_in(client_for, browser, owner, typed):
    assert sign_in(browser, owner.email, typed).status_code == 200
    assert api(client_for(), "sign-in/", {"email": owner.email, "password": typed}).status_code == 401
    owner.set_password(typed)
    owner.save()
    assert api(client_for(), "sign-in/", {"email": owner.email, "password": typed}).status_code == 200
    assert sign_in(browser, owner.email, typed).status_code == 302


def test_a_reset_link_takes_scheme_and_port_from_the_settings(browser, owner, settings):
    settings.PUBLIC_URL = "https://counterfoil.test:8443"
    host = browser.defaults.get("HTTP_HOST") or browser.defaults["SERVER_NAME"]
    name = host.partition(":")[0]
    browser.post("/account/password/reset/", {"email": owner.email}, headers={"host": f"{name}:666"})
    body = mail.outbox[0].body
    assert f"https://{name}:8443/account/password/reset/key/" in body
    assert ":666" not in body
