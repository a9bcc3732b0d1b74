"""The console's first page: sums that a person can check, and as many statements however many businesses there are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import DeadLetter
from billing.enums import Interval, SubscriptionStatus
from billing.models import Plan, PlanPrice, StripeEvent, Subscription, UsageRecord
from console.cards.section import Bar, size
from console.order import overview
from kernel.entitlements import Meter
from kernel.schemas import use_public
from tenants.archives.models import Backup
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.upgrades.enums import MigrationState
from tenants.upgrades.models import SchemaMigration
from tests.installation import NOW, by_owner


@pytest.fixture(autouse=True)
def prices_as_before(django_db_setup, django_db_blocker):
    """Asked for before any test's transaction begins: prices are a release's, so they are committed."""
    with django_db_blocker.unblock():
        kept = by_owner(lambda: list(PlanPrice.objects.values_list("pk", flat=True)))
    yield
    with django_db_blocker.unblock():
        by_owner(lambda: PlanPrice.objects.exclude(pk__in=kept).delete())


@pytest.fixture
def public(tenant):
    """The public schema with no business of its own, rolled back."""
    use_public()
    caches["shared"].clear()
    Subscription.objects.all().delete()
    Tenant.objects.all().update(state=TenantState.DELETED, created_at=NOW - timedelta(days=400))
    yield
    caches["shared"].clear()


def price(amount, interval=Interval.MONTH, currency="INR"):
    plan = Plan.objects.latest("position")
    made = {"plan": plan, "currency": currency, "interval": interval, "amount": amount, "retired_at": NOW}
    return by_owner(lambda: PlanPrice.objects.create(**made))


def business(number, *, state=TenantState.ACTIVE, days=0):
    created = NOW - timedelta(days=days)
    return Tenant.objects.create(schema_name=f"t_made{number}", name=f"Shop {number}", state=state, created_at=created)


def subscribed(number, pays=None, *, status=SubscriptionStatus.ACTIVE, days=0, **more):
    tenant = business(number, days=days)
    plan = Plan.objects.latest("position")
    stripe = {"stripe_customer_id": f"cus_{number}", "stripe_subscription_id": f"sub_{number}"} if pays else {}
    return Subscription.objects.create(
        tenant=tenant, plan=plan, price=pays, status=status, status_since=NOW - timedelta(days=days), **stripe, **more
    )


def told(title):
    (section,) = [one for one in overview(NOW) if one.title == title]
    return {fact.label: fact.value for fact in section.facts}


def test_revenue_is_by_month_and_by_currency(public):
    subscribed(1, price(1_000_00))
    subscribed(2, price(6_000_05, Interval.YEAR))
    subscribed(3, price(500_00), status=SubscriptionStatus.PAST_DUE)
    subscribed(4, price(30_00, currency="USD"))
    subscribed(5, status=SubscriptionStatus.TRIALING)
    subscribed(6, price(9_000_00), status=SubscriptionStatus.UNPAID)
    revenue = told("Revenue")
    assert revenue["A month, INR"].endswith("2,000.00 from 3"), revenue
    assert revenue["A month, USD"].endswith("30.00 from 1")
    assert (revenue["Trials"], revenue["Left, 30 days"]) == ("1", "nobody")


def test_who_left_in_thirty_days_of_all_who_paid(public):
    for number in range(3):
        subscribed(number, price(100 + number))
    subscribed(7, price(7_00), status=SubscriptionStatus.CANCELED, days=29)
    subscribed(8, price(8_00), status=SubscriptionStatus.CANCELED, days=31)
    assert told("Revenue")["Left, 30 days"] == "1 (25.0 %)"


def test_businesses_by_state_and_those_that_came_lately(public):
    for number, (state, days) in enumerate(
        [(TenantState.ACTIVE, 1), (TenantState.ACTIVE, 8), (TenantState.SUSPENDED, 31), (TenantState.OPENING, 0)]
    ):
        business(number, state=state, days=days)
    businesses = told("Businesses")
    assert (businesses["Active"], businesses["Suspended"]) == ("2", "1")
    assert (businesses["Signed up, 7 days"], businesses["Signed up, 30 days"]) == ("1", "2")


def test_the_newest_reading_of_each_business_counts(public):
    few, many = business(1), business(2)
    for tenant, used in ((few, 5), (many, 40), (few, 7)):
        reading = {"meter": Meter.SALES, "period": f"{NOW:%Y-%m}", "used": used, "added": used, "read_at": NOW}
        UsageRecord.objects.create(tenant=tenant, **reading)
    (section,) = [one for one in overview(NOW) if one.title == "Most sales this month"]
    assert section.rows == (("Shop 2", "40"), ("Shop 1", "7"))


def test_what_failed_and_waits_for_somebody(public):
    letter = {"handler": "h", "kind": "k", "payload": {}, "error": "e", "attempts": 5, "failed_at": NOW}
    DeadLetter.objects.create(tenant_schema="t_gone", event_id=uuid4(), **letter)
    DeadLetter.objects.create(tenant_schema="t_gone", event_id=uuid4(), retried_at=NOW, **letter)
    for number, (done, error) in enumerate([(None, "OSError"), (None, ""), (NOW, "")]):
        StripeEvent.objects.create(
            event_id=f"evt_{number}", kind="k", made_at=NOW, received_at=NOW, done_at=done, error=error
        )
    assert told("Dead letters")["Waiting"] == "1"
    assert (told("Stripe events")["Failed"], told("Stripe events")["Not done"]) == ("1", "2")


def test_sizes_are_real_and_read_once_in_ten_minutes(public):
    with CaptureQueriesContext(
        connection,
    ) as first:
        before = told("Storage")["Businesses"]
    with CaptureQueriesContext(connection) as second:
        told("Storage")
    assert before.endswith(("KB", "MB"))
    assert len(first) - len(second) == 1


@pytest.fixture
def statements(console):
    def count():
        console.get("/console/")  # warm
        with CaptureQueriesContext(connection) as captured:
            assert console.get("/console/").status_code == 200
        use_public()
        return len(captured)

    return count


def test_the_page_asks_as_often_for_six_businesses_as_for_one(statements, public):
    one = statements()
    for number in range(6):
        subscribed(number, price(100 + number))
    assert statements() == one


def test_every_figure_leads_where_it_says(console, public):
    subscribed(1, price(100))
    for section in overview(NOW):
        for fact in section.facts:
            if fact.link:
                assert console.get(fact.link).status_code == 200, fact.link


@pytest.mark.parametrize(("used", "limit", "percent"), [(0, None, 0), (1, 3, 34), (9, 3, 100), (0, 0, 100)])
def test_bars(used, limit, percent):
    assert Bar("x", used, limit).percent == percent


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 B"), (1536, "1.5 KB"), (3 * 1024**3, "3.0 GB"), (2 * 1024**4, "2.0 TB")]
)
def test_sizes_for_people(number, words):
    assert size(number) == words


def test_replaying_an_event_says_what_came_of_it(console, monkeypatch):
    use_public()
    event = StripeEvent.objects.create(event_id="evt_1", kind="k", made_at=NOW, received_at=NOW, error="OSError")
    answer = console.post(
        "/console/billing/stripeevent/", {"action": "replay", "_selected_action": [event.pk]}, follow=True
    )
    assert "evt_1 was acted on again." in answer.content.decode()
    use_public()
    event.refresh_from_db()
    assert event.done_at is not None
    assert event.error == ""


@pytest.mark.parametrize("page", ["life/tenant", "billing/subscription", "billing/stripeevent", "archives/backup"])
def test_a_list_asks_as_often_for_six_rows_as_for_one(console, public, page):
    def make(number):
        tenant = subscribed(number, price(100 + number)).tenant
        Backup.objects.create(tenant=tenant, made_at=NOW, path="x", size=1, sha256="0" * 64)
        StripeEvent.objects.create(event_id=f"evt_{number}", tenant=tenant, kind="k", made_at=NOW, received_at=NOW)

    assert_asks_alike(console, page, make)


@pytest.mark.owner
def test_so_does_the_list_of_what_a_release_has_written_down(console, public):
    def make(number):
        SchemaMigration.objects.create(tenant=business(number), state=MigrationState.DONE, after="0" * 64)

    assert_asks_alike(console, "upgrades/schemamigration", make)


def assert_asks_alike(console, page, make):
    """The list of one row and that of six are read by as many statements."""
    counts = []
    for number in range(6):
        make(number)
        console.get(f"/console/{page}/")  # warm
        with CaptureQueriesContext(connection) as captured:
            assert console.get(f"/console/{page}/").status_code == 200
        use_public()
        counts.append(len(captured))
    assert counts[0] == counts[-1]
