"""Into the console by password and code, and by nothing less."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from audit.models import AuditEntry
from kernel.errors import AlreadyExists, NotAllowed
from kernel.rate_limits import _buckets
from kernel.schemas import use_public
from people.models import User
from people.operations.set_up_second_factor import set_up_second_factor
from tests.console.entry import code_now

SECRET = "JBSWY3DPEHPK3PXP" * 2
PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()
    _buckets.cache_clear()


def give_password(browser, operator, onward="/console/life/tenant/"):
    return browser.post(
        f"/console/login/?next={onward}", {"username": operator.email, "password": PASSWORD}, follow=True
    )


@pytest.fixture
def protected(operator):
    """The operator, who has an app; and the recovery codes."""
    return set_up_second_factor(actor=operator, secret=SECRET, code=code_now(SECRET), now=timezone.now())


def is_inside(browser):
    return browser.get("/console/").status_code == 200


def test_the_first_sign_in_sets_up_an_app_and_shows_recovery_codes_once(operator, public_client):
    page = give_password(public_client, operator)
    assert page.redirect_chain[-1][0] == "/console/second-factor/"
    assert "<svg" in page.content.decode()
    assert not is_inside(public_client), "the password alone opens nothing"
    secret = re.search(r"[A-Z2-7]{32}", page.content.decode())[0]
    wrong = public_client.post("/console/second-factor/", {"code": "000000"})
    assert "not the code that the app shows" in wrong.content.decode()
    assert secret in wrong.content.decode(), "the app that was scanned stays good"
    done = public_client.post("/console/second-factor/", {"code": code_now(secret)})
    codes = re.findall(r"<li>(\d{8})</li>", done.content.decode())
    assert len(codes) == 10
    assert 'href="/console/life/tenant/"' in done.content.decode()
    assert is_inside(public_client)
    assert public_client.get("/console/second-factor/").status_code == 302, "the codes are shown once"
    assert AuditEntry.objects.get(action="people.second_factor.set_up").actor_id == operator.pk


def test_from_then_on_a_code_is_asked_for_and_works_once(operator, protected, public_client):
    assert give_password(public_client, operator).redirect_chain[-1][0] == "/console/code/"
    code = code_now(SECRET)
    assert public_client.post("/console/code/", {"code": code}).headers["Location"] == "/console/life/tenant/"
    assert is_inside(public_client)
    public_client.get("/console/logout/")
    public_client.cookies.clear()
    give_password(public_client, operator)
    assert "was used before" in public_client.post("/console/code/", {"code": code}).content.decode()
    assert not is_inside(public_client)


def test_a_recovery_code_works_once(operator, protected, public_client):
    for works in (True, False):
        public_client.cookies.clear()
        give_password(public_client, operator)
        public_client.post("/console/code/", {"code": protected[0]})
        assert is_inside(public_client) is works


def test_guessing_ends_after_five_codes(operator, protected, public_client):
    give_password(public_client, operator)
    for _ in range(5):
        public_client.post("/console/code/", {"code": "000000"})
    assert "Too many tries" in public_client.post("/console/code/", {"code": code_now(SECRET)}).content.decode()
    assert not is_inside(public_client)


def test_a_session_without_a_code_opens_nothing(operator, protected, public_client):
    public_client.force_login(operator)
    assert public_client.get("/console/").headers["Location"].startswith("/console/login/")
    session = public_client.session
    session["console_proved"] = operator.pk + 1
    session.save()
    assert not is_inside(public_client), "somebody else's proof"


def test_a_code_page_without_a_password_and_after_ten_minutes(operator, protected, public_client):
    assert public_client.post("/console/code/", {"code": code_now(SECRET)}).headers["Location"] == "/console/login/"
    give_password(public_client, operator)
    session = public_client.session
    waiting = session["console_waiting"]
    session["console_waiting"] = {**waiting, "since": (timezone.now() - timedelta(minutes=11)).isoformat()}
    session.save()
    assert public_client.post("/console/code/", {"code": code_now(SECRET)}).headers["Location"] == "/console/login/"


def test_an_operator_who_was_deactivated_meanwhile_stays_outside(operator, protected, public_client):
    give_password(public_client, operator)
    User.objects.filter(pk=operator.pk).update(is_active=False)
    assert public_client.post("/console/code/", {"code": code_now(SECRET)}).headers["Location"] == "/console/login/"


def test_nobody_sets_up_a_second_one_or_one_for_a_stranger(operator, protected):
    with pytest.raises(AlreadyExists):
        set_up_second_factor(actor=operator, secret=SECRET, code=code_now(SECRET), now=timezone.now())
    guest = User.objects.create_user("guest@counterfoil.test")
    with pytest.raises(NotAllowed):
        set_up_second_factor(actor=guest, secret=SECRET, code=code_now(SECRET), now=timezone.now())


def test_who_lost_everything_is_helped_by_whoever_has_a_shell(operator, protected, public_client):
    call_command("reset_second_factor", operator.email)
    use_public()
    assert not Authenticator.objects.exists()
    assert give_password(public_client, operator).redirect_chain[-1][0] == "/console/second-factor/"
    assert AuditEntry.objects.filter(action="people.second_factor.reset", actor=None).exists()
