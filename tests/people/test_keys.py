"""API keys: what they let in, how narrow, for how long, and what is left of them afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEntry, IdempotencyKey
from kernel.entitlements import Entitlements, NotInPlan, entitlements
from kernel.errors import InvalidInput, NotAllowed, NotFound
from kernel.permissions import Permission, Role
from people.errors import KeyNotLive
from people.models import ApiKey, User
from people.operations.create_key import CreateKey, create_key
from people.operations.enter_by_key import enter_by_key
from people.operations.revoke_key import revoke_key
from people.operations.rotate_key import rotate_key
from people.queries.keys import keys
from people.rules.keys import GRANTABLE, read_token, scopes_of
from tests.shop import make_key, now

P = Permission
LATER = timedelta(hours=25)


@pytest.fixture
def by_key(api_for):
    """An API client that sends a key."""

    def client(secret):
        caller = api_for(None)
        caller.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
        return caller

    return client


def test_a_key_opens_what_it_is_for_and_nothing_else(by_key, owner):
    caller = by_key(make_key(owner, P.SALES_SALE_READ, P.COMPANY_SETTINGS_READ).secret)
    assert caller.get("/api/v1/sales/").status_code == 200
    assert caller.get("/api/v1/products/").status_code == 403
    me = caller.get("/api/v1/me/").json()
    assert me["email"] == owner.email
    assert me["permissions"] == ["company:settings:read", "sales:sale:read"]


def test_it_narrows_fields_and_operations_too(by_key, owner, outlet):
    """Costs are hidden by `may`, a write is refused by `require`: both ask the same place."""
    person = enter_by_key(text=make_key(owner, P.STOCK_LEVEL_READ).secret, now=now())
    assert (person.may(P.STOCK_LEVEL_READ), person.may(P.CATALOGUE_COST_READ)) == (True, False)
    with pytest.raises(NotAllowed):
        person.require(P.SALES_SALE_RECORD)
    assert owner.may(P.CATALOGUE_COST_READ)


def test_a_key_is_never_more_than_its_person(by_key, owner):
    caller = by_key(make_key(owner, P.BOOKS_REPORT_READ, P.SALES_SALE_READ).secret)
    assert caller.get("/api/v1/periods/").status_code == 200
    User.objects.filter(pk=owner.pk).update(role=Role.STAFF)
    assert caller.get("/api/v1/periods/").status_code == 403
    assert caller.get("/api/v1/sales/").status_code == 200
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert caller.get("/api/v1/sales/").status_code == 401


def test_the_secret_is_shown_once_and_kept_nowhere(post, owner):
    body = {"name": "Bridge", "scopes": ["sales:sale:read"]}
    first = post(owner, "api-keys/", body, key="once").json()
    again = post(owner, "api-keys/", body, key="once")
    assert again.headers["Idempotent-Replay"] == "true"
    assert again.json() == {**first, "secret": None}
    token = read_token(first["secret"])
    row = ApiKey.objects.get(pk=first["id"])
    assert (row.prefix, row.digest) == (token.prefix, token.digest)
    kept = [*ApiKey.objects.values_list(), *IdempotencyKey.objects.values_list(), *AuditEntry.objects.values_list()]
    assert token.prefix in str(kept)
    assert token.secret not in str(kept)


def test_what_a_key_does_is_entered_with_its_name(by_key, owner):
    secret = make_key(owner, P.CATALOGUE_PRODUCT_WRITE, name="Importer").secret
    answer = by_key(secret).post("/api/v1/categories/", {"name": "Food"})
    assert answer.status_code == 201, answer.content
    entry = AuditEntry.objects.get(action="inventory.category.created")
    assert (entry.actor_id, entry.actor_name, entry.via) == (owner.pk, owner.name, "key Importer")
    assert AuditEntry.objects.get(action="people.key.created").via == ""


@pytest.mark.parametrize("scope", sorted(frozenset(Permission) - GRANTABLE))
def test_some_things_no_key_is_for(owner, scope):
    with pytest.raises(InvalidInput) as refused:
        make_key(owner, scope)
    assert refused.value.errors == {"scopes": [f"A key of yours can't be for {scope}."]}


def test_keys_make_no_keys_even_if_their_row_says_so(by_key, owner):
    made = make_key(owner)
    ApiKey.objects.filter(pk=made.key.pk).update(scopes=["people:key:write", "people:key:read", "people:person:write"])
    caller = by_key(made.secret)
    assert caller.get("/api/v1/api-keys/").status_code == 200
    before = ApiKey.objects.count()
    assert caller.post("/api/v1/api-keys/", {"name": "More", "scopes": ["sales:sale:read"]}).status_code == 403
    assert caller.post(f"/api/v1/api-keys/{made.key.pk}/rotate/").status_code == 403
    assert caller.post("/api/v1/people/", {}).status_code == 403
    assert ApiKey.objects.count() == before


def test_what_is_wrong_is_named_all_at_once(owner):
    with pytest.raises(InvalidInput) as refused:
        create_key(actor=owner, command=CreateKey(" ", frozenset(), now() - timedelta(seconds=1)), now=now())
    assert set(refused.value.errors) == {"name", "scopes", "expires_at"}
    with pytest.raises(InvalidInput) as refused:
        make_key(owner, name="x" * 81)
    assert set(refused.value.errors) == {"name"}


def test_a_key_ends_with_its_time(owner):
    made = make_key(owner, expires_at=now() + timedelta(days=1))
    assert enter_by_key(text=made.secret, now=now()) == owner
    assert enter_by_key(text=made.secret, now=now() + timedelta(days=1, seconds=1)) is None


def test_rotating_gives_another_secret_and_a_day_to_change_over(owner):
    old = make_key(owner, P.SALES_SALE_READ, P.STOCK_LEVEL_READ, expires_at=now() + timedelta(days=90))
    new = rotate_key(actor=owner, key_id=old.key.pk, now=now())
    assert new.key.scopes == old.key.scopes
    assert new.key.expires_at is not None
    assert timedelta(days=89) < new.key.expires_at - now() <= timedelta(days=90)
    for made in (old, new):
        assert enter_by_key(text=made.secret, now=now()) == owner
    assert enter_by_key(text=old.secret, now=now() + LATER) is None
    assert enter_by_key(text=new.secret, now=now() + LATER) == owner
    with pytest.raises(KeyNotLive):
        rotate_key(actor=owner, key_id=old.key.pk, now=now())


def test_rotating_keeps_no_scope_that_the_person_lost(owner):
    """And it is for the key's own person: who rotates it learns the secret."""
    old = make_key(owner, P.SALES_SALE_READ)
    other = User.objects.create_user("second@example.com", role=Role.OWNER)
    with pytest.raises(NotFound):
        rotate_key(actor=other, key_id=old.key.pk, now=now())
    ApiKey.objects.filter(pk=old.key.pk).update(scopes=["sales:sale:read", "gone:since:then"])
    assert rotate_key(actor=owner, key_id=old.key.pk, now=now()).key.scopes == ["sales:sale:read"]


