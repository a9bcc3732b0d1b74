"""Who the public trail names for what happens to a subscription."""

from audit.models import AuditEntry
from billing.actions import Action
from billing.for_owner import for_owner
from billing.jobs.settle_due import settle_due
from billing.operations.cancel_subscription import cancel_subscription
from kernel.schemas import PUBLIC, in_schema


def authors(action, tenant_id):
    """Newest first."""
    named = AuditEntry.objects.filter(action=action, target_id=str(tenant_id)).order_by("-id")
    return [(entry.author, entry.changes.get("state")) for entry in named]


def test_what_stripe_tells_is_said_by_stripe_and_what_the_clock_does_by_the_platform(shop):
    shop.pass_days(15)
    settle_due(now=shop.now)
    shop.check_out("starter")
    assert authors("tenants.tenant.state_changed", shop.tenant_id)[:2] == [
        ("stripe", ["read_only", "active"]),
        ("platform", ["trial", "read_only"]),
    ]
    assert set(AuditEntry.objects.filter(action=Action.STRIPE_EVENT_RECEIVED).values_list("author", flat=True)) == {
        "stripe"
    }


def test_an_owner_is_named_by_id_in_both_schemas(paying, tenant, owner):
    for_owner(
        cancel_subscription, actor=owner, tenant_id=tenant.pk, action=Action.SUBSCRIPTION_CANCELLED, now=paying.now
    )
    own = AuditEntry.objects.get(action=Action.SUBSCRIPTION_CANCELLED)
    with in_schema(PUBLIC):
        copy = AuditEntry.objects.filter(action=Action.SUBSCRIPTION_CANCELLED).latest("id")
    assert (own.actor_id, own.home_id) == (owner.pk, None)
    assert (copy.actor_id, copy.home_schema, copy.home_id) == (None, tenant.schema_name, owner.pk)
    assert own.actor_name == copy.actor_name == owner.name
