"""What a plan allows: asked in one place, held under a race, told of once, and never in the way of a sale."""

import pytest
from django.core import mail
from django.core.cache import caches
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.authors import PLATFORM
from audit.models import OutboxEvent
from billing.handlers.notify_owners import notify_of_threshold
from billing.models import Plan, QuotaNotice, Subscription, UsageRecord
from billing.operations.record_usage import Reading, record_usage
from billing.queries import entitlements as plan_status
from billing.queries.entitlements import plan_status_of
from company.models import Outlet
from company.operations.create_outlet import CreateOutlet, create_outlet
from insights.queries.usage import readings, usage
from insights.tasks import read_meters_of_one
from inventory.catalogue.models import Product
from kernel.entitlements import (
    Allowance,
    Entitlements,
    Feature,
    Meter,
    NotInPlan,
    QuotaReached,
    entitlements,
    require_feature,
)
from kernel.permissions import Permission
from kernel.schemas import PUBLIC, in_schema
from people.models import User
from people.operations.create_key import CreateKey, create_key
from tests.installation import NOW, by_owner, together
from tests.reading import read


@pytest.fixture
def limits(django_db_setup, django_db_blocker):
    """Gives a plan other limits, as a release would. Asked for before the test's transaction begins, so that the plans are
    given back their own after it.
    """
    with django_db_blocker.unblock():
        before = by_owner(lambda: dict(Plan.objects.values_list("code", "limits")))

    def give(code, **limits):
        by_owner(lambda: Plan.objects.filter(code=code).update(limits=before[code] | limits))

    yield give
    with django_db_blocker.unblock():
        for code in before:
            give(code)


@pytest.fixture
def on_plan(limits, tenant):
    """Puts the business on a plan, with whatever limits the test wants otherwise."""

    def put(code="free", **changed):
        limits(code, **changed)
        with in_schema(PUBLIC):
            plan = Plan.objects.get(code=code)
            Subscription.objects.filter(tenant_id=tenant.pk).update(plan=plan, status="active")
        caches["shared"].clear()

    yield put
    caches["shared"].clear()


def outlet_data(code):
    return {"name": f"Outlet {code}", "code": code}


def test_a_full_plan_says_what_would_allow_more(on_plan, post, owner, tenant):
    on_plan("starter", outlets=2)
    answer = post(owner, "outlets/", outlet_data("TH"))
    assert answer.status_code == 402
    problem = answer.json()
    assert (problem["code"], problem["meter"], problem["limit"], problem["used"], problem["upgrade_to"]) == (
        "quota_reached", "outlets", 2, 2, "Growth",
    )  # fmt: skip
    assert Outlet.objects.count() == 2
    on_plan("growth")
    assert post(owner, "outlets/", outlet_data("TH")).status_code == 201


def test_people_and_products_too(on_plan, post, owner, shop):
    on_plan("starter", people=5, products=Product.objects.filter(archived_at=None).count())
    person = {"name": "New", "email": "new@example.com", "role": "staff", "password": "correct horse battery"}
    product = {"name": "New", "variations": [{"sku": "NEW", "price": "1.00", "tax_code_id": shop.tax_code}]}
    assert post(owner, "people/", person).json()["meter"] == "people"
    assert post(owner, "products/", product).json()["meter"] == "products"
    assert not User.objects.filter(email="new@example.com").exists()
    assert not Product.objects.filter(name="New").exists()


def test_an_archived_product_makes_room_and_needs_room_to_come_back(on_plan, post, owner, shop):
    on_plan("starter", products=Product.objects.filter(archived_at=None).count())
    product = {"name": "New", "variations": [{"sku": "NEW", "price": "1.00", "tax_code_id": shop.tax_code}]}
    assert post(owner, f"products/{shop.product}/archive/", None).status_code == 200
    assert post(owner, "products/", product).status_code == 201
    assert post(owner, f"products/{shop.product}/restore/", None).status_code == 402
    assert Product.objects.get(pk=shop.product).archived_at


