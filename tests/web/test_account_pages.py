import pytest
from django.core import mail

from tests.business import PASSWORD


def test_signing_in_leads_where_one_wanted_to_go(client_for, owner):
    client = client_for()
    page = client.get("/sign-in/?next=/stock/").content.decode()
    assert "Acme" in page
    answer = client.post("/sign-in/", {"login": owner.email, "password": PASSWORD, "next": "/stock/"})
    assert answer["Location"] == "/stock/"
    assert client.get("/stock/").status_code == 200


def test_a_wrong_password_is_said_above_the_form(client_for, owner):
    answer = client_for().post("/sign-in/", {"login": owner.email, "password": "wrong"})
    assert answer.status_code == 200
    assert b'role="alert"' in answer.content


def test_signing_out_shuts_the_door(client_for, owner):
    client = client_for(owner)
    assert client.get("/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_a_forgotten_password_is_reset_by_mail(client_for, owner):
    client = client_for()
    answer = client.post("/account/password/reset/", {"email": owner.email}, follow=True)
    assert answer.status_code == 200
    (message,) = mail.outbox
    link = next(line for line in message.body.split() if "/account/password/reset/key/" in line)
    page = client.get(link[link.index("/account/") :], follow=True)
    assert page.status_code == 200
    assert b'type="password"' in page.content


@pytest.mark.parametrize("path", ["account/password/change/", "account/email/", "account/2fa/", "account/logout/"])
def test_account_pages_stand_in_the_frame(browse, path):
    page = browse.get(f"/{path}", follow=True).content.decode()
    assert 'aria-label="Menu"' in page
    assert " style=" not in page
