"""Signing in and one's own account by API: every answer in the API's shape, every way out an end for every token."""

import threading
from http import HTTPStatus

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import caches
from django.db import connection

from api import urls_tenant
from api.views.account import OwnAccountView
from people.models import User
from tests.business import PASSWORD
from tests.console.entry import code_now
from tests.shop import make_key

NEW = "another long enough password"


@pytest.fixture
def app(client_for):
    """Sends JSON to the account's routes as an app does, as nobody or with an access token."""
    caches["default"].clear()
    browser = client_for()

    def send(path, body=None, token="", method="post"):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return getattr(browser, method)(
            f"/api/v1/account/{path}", body or {}, content_type="application/json", headers=headers
        )

    send.browser = browser
    return send


def sign_in(app, email, password=PASSWORD):
    answer = app("sign-in/", {"email": email, "password": password})
    assert answer.status_code == HTTPStatus.OK, answer.content
    return answer.json()


def refusal(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def works(app, token):
    return app.browser.get("/api/v1/me/", headers={"authorization": f"Bearer {token}"}).status_code == HTTPStatus.OK


def test_a_day_of_an_app(app, owner):
    tokens = sign_in(app, owner.email)
    assert works(app, tokens["access_token"])
    fresh = app("refresh/", {"refresh_token": tokens["refresh_token"]}).json()
    assert works(app, fresh["access_token"])
    assert refusal(app("refresh/", {"refresh_token": tokens["refresh_token"]})) == (401, "signed_out")
    assert app("sign-out/", token=fresh["access_token"]).json() == {"done": True}
    assert not works(app, fresh["access_token"])
    assert refusal(app("refresh/", {"refresh_token": fresh["refresh_token"]})) == (401, "signed_out")


def test_a_form_signs_in_too(app, owner):
    typed = {"email": owner.email.upper(), "password": PASSWORD}
    form = app.browser.post("/api/v1/account/sign-in/", "&".join(f"{name}={text}" for name, text in typed.items()),
                             content_type="application/x-www-form-urlencoded")  # fmt: skip
    assert set(form.json()) == {"access_token", "refresh_token"}


def test_spaces_belong_to_a_password(app, owner):
    owner.set_password(f" {PASSWORD} ")
    owner.save()
    assert refusal(app("sign-in/", {"email": owner.email, "password": PASSWORD})) == (401, "wrong_credentials")
    sign_in(app, owner.email, f" {PASSWORD} ")


def test_what_is_missing_is_said_at_once(app, owner):
    answer = app("sign-in/", {"email": "nobody"})
    assert refusal(answer) == (400, "invalid_input")
    assert set(answer.json()["errors"]) == {"email", "password"}
    assert refusal(app("sign-in/", {"email": owner.email, "password": "wrong"})) == (401, "wrong_credentials")
    assert refusal(app("sign-in/", {"email": "no@body.test", "password": "wrong"})) == (401, "wrong_credentials")


def test_somebody_deactivated_does_not_get_in(app, staff):
    User.objects.filter(pk=staff.pk).update(is_active=False)
    assert refusal(app("sign-in/", {"email": staff.email, "password": PASSWORD}))[0] == HTTPStatus.UNAUTHORIZED


def test_a_second_factor_from_setting_it_up_to_its_end(app, owner):
    EmailAddress.objects.filter(user=owner).update(verified=True)
    token = sign_in(app, owner.email)["access_token"]
    shown = app("second-factor/", token=token, method="get").json()
    assert shown["is_on"] is False
    wrong = app("second-factor/", {"code": "000000"}, token)
    assert (refusal(wrong), set(wrong.json()["errors"])) == ((400, "invalid_input"), {"code"})
    right = {"code": code_now(shown["secret"])}
    assert refusal(app("second-factor/", right, token)) == (401, "confirm_password")
    assert refusal(app("password/confirm/", {"password": "wrong"}, token)) == (400, "invalid_input")
    assert app("password/confirm/", {"password": PASSWORD}, token).json() == {"done": True}
    on = app("second-factor/", right, token)
    assert on.json() == {"is_on": True, "secret": None, "url": None}
    (code, *_) = app("second-factor/recovery-codes/", token=token).json()["codes"]

    half = app("sign-in/", {"email": owner.email, "password": PASSWORD})
    assert refusal(half) == (401, "second_factor_needed")
    session = half.json()["session_token"]
    assert refusal(app("sign-in/code/", {"session_token": session, "code": "000000"})) == (400, "invalid_input")
    in_again = app("sign-in/code/", {"session_token": session, "code": code}).json()
    assert works(app, in_again["access_token"])
    assert refusal(app("second-factor/remove/", token=in_again["access_token"])) == (401, "confirm_password")
    assert app("second-factor/remove/", token=token).json() == {"done": True}
    assert app("second-factor/", token=token, method="get").json()["is_on"] is False


def test_another_password_ends_the_other_sessions(app, owner):
    here, elsewhere = sign_in(app, owner.email), sign_in(app, owner.email)
    change = {"current_password": PASSWORD, "new_password": NEW}
    wrong = app("password/change/", {**change, "current_password": "wrong"}, here["access_token"])
    assert (refusal(wrong), set(wrong.json()["errors"])) == ((400, "invalid_input"), {"current_password"})
    changed = app("password/change/", change, here["access_token"]).json()
    assert works(app, changed["access_token"])
    assert not works(app, elsewhere["access_token"])
    assert refusal(app("refresh/", {"refresh_token": elsewhere["refresh_token"]})) == (401, "signed_out")
    sign_in(app, owner.email, NEW)


def test_a_forgotten_password(app, owner):
    assert app("password/forgotten/", {"email": owner.email}).json() == {"done": True}
    link = next(line for line in mail.outbox[0].body.split() if "/password/reset/key/" in line)
    key = link.rstrip("/").rpartition("/")[2]
    weak = app("password/reset/", {"key": key, "password": "1"})
    assert (refusal(weak), set(weak.json()["errors"])) == ((400, "invalid_input"), {"password"})
    assert app("password/reset/", {"key": key, "password": NEW}).json() == {"done": True}
    sign_in(app, owner.email, NEW)
    again = app("password/reset/", {"key": key, "password": PASSWORD})
    assert (refusal(again), set(again.json()["errors"])) == ((400, "invalid_input"), {"key"})


def test_proving_an_address(app, owner):
    token = sign_in(app, owner.email)["access_token"]
    assert app("email/send-again/", token=token).json() == {"done": True}
    link = next(line for line in mail.outbox[0].body.split() if "/confirm-email/" in line)
    key = link.rstrip("/").rpartition("/")[2]
    assert refusal(app("email/verify/", {"key": "x"})) == (400, "invalid_input")
    assert app("email/verify/", {"key": key}).json() == {"done": True}
    assert EmailAddress.objects.get(user=owner).verified
    assert app("email/send-again/", token=token).json() == {"done": False}


def test_nobody_but_the_person_with_a_token_changes_how_they_sign_in(app, owner, client_for):
    """Neither a key, nor the cookie of the pages, nor a stranger."""
    key = make_key(owner).secret
    tried = 0
    for route in urls_tenant._ACCOUNT:
        if not issubclass(route.callback.cls, OwnAccountView):
            continue
        path = str(route.pattern).removeprefix("account/")
        cookie = client_for(owner).post(f"/api/v1/account/{path}", {}, content_type="application/json")
        answers = [app(path), app(path, token=key), app(path, token="nonsense"), cookie]
        assert [answer.status_code for answer in answers] == [401] * 4, path
        tried += 1
    assert tried > 5
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


@pytest.mark.committed
def test_of_eight_who_refresh_at_once_one_gets_tokens(host, owner, client_for):
    caches["default"].clear()
    browser = client_for()
    typed = {"email": owner.email, "password": PASSWORD}
    tokens = browser.post("/api/v1/account/sign-in/", typed, content_type="application/json").json()
    gate, statuses = threading.Barrier(8), []

    def refresh():
        try:
            gate.wait()
            answer = client_for().post(
                "/api/v1/account/refresh/", {"refresh_token": tokens["refresh_token"]}, content_type="application/json"
            )
            statuses.append(answer.status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=refresh) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, *[401] * 7]
