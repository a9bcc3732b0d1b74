"""What a model leaves open is listed with its reason: relations that can't be asked from the other side, and columns
that may be empty.
"""

from django.apps import apps

from config.rooms import ROOMS

UNASKED = {
    "audit.AuditEntry.actor": "the trail is read by what was acted on; its rows are far too many to hang on a person",
    "audit.IdempotencyKey.actor": "a key is looked up, never listed",
    "billing.QuotaNotice.tenant": "notices are looked up by meter and month",
    "billing.StripeEvent.tenant": "the console lists events, not a business's",
    "billing.Subscription.next_plan": "nobody asks a plan who will have it",
    "billing.Subscription.next_price": "nobody asks a price who will pay it",
    "billing.UsageRecord.tenant": "usage is summed by month",
    "life.LooseSchema.tenant": "found by what is due, not by business",
    "life.Reservation.tenant": "a name is looked up, and outlives its business",
}
"""room.Model.field → why its related_name is "+"."""

NOT_YET = "has not happened"
NEVER = "has no end"
NONE = "there may be none"

EMPTY = {
    "audit.AuditEntry.actor": "the platform, Stripe, or a person of another schema",
    "audit.AuditEntry.home_id": "everybody but a person of another schema",
    "audit.AuditEntry.address": "background work has none",
    "audit.DeadLetter.retried_at": NOT_YET,
    "audit.IdempotencyKey.actor": "nobody is signed in at a sign-up",
    "audit.IdempotencyKey.answer": NOT_YET,
    "audit.OutboxEvent.relayed_at": NOT_YET,
    "insights.ProofRun.tenant": "the proof of the public schema",
    "people.ApiKey.expires_at": NEVER,
    "people.ApiKey.last_used_at": NOT_YET,
    "people.ApiKey.revoked_at": NOT_YET,
    "people.ApiKey.rotated_from": NONE,
    "people.User.last_login": NOT_YET,
    "life.Reservation.released_at": NOT_YET,
    "life.Reservation.tenant": "outlives its business, or is the platform's own",
    "life.Tenant.closes_at": NOT_YET,
    "life.Tenant.purged_at": NOT_YET,
    "domains.CustomDomain.checked_at": NOT_YET,
    "domains.CustomDomain.failing_since": NOT_YET,
    "domains.CustomDomain.next_check_at": NEVER,
    "domains.CustomDomain.verified_at": NOT_YET,
    "domains.CustomDomain.warned_at": NOT_YET,
    "archives.DataExport.expires_at": NOT_YET,
    "archives.DataExport.made_at": NOT_YET,
    "archives.DataExport.size": NOT_YET,
    "life.LooseSchema.tenant": "a schema that never became a business's",
    "upgrades.SchemaMigration.finished_at": NOT_YET,
    "upgrades.SchemaMigration.started_at": NOT_YET,
    "billing.Plan.retired_at": NOT_YET,
    "billing.PlanPrice.retired_at": NOT_YET,
    "billing.PlanPrice.stripe_price_id": "unique, and Stripe doesn't know the price yet",
    "billing.StripeEvent.done_at": NOT_YET,
    "billing.StripeEvent.tenant": "about no business of ours",
    "billing.Subscription.next_plan": NONE,
    "billing.Subscription.next_price": NONE,
    "billing.Subscription.period_end": "nothing was paid yet",
    "billing.Subscription.period_start": "nothing was paid yet",
    "billing.Subscription.price": "a trial and a free plan have none",
    "billing.Subscription.stripe_customer_id": "unique, and Stripe doesn't know the business yet",
    "billing.Subscription.synced_at": NOT_YET,
    "billing.Subscription.trial_ends_at": NONE,
    "billing.UsageRecord.pushed_at": NOT_YET,
    "company.Outlet.archived_at": NOT_YET,
    "company.Party.archived_at": NOT_YET,
    "company.TaxRegistration.valid_to": NEVER,
    "ledger.Account.role": "unique, and most accounts have no role",
    "ledger.JournalEntry.reverses": NONE,
    "tax.TaxRate.valid_to": NEVER,
    "catalogue.Category.parent": NONE,
    "catalogue.Product.archived_at": NOT_YET,
    "catalogue.Product.category": NONE,
    "stock.Batch.expires_on": NEVER,
    "stock.Batch.last_moved_on": NOT_YET,
    "webhooks.WebhookDelivery.attempted_at": NOT_YET,
    "webhooks.WebhookDelivery.milliseconds": NOT_YET,
    "webhooks.WebhookDelivery.next_attempt_at": NONE,
    "webhooks.WebhookDelivery.status": "nobody answered",
    "webhooks.WebhookEndpoint.disabled_at": NOT_YET,
    "webhooks.WebhookEndpoint.failing_since": NOT_YET,
    "webhooks.WebhookEndpoint.previous_until": NONE,
    "webhooks.WebhookEndpoint.rests_until": NONE,
}
"""room.Model.field → what NULL means there."""


def columns():
    """(room.Model.field, field) of every column of every room."""
    labels = {room.label for room in ROOMS}
    for model in apps.get_models():
        if model._meta.app_label in labels:
            for field in model._meta.concrete_fields:
                yield f"{model._meta.label}.{field.name}", field


def test_every_relation_can_be_asked_from_the_other_side_or_says_why_not():
    found = {name for name, field in columns() if field.remote_field and field.remote_field.hidden}
    assert found == set(UNASKED)


def test_every_column_that_may_be_empty_says_what_that_means():
    assert {name for name, field in columns() if field.null} == set(EMPTY)


def test_text_is_never_null_unless_it_is_unique():
    """Two ways of saying "nothing" are one too many; only a unique column needs NULL, of which there may be many."""
    found = {
        name for name, field in columns() if field.null and field.get_internal_type() in {"CharField", "TextField"}
    }
    assert all(EMPTY[name].startswith("unique") for name in found), found