def test_a_page_says_it_in_its_form(on_plan, client_for, owner):
    on_plan("starter", outlets=2)
    answer = client_for(owner).post("/outlets/", {"name": "Third", "code": "TH"})
    assert "Your plan allows 2 outlets" in answer.content.decode()
    assert Outlet.objects.count() == 2


def test_a_sale_is_never_stopped(on_plan, post, staff, shop):
    on_plan("free", sales=0, outlets=0, people=0, products=0)
    assert post(staff, "sales/", shop.cart()).status_code == 201


@pytest.mark.committed
def test_of_many_who_see_one_place_left_one_gets_it(owner, tenant):
    places = Entitlements(allowances={Meter.OUTLETS: Allowance(3)})

    def open_one(code):
        def work():
            connection.set_tenant(tenant)
            token = entitlements.set(places)
            try:
                return create_outlet(actor=owner, command=CreateOutlet(f"Outlet {code}", code), now=NOW)
            finally:
                entitlements.reset(token)

        return work

    results = together(*[open_one(code) for code in ("AA", "BB", "CC", "DD")])
    assert sum(not isinstance(result, Exception) for result in results) == 1
    assert sum(isinstance(result, QuotaReached) for result in results) == 3
    assert Outlet.objects.filter(archived_at=None).count() == 3


def test_a_limit_costs_a_lock_and_a_count_and_none_costs_nothing(owner):
    def statements(allowed, code):
        token = entitlements.set(allowed)
        try:
            with CaptureQueriesContext(connection) as sent:
                create_outlet(actor=owner, command=CreateOutlet(f"Outlet {code}", code), now=NOW)
        finally:
            entitlements.reset(token)
        return len(sent)

    limited = Entitlements(allowances={Meter.OUTLETS: Allowance(100)})
    assert statements(limited, "LI") == statements(Entitlements(), "UN") + 2


class TestTheStanding:
    def test_is_read_in_three_statements_and_a_change_of_schema_and_then_in_none(
        self, tenant, django_assert_num_queries, on_plan
    ):
        on_plan("growth")
        with django_assert_num_queries(4):
            first = plan_status_of(tenant.pk)
        with django_assert_num_queries(0):
            assert plan_status_of(tenant.pk) == first
        assert first.entitlements.allowance(Meter.OUTLETS) == Allowance(5, "Enterprise")
        assert Feature.WEBHOOKS in first.entitlements.features

    def test_costs_a_request_nothing_once_it_is_kept(self, on_plan, api_for, owner):
        on_plan("growth")
        client = api_for(owner)
        client.get("/api/v1/me/")
        with CaptureQueriesContext(connection) as warm:
            client.get("/api/v1/me/")
        caches["shared"].clear()
        with CaptureQueriesContext(connection) as cold:
            client.get("/api/v1/me/")
        # the host, the plan's status, and the schema set on the way there and back
        assert len(cold) - len(warm) <= 7

    def test_read_before_a_change_is_not_kept_after_it(
        self, tenant, on_plan, monkeypatch, django_capture_on_commit_callbacks
    ):
        on_plan("growth")
        read = plan_status._read

        def read_and_be_overtaken(tenant_id):
            found = read(tenant_id)
            with in_schema(PUBLIC), django_capture_on_commit_callbacks(execute=True):
                Subscription.objects.filter(tenant_id=tenant_id).update(plan=Plan.objects.get(code="enterprise"))
                plan_status.invalidate_plan(tenant_id)
            return found

        monkeypatch.setattr(plan_status, "_read", read_and_be_overtaken)
        assert plan_status_of(tenant.pk).plan_code == "growth"
        monkeypatch.setattr(plan_status, "_read", read)
        assert plan_status_of(tenant.pk).plan_code == "enterprise"

    def test_is_one_businesss_own(self, tenant, on_plan):
        on_plan("enterprise")
        with in_schema(PUBLIC):
            assert plan_status_of(tenant.pk + 10**6) is None
        assert plan_status_of(tenant.pk).plan_code == "enterprise"

    def test_a_feature_that_the_plan_lacks(self):
        token = entitlements.set(Entitlements(features=frozenset(), had_by={Feature.API: "Starter"}))
        try:
            with pytest.raises(NotInPlan) as refused:
                require_feature(Feature.API)
        finally:
            entitlements.reset(token)
        assert refused.value.data == {"feature": "api", "upgrade_to": "Starter"}
        require_feature(Feature.API)


