import pytest
from django.db import connection

from audit.models import IdempotencyKey
from tenants.life.models import Tenant

BODY = {
    "business_name": "Rao Provisions",
    "subdomain": "rao-provisions",
    "owner_name": "Asha Rao",
    "email": "asha@rao.example",
    "password": "correct horse battery",
}


@pytest.fixture
def visit(shared_business, public_client):
    def post(body, key=None):
        headers = {"Idempotency-Key": key} if key else {}
        answer = public_client.post("/api/v1/sign-ups/", body, content_type="application/json", headers=headers)
        connection.set_schema_to_public()
        return answer

    return post


def test_a_business_is_opened_once_under_a_key(visit):
    first, again = visit(BODY, "visitor-1"), visit(BODY, "visitor-1")
    assert first.status_code == 201, first.content
    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotent-Replay"] == "true"
    assert first.json()["host"].startswith("rao-provisions.")
    assert "/enter/?token=" in first.json()["enter"]
    assert Tenant.objects.filter(name="Rao Provisions").count() == 1
    other = visit({**BODY, "subdomain": "other"}, "visitor-1")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")


def test_the_key_keeps_no_trace_of_the_password(visit):
    visit(BODY, "visitor-1")
    kept = IdempotencyKey.objects.get()
    assert BODY["password"] not in f"{kept.fingerprint}{kept.answer}"


def test_everything_wrong_is_named_at_once_and_the_key_is_free_again(visit):
    wrong = visit(
        {"business_name": "", "subdomain": "-x", "owner_name": "", "email": "no", "password": "1", "country": "ZZ"}, "k"
    )
    assert wrong.status_code == 400
    assert {"business_name", "owner_name", "email", "country"} <= set(wrong.json()["errors"])
    weak = visit({**BODY, "subdomain": "www", "password": "1234567890"}, "k")
    assert set(weak.json()["errors"]) == {"subdomain", "password"}
    assert visit(BODY, "k").status_code == 201


def test_a_name_is_free_or_not(visit, public_client):
    visit(BODY)
    taken = public_client.get("/api/v1/subdomains/rao-provisions/").json()
    assert (taken["available"], taken["reason"]) == (False, "This name is taken.")
    assert taken["suggestions"]
    assert public_client.get("/api/v1/subdomains/quite-free/").json()["available"]
