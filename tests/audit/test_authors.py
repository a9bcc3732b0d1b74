"""One person is named in one way, wherever the entry is; what the database lets nobody write."""

import pytest
from django.db import IntegrityError, transaction

from audit.actions import Action
from audit.authors import PLATFORM, STRANGER, STRIPE, person, person_elsewhere
from audit.models import AuditEntry
from audit.steps import record
from kernel.schemas import PUBLIC, in_schema
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


@pytest.mark.parametrize(
    ("author", "constraint"),
    [("somebody", "audit_entry_author_known"), ("person", "audit_entry_person_is_a_row")],
)
def test_the_database_refuses_an_author_that_is_none(tenant, author, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AuditEntry.objects.create(at=now(), author=author, actor_name="Somebody", action="a.b.c", target_type="thing")