class TestReadingTheMeters:
    @pytest.mark.usefixtures("shop")
    def test_what_they_show(self):
        shown = {reading.meter: reading for reading in readings(NOW)}
        assert shown[Meter.OUTLETS].used == 2
        assert shown[Meter.PEOPLE].used == 5
        assert shown[Meter.PRODUCTS].used == Product.objects.filter(archived_at=None).count()
        assert shown[Meter.SALES].period == "2026-11"

    def test_a_reading_is_kept_when_it_has_changed(self, tenant):
        def read(used):
            with in_schema(PUBLIC):
                record_usage(
                    actor=PLATFORM, tenant_id=tenant.pk, readings=(Reading(Meter.SALES, used, "2026-11"),), now=NOW
                )

        for used in (10, 10, 25):
            read(used)
        with in_schema(PUBLIC):
            kept = UsageRecord.objects.filter(tenant_id=tenant.pk, meter=Meter.SALES).order_by("pk")
            assert list(kept.values_list("used", "added")) == [(10, 10), (25, 15)]

    @pytest.mark.usefixtures("tenant")
    def test_the_last_sales_of_a_month_are_read_in_the_next(self):
        months = [reading.period for reading in readings(NOW) if reading.meter == Meter.SALES]
        assert months == ["2026-10", "2026-11"]

    def test_a_reading_that_comes_late_counts_nothing_twice(self, tenant):
        for used in (10, 8, 12):
            with in_schema(PUBLIC):
                reading = Reading(Meter.SALES, used, "2026-11")
                record_usage(actor=PLATFORM, tenant_id=tenant.pk, readings=(reading,), now=NOW)
        with in_schema(PUBLIC):
            kept = UsageRecord.objects.filter(tenant_id=tenant.pk, meter=Meter.SALES).order_by("pk")
            assert list(kept.values_list("added", flat=True)) == [10, 2]

    def test_last_months_sales_are_no_news_any_more(self, tenant, on_plan):
        on_plan("starter", sales=10)
        with in_schema(PUBLIC):
            both = (Reading(Meter.SALES, 99, "2026-10"), Reading(Meter.SALES, 1, "2026-11"))
            record_usage(actor=PLATFORM, tenant_id=tenant.pk, readings=both, now=NOW)
            assert not QuotaNotice.objects.filter(tenant_id=tenant.pk).exists()

    @pytest.mark.owner
    def test_usage_is_append_only(self, tenant):
        """To the owner too; the application isn't granted more than the one column."""
        with in_schema(PUBLIC):
            record_usage(actor=PLATFORM, tenant_id=tenant.pk, readings=(Reading(Meter.PEOPLE, 3),), now=NOW)
            kept = UsageRecord.objects.filter(tenant_id=tenant.pk)
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                kept.update(used=1)
            assert kept.update(pushed_at=NOW) == 1

    def test_the_task_reads_and_records(self, tenant, on_plan):
        on_plan("starter", outlets=2)
        read_meters_of_one()
        with in_schema(PUBLIC):
            notice = QuotaNotice.objects.get(tenant_id=tenant.pk, meter=Meter.OUTLETS, threshold=100)
            assert (notice.used, notice.allowed) == (2, 2)


