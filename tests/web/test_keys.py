from datetime import timedelta

import pytest

from kernel.permissions import Permission, Role
from people.models import ApiKey, User
from people.operations.enter_by_key import enter_by_key
from people.rules.keys import GRANTABLE
from tests.shop import make_key, now


def made_in(answer):
    return answer.context["made"]


def test_a_key_is_made_and_shown_once(browse, owner):
    form = browse.get("/settings/keys/new/").content.decode()
    assert form.count('name="scopes"') == len(GRANTABLE)
    answer = browse.post("/settings/keys/new/", {"name": "Bridge", "days": "30", "scopes": ["sales:sale:read"]})
    made = made_in(answer)
    assert made.secret in answer.content.decode()
    person = enter_by_key(text=made.secret, now=now())
    assert person == owner
    assert person.scopes == {Permission.SALES_SALE_READ}
    assert timedelta(days=29) < made.key.expires_at - now() <= timedelta(days=30)
    listed = browse.get("/settings/keys/").content.decode()
    assert f"cfk_{made.key.prefix}_…" in listed
    assert made.secret not in listed


def test_what_is_wrong_is_named_at_the_field(browse):
    answer = browse.post("/settings/keys/new/", {"name": "", "days": ""})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "scopes"}
    answer = browse.post("/settings/keys/new/", {"name": "X", "scopes": ["people:key:write"]})
    assert set(answer.context["form"].errors) == {"scopes"}
    assert not ApiKey.objects.exists()


def test_a_key_without_an_end(browse):
    made = made_in(browse.post("/settings/keys/new/", {"name": "X", "days": "", "scopes": ["sales:sale:read"]}))
    assert made.key.expires_at is None


def test_rotating_shows_the_new_secret_and_an_ended_key_is_told(browse, owner):
    old = make_key(owner)
    answer = browse.post(f"/settings/keys/{old.key.pk}/rotate/")
    assert made_in(answer).secret != old.secret
    assert "another 24 hours" in answer.content.decode()
    answer = browse.post(f"/settings/keys/{old.key.pk}/rotate/", follow=True)
    assert "This key has ended" in answer.content.decode()


@pytest.mark.parametrize("state", ["Works", "Revoked", "Expired", "Person left"])
def test_the_list_says_how_each_key_stands(browse, owner, state):
    other = User.objects.create_user("other@example.com", role=Role.OWNER)
    key = make_key(other if state == "Person left" else owner).key
    changes = {"Revoked": {"revoked_at": now()}, "Expired": {"expires_at": now()}}.get(state)
    if changes:
        ApiKey.objects.filter(pk=key.pk).update(**changes)
    User.objects.filter(pk=other.pk).update(is_active=False)
    listed = browse.get("/settings/keys/").content.decode()
    assert f">{state}</span>" in listed
    assert (f"/settings/keys/{key.pk}/revoke/" in listed) == (state in {"Works", "Person left"})


def test_an_accountant_sees_keys_and_no_doors_that_are_shut(client_for, accountant, owner):
    make_key(owner)
    listed = client_for(accountant).get("/settings/keys/").content.decode()
    assert "Till bridge" in listed
    assert "/revoke/" not in listed
    assert "/settings/keys/new/" not in listed
