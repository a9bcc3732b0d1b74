import pytest
from django.conf import settings
from django.template.loader import render_to_string

from tests.conftest import HostClient

FORM = {
    "business_name": "Corner Shop", "subdomain": "corner", "country": "KE", "owner_name": "Olive",
    "email": "olive@example.com", "password": "a long enough password",
}  # fmt: skip


def test_the_landing_page_leads_to_sign_up_and_sign_in(public_client):
    page = public_client.get("/").content.decode()
    assert 'href="/sign-up/"' in page
    assert 'href="/sign-in/"' in page


@pytest.mark.parametrize("path", ["/", "/sign-up/", "/sign-in/"])
def test_nothing_inline_is_needed(public_client, path):
    answer = public_client.get(path)
    page = answer.content.decode()
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert "<script>" not in page


def test_every_fault_of_a_sign_up_is_named_at_once(public_client):
    answer = public_client.post("/sign-up/", {"subdomain": "www", "country": "IN", "email": "no", "password": "short"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"business_name", "owner_name", "subdomain", "email", "password"}


def test_signing_up_ends_inside_the_new_business(public_client, shared_business):
    answer = public_client.post("/sign-up/", FORM)
    assert answer.status_code == 302, answer.content
    assert answer["Location"].startswith(f"http://corner.{settings.BASE_DOMAIN}")
    browser = HostClient(headers={"host": f"corner.{settings.BASE_DOMAIN}"})
    home = browser.get(answer["Location"][answer["Location"].index("/enter/") :], follow=True)
    assert home.redirect_chain == [("/", 302)]
    assert "Get set up" in home.content.decode()
    assert "KES" in browser.get("/products/new/").content.decode()


def test_a_form_may_lead_to_a_business_and_nowhere_else(public_client):
    policy = public_client.get("/sign-up/")["Content-Security-Policy"]
    assert f"form-action 'self' http://*.{settings.BASE_DOMAIN}:*;" in policy + ";"


def test_an_address_is_checked_while_it_is_typed(public_client):
    check = lambda name: public_client.get("/sign-up/check/", {"subdomain": name}).content.decode()  # noqa: E731
    assert "fresh-name" in check("fresh-name")
    assert "is free" in check("fresh-name")
    assert "This name is reserved." in check("www")
    assert "Use letters" in check("-no-")
    assert check("").strip() == ""


def test_a_taken_address_comes_with_others_that_are_free(public_client, shared_business):
    page = public_client.get("/sign-up/check/", {"subdomain": "acme"}).content.decode()
    assert "This name is taken." in page
    assert "acme-shop" in page


def test_the_way_to_ones_own_business_does_not_tell_whether_it_exists(public_client):
    for name in ("acme", "nobody-has-this"):
        answer = public_client.post("/sign-in/", {"subdomain": name})
        assert answer["Location"] == f"http://{name}.{settings.BASE_DOMAIN}/sign-in/"
    answer = public_client.post("/sign-in/", {"subdomain": "evil.example/"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["subdomain"]


def test_a_host_of_nobody_is_a_plain_404(public_client):
    answer = public_client.get("/", headers={"host": f"nobody.{settings.BASE_DOMAIN}"})
    assert answer.status_code == 404
    assert b"There is nothing at this address" in answer.content


def test_a_form_that_has_expired_says_so(db):
    browser = HostClient(enforce_csrf_checks=True, headers={"host": settings.BASE_DOMAIN})
    answer = browser.post("/sign-up/", FORM)
    assert answer.status_code == 403
    assert b"This form has expired" in answer.content


@pytest.mark.parametrize("template", ["500.html", "429.html", "403.html", "read_only.html", "unknown_host.html"])
def test_error_pages_need_nothing_to_be_drawn(template):
    assert "<h1" in render_to_string(template)
