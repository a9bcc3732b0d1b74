"""One person is named in one way, wherever the entry is; what the database lets nobody write."""

import pytest
from django.db import IntegrityError, transaction

from audit.actions import Action
from audit.authors import PLATFORM, STRANGER, STRIPE, person, person_elsewhere, require_platform_or_operator
from audit.models import AuditEntry
from audit.steps import record
from kernel.errors import NotAllowed
from kernel.schemas import PUBLIC, in_schema
from people.models import User
from tests.shop import now


def entry_of(author):
    record(actor=author, action=Action.DEAD_LETTER_RETRIED, target_type="thing", target_id=1, at=now())
    return AuditEntry.objects.latest("id")


def named(entry):
    return entry.author, entry.actor_id, entry.actor_name, entry.via, entry.home_schema, entry.home_id


def test_a_person_of_this_schema(owner):
    owner.via = "key Till bridge"
    told = ("person", owner.pk, "Olive Owner", "key Till bridge", "", None)
    assert named(entry_of(owner)) == named(entry_of(person(owner))) == told


def test_the_same_person_where_they_are_no_row(tenant, owner):
    owner.via = "key Till bridge"
    author = person_elsewhere(owner)
    with in_schema(PUBLIC):
        told = ("person_elsewhere", None, "Olive Owner", "key Till bridge", tenant.schema_name, owner.pk)
        assert named(entry_of(author)) == told


@pytest.mark.parametrize(
    ("author", "kind", "name"),
    [(PLATFORM, "platform", "Counterfoil"), (STRIPE, "stripe", "Stripe"), (STRANGER, "stranger", "Not signed in")],
)
def test_who_is_no_person(tenant, author, kind, name):
    assert named(entry_of(author)) == (kind, None, name, "", "", None)


def test_somebody_without_a_name_is_named_by_email(owner):
    owner.name = ""
    assert entry_of(owner).actor_name == owner.email


def test_who_is_handed_back_is_a_row_again(tenant, owner):
    """What is done in public for a person may have to be said in their own schema as well."""
    author = person_elsewhere(owner)
    assert named(entry_of(author)) == ("person", owner.pk, "Olive Owner", "", "", None)


_ELSEWHERE = "audit_entry_person_elsewhere_has_a_home"


@pytest.mark.parametrize(
    ("author", "home", "constraint"),
    [
        ("somebody", {}, "audit_entry_author_known"),
        ("person", {}, "audit_entry_person_is_a_row"),
        ("person_elsewhere", {}, _ELSEWHERE),
        ("person_elsewhere", {"home_schema": "t_a"}, _ELSEWHERE),
        ("person_elsewhere", {"home_id": 1}, _ELSEWHERE),
        ("platform", {"home_schema": "t_a", "home_id": 1}, _ELSEWHERE),
    ],
)
def test_the_database_refuses_an_author_that_is_none(tenant, author, home, constraint):
    said = {"at": now(), "actor_name": "Somebody", "action": "a.b.c", "target_type": "thing"}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AuditEntry.objects.create(author=author, **home, **said)


def test_what_only_the_platform_or_an_operator_does(owner):
    require_platform_or_operator(PLATFORM)
    require_platform_or_operator(User(is_staff=True))
    for anybody_else in (owner, person_elsewhere(owner), STRIPE, STRANGER):
        with pytest.raises(NotAllowed):
            require_platform_or_operator(anybody_else)
