import pytest

from kernel.schemas import in_schema
from tenants.domains.models import CustomDomain
from tests import dns

HOST = "own.example.com"


@pytest.fixture(autouse=True)
def empty_dns():
    dns.reset()


def publish():
    with in_schema("public"):
        dns.publish(CustomDomain.objects.get(host=HOST))


def test_from_adding_a_domain_to_giving_it_up(browse, tenant):
    page = browse.post("/settings/domains/new/", {"host": HOST.upper()}, follow=True).content.decode()
    assert f"Now publish the TXT record of {HOST}." in page
    assert f'value="_counterfoil.{HOST}"' in page
    assert 'value="cf-verify=' in page
    assert "Waits for its proof" in page
    page = browse.post(f"/settings/domains/{HOST}/check/", follow=True).content.decode()
    assert "There is no such TXT record" in page
    publish()
    page = browse.post(f"/settings/domains/{HOST}/check/", follow=True).content.decode()
    assert f"{HOST} answers." in page
    assert f"/settings/domains/{HOST}/check/" not in page
    page = browse.post(f"/settings/domains/{HOST}/make-primary/", follow=True).content.decode()
    assert page.count("Primary</span>") == 1
    page = browse.post(f"/settings/domains/{HOST}/remove/", follow=True).content.decode()
    assert f"{HOST} is given up." in page
    assert f"_counterfoil.{HOST}" not in page


def test_what_is_wrong_is_named_at_the_field(browse, host):
    for typed, problem in (("", "not a domain name"), (host, "could reach"), ("127.0.0.1", "not an address")):
        answer = browse.post("/settings/domains/new/", {"host": typed})
        assert answer.status_code == 422
        assert problem in answer.context["form"].errors["host"][0]
    browse.post("/settings/domains/new/", {"host": HOST})
    answer = browse.post("/settings/domains/new/", {"host": HOST})
    assert answer.context["form"].non_field_errors() == ["You have added this domain already"]


@pytest.mark.parametrize("action", ["check", "make-primary", "remove"])
def test_a_domain_that_is_not_ones_own_is_not_there(browse, action):
    assert browse.post(f"/settings/domains/{HOST}/{action}/").status_code == 404


def test_an_accountant_sees_domains_and_no_doors_that_are_shut(client_for, accountant, shop):
    page = client_for(accountant).get("/settings/domains/").content.decode()
    assert shop.domain in page
    assert "/check/" not in page
    assert "/settings/domains/new/" not in page


def test_the_api_repeats_an_answer_under_its_key(post, owner):
    first = post(owner, "domains/", {"host": HOST}, key="once")
    again = post(owner, "domains/", {"host": HOST}, key="once")
    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    assert first.json()["record_name"] == f"_counterfoil.{HOST}"
    refused = post(owner, "domains/", {"host": HOST}, key="other")
    assert (refused.status_code, refused.json()["code"]) == (409, "domain_claimed")
    publish()
    assert post(owner, f"domains/{HOST}/check/", None).json()["state"] == "live"
    left = post(owner, f"domains/{HOST}/remove/", None).json()
    assert [row["included"] for row in left] == [True]
