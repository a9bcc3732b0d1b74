"""A null character is the caller's mistake, wherever it is written."""

import pytest


@pytest.mark.parametrize("path", ["/sign-up/check/?subdomain=a%00b", "/a%00b/"])
def test_on_the_public_host(shared_business, public_client, path):
    assert public_client.get(path).status_code == 400


def test_a_machine_gets_a_problem(shared_business, public_client):
    answer = public_client.get("/api/v1/subdomains/a%00b/")
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/sales/?search=%00", "/products/?search=%00", "/stock/batches/?search=%00"])
def test_in_a_search(client_for, owner, path):
    assert client_for(owner).get(path).status_code == 400


@pytest.mark.parametrize(("body", "status"), [("login=a%00b", 400), ("login=a\0b", 400), ("login=a%2500b", 200)])
def test_in_a_form(client_for, body, status):
    answer = client_for().post("/sign-in/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == status