def test_revoking_ends_a_key_at_once_whoever_made_it(by_key, post, owner):
    made = make_key(owner)
    other = User.objects.create_user("second@example.com", role=Role.OWNER)
    caller = by_key(made.secret)
    assert caller.get("/api/v1/sales/").status_code == 200
    assert post(other, f"api-keys/{made.key.pk}/revoke/", None).json()["revoked_at"]
    assert caller.get("/api/v1/sales/").status_code == 401
    entries = AuditEntry.objects.filter(action="people.key.revoked")
    assert [entry.actor_id for entry in entries] == [other.pk]
    revoke_key(actor=owner, key_id=made.key.pk, now=now())
    assert entries.count() == 1
    with pytest.raises(KeyNotLive):
        rotate_key(actor=owner, key_id=made.key.pk, now=now())
    with pytest.raises(NotFound):
        revoke_key(actor=owner, key_id=10**9, now=now())


def test_only_owners_have_keys(manager, accountant, owner):
    made = make_key(owner)
    for person in (manager, accountant):
        for attempt in (
            lambda person=person: make_key(person),
            lambda person=person: rotate_key(actor=person, key_id=made.key.pk, now=now()),
            lambda person=person: revoke_key(actor=person, key_id=made.key.pk, now=now()),
        ):
            with pytest.raises(NotAllowed):
                attempt()
    assert list(keys(accountant)) == [made.key]
    with pytest.raises(NotAllowed):
        keys(manager)
    assert enter_by_key(text=made.secret, now=now()) == owner


def test_use_is_noted_once_a_minute(owner):
    made, began = make_key(owner), now()

    def statements(at):
        with CaptureQueriesContext(connection) as seen:
            assert enter_by_key(text=made.secret, now=at) == owner
        return len(seen)

    assert [statements(began + timedelta(seconds=second)) for second in (0, 30, 59, 60, 61)] == [2, 1, 1, 2, 1]
    made.key.refresh_from_db()
    assert made.key.last_used_at == began + timedelta(seconds=60)


@pytest.mark.parametrize(
    "forged",
    [
        lambda token: f"cfk_{token.prefix}_{'0' * 64}",
        lambda token: f"cfk_{'0' * 8}_{token.secret}",
        lambda token: f"cfk_{token.prefix}_{token.digest}",
        lambda token: f"cfk_{token.prefix}_{token.secret}0",
        lambda token: f"cfk_{token.prefix}_{token.secret.upper()}",
        lambda token: f"cfk_{token.prefix}_",
        lambda token: f"cfk__{token.secret}",
        lambda token: "cfk_",
        lambda token: "cfk_\x00_" + "0" * 64,
    ],
)
def test_what_only_looks_like_a_key(by_key, owner, forged):
    made = make_key(owner)
    answer = by_key(forged(read_token(made.secret))).get("/api/v1/sales/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"
    made.key.refresh_from_db()
    assert made.key.last_used_at is None


def test_a_key_is_for_the_api_and_not_for_pages_or_accounts(client_for, owner):
    made = make_key(owner, *GRANTABLE)
    browser = client_for(None)
    authorization = {"authorization": f"Bearer {made.secret}"}
    assert browser.get("/", headers=authorization).status_code == 302
    assert browser.get("/api/v1/account/second-factor/", headers=authorization).status_code == 401


def test_scopes_that_no_longer_exist_are_none():
    assert scopes_of(["sales:sale:read", "people:key:write", "nonsense"]) == {P.SALES_SALE_READ}


def test_a_plan_without_the_api(by_key, owner, monkeypatch):
    """Its keys rest, and work again with a plan that has it."""
    made = make_key(owner)
    caller = by_key(made.secret)
    monkeypatch.setattr("people.authentication.require_feature", _not_in_plan)
    refused = caller.get("/api/v1/sales/")
    assert (refused.status_code, refused.json()["code"]) == (402, "not_in_plan")
    assert by_key("cfk_0").get("/api/v1/sales/").status_code == 401
    token = entitlements.set(Entitlements(features=frozenset()))
    try:
        for attempt in (lambda: make_key(owner), lambda: rotate_key(actor=owner, key_id=made.key.pk, now=now())):
            with pytest.raises(NotInPlan):
                attempt()
    finally:
        entitlements.reset(token)
    monkeypatch.undo()
    assert caller.get("/api/v1/sales/").status_code == 200


def _not_in_plan(_feature):
    raise NotInPlan