class TestNotices:
    @pytest.fixture
    def read(self, tenant, on_plan):
        on_plan("starter", products=100)

        def show(used):
            with in_schema(PUBLIC):
                OutboxEvent.objects.all().delete()
                record_usage(actor=PLATFORM, tenant_id=tenant.pk, readings=(Reading(Meter.PRODUCTS, used),), now=NOW)
                return [event.payload["threshold"] for event in OutboxEvent.objects.all()]

        return show

    def test_each_threshold_is_told_of_once(self, read):
        assert [read(used) for used in (79, 80, 81, 99, 100, 101)] == [[], [80], [], [], [100], []]

    def test_both_at_once_are_one_message(self, read):
        assert read(150) == [100]

    def test_falling_below_makes_it_news_again(self, read):
        assert [read(used) for used in (85, 70, 85)] == [[80], [], [80]]

    def test_a_month_begins_anew(self, tenant, on_plan):
        on_plan("starter", sales=10)

        def read(used, period):
            with in_schema(PUBLIC):
                OutboxEvent.objects.all().delete()
                record_usage(
                    actor=PLATFORM, tenant_id=tenant.pk, readings=(Reading(Meter.SALES, used, period),), now=NOW
                )
                return OutboxEvent.objects.count()

        assert [read(9, "2026-11"), read(1, "2026-12"), read(9, "2026-12")] == [1, 0, 1]

    def test_the_owners_get_a_mail_and_the_banner_shows(self, read, tenant, owner, client_for, staff):
        read(85)
        caches["shared"].clear()
        with in_schema(PUBLIC):
            notify_of_threshold(tenant_id=tenant.pk, meter="products", threshold=80, used=85, allowed=100)
        [message] = mail.outbox
        assert message.to == [owner.email]
        assert message.subject == "85 of 100 products used"
        assert "Growth allows more" in message.body
        assert "85 of 100 products used" in client_for(owner).get("/").content.decode()
        assert "85 of 100 products used" not in client_for(staff).get("/").content.decode()


class TestTheUsagePage:
    def test_has_a_bar_for_each_meter(self, on_plan, client_for, owner):
        on_plan("starter", outlets=2)
        page = read(client_for(owner).get("/settings/plan/"))
        assert page.count("<progress") == 4
        assert "2 of 2" in page
        assert "No room for more." in page

    def test_says_no_limit_where_there_is_none(self, on_plan, client_for, owner):
        on_plan("enterprise")
        assert "no limit" in client_for(owner).get("/settings/plan/").content.decode()

    def test_the_api_says_the_same(self, on_plan, api_for, owner):
        on_plan("starter", outlets=2)
        shown = {row["meter"]: row for row in api_for(owner).get("/api/v1/usage/").json()}
        assert shown["outlets"] == {"meter": "outlets", "used": 2, "limit": 2, "percent": 100, "lifted_by": "Growth"}

    @pytest.mark.usefixtures("tenant")
    def test_percentages(self):
        token = entitlements.set(Entitlements(allowances={Meter.OUTLETS: Allowance(0), Meter.PEOPLE: Allowance(10)}))
        try:
            shown = {one.meter: (one.percent, one.width) for one in usage(NOW)}
        finally:
            entitlements.reset(token)
        assert shown[Meter.OUTLETS] == (100, 100)
        assert shown[Meter.PEOPLE] == (50, 50)
        assert shown[Meter.SALES] == (0, 0)


def test_programs_have_a_rate_and_pages_have_none(on_plan, tenant, host, owner, client_for, settings):
    """One call a minute; the second waits, and says for how long. Pages go on."""
    on_plan("starter", api_calls=1)
    key = create_key(
        actor=owner, command=CreateKey(name="Bridge", scopes=frozenset({Permission.COMPANY_SETTINGS_READ})), now=NOW
    )
    caller = Client(headers={"host": host, "authorization": f"Bearer {key.secret}"})
    answers = [caller.get("/api/v1/me/") for _ in range(2)]
    connection.set_tenant(tenant)
    assert [answer.status_code for answer in answers] == [200, 429]
    assert (answers[1].json()["code"], answers[1].json()["upgrade_to"]) == ("too_many_calls", "Growth")
    assert 1 <= int(answers[1]["Retry-After"]) <= 61
    for _ in range(4):
        assert client_for(owner).get("/api/v1/me/").status_code == 200
    stranger = Client(headers={"host": host, "authorization": "Bearer cfk_nobody_nothing"})
    assert {stranger.get("/api/v1/me/").status_code for _ in range(4)} == {401}
    connection.set_tenant(tenant)


@pytest.mark.parametrize("price_id", ["", "x", "-1", "0", "1.5", "9" * 5000])
def test_a_price_that_is_none_is_a_field_error(api_for, owner, price_id):
    answer = api_for(owner).get("/api/v1/subscription/preview/", {"price_id": price_id})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["price_id"])
