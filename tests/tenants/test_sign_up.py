import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from kombu.exceptions import OperationalError

from accounting.ledger.models import Account
from audit.models import AuditEntry, OutboxEvent
from company.models import Business, Outlet
from kernel.errors import Busy, InvalidInput
from kernel.permissions import Role
from kernel.schemas import current_schema, in_schema, use_public
from localdev.owning import as_owner
from tenants.archives.jobs.sweep_loose_schemas import sweep_loose_schemas
from tenants.life.enums import TenantState
from tenants.life.jobs import finish_sign_ups as finish_sign_ups_module
from tenants.life.jobs.finish_sign_ups import finish_sign_ups
from tenants.life.models import Domain, LooseSchema, PendingSignUp, Reservation, Tenant
from tenants.life.operations import sign_up as sign_up_module
from tenants.life.operations.sign_up import sign_up
from tenants.life.queries.subdomains import REST, check_subdomain
from tenants.life.steps.opening import give_up, go_live
from tenants.schemas.asking import ask_for_spares
from tenants.schemas.errors import NotPrepared
from tenants.schemas.jobs.refill_pool import refill_pool
from tenants.schemas.models import SpareSchema
from tests.business import PASSWORD
from tests.installation import NOW, applicant, open_shop, schema_of, schemas, together

LATER = NOW + timedelta(minutes=2)

User = get_user_model()


@pytest.mark.usefixtures("public")
class TestOpening:
    def test_a_business_is_live_with_its_owner_and_opening_rows(self):
        opened = open_shop()
        assert opened.host == "corner.localhost"
        assert opened.home.startswith("http")
        tenant = Tenant.objects.get(domains__domain=opened.host)
        assert tenant.state == TenantState.TRIAL
        assert tenant.state_since == NOW
        assert not PendingSignUp.objects.exists()
        with in_schema(tenant.schema_name):
            owner = User.objects.get()
            assert (owner.email, owner.role, owner.is_staff) == ("olive@example.com", Role.OWNER, False)
            assert owner.check_password(PASSWORD)
            assert Business.objects.get().name == "Corner Shop"
            assert Outlet.objects.exists()
            assert Account.objects.exists()
            assert OutboxEvent.objects.get(kind="tenants.business_opened").payload == {"owner_id": owner.pk}
            assert AuditEntry.objects.get(action="company.business.opened").actor_id == owner.pk

    def test_the_connection_is_back_on_the_public_schema(self):
        open_shop()
        assert current_schema() == "public"

    def test_the_schemas_name_says_nothing(self):
        assert "corner" not in schema_of(open_shop().host)

    def test_names_and_addresses_are_kept_in_lower_case(self):
        opened = open_shop(" Corner ", email=" Olive@Example.COM ")
        assert opened.host == "corner.localhost"
        with in_schema(schema_of(opened.host)):
            assert User.objects.get().email == "olive@example.com"

    def test_one_person_may_open_several_businesses(self):
        assert open_shop("corner").host != open_shop("market").host

    def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(self):
        command = applicant("api", business_name=" ", owner_name="x" * 151, email="nobody", password="123")
        with pytest.raises(InvalidInput) as refused:
            sign_up(command=command, now=NOW)
        assert set(refused.value.errors) == {"business_name", "owner_name", "subdomain", "email", "password"}
        assert len(refused.value.errors["password"]) == 3
        assert not Tenant.objects.filter(name=" ").exists()

    def test_an_address_longer_than_its_column_is_refused(self):
        with pytest.raises(InvalidInput) as refused:
            open_shop(email="o@" + ".".join(["d" * 60] * 5) + ".example")
        assert refused.value.errors["email"] == ["Use at most 254 characters."]

    @pytest.mark.parametrize("password", ["olive@example.org", "oliveowner!"])
    def test_a_password_like_the_address_or_the_name_is_refused(self, password):
        with pytest.raises(InvalidInput) as refused:
            open_shop(password=password)
        assert set(refused.value.errors) == {"password"}

    def test_a_taken_name_is_refused(self):
        open_shop()
        with pytest.raises(InvalidInput) as refused:
            open_shop(email="someone.else@example.com")
        assert refused.value.errors == {"subdomain": ["This name is taken."]}

    def test_without_a_template_nobody_signs_up(self, monkeypatch):
        SpareSchema.objects.all().delete()
        monkeypatch.setattr("tenants.schemas.steps.claim_spare.is_prepared", lambda: False)
        with pytest.raises(NotPrepared):
            open_shop()
        assert not Reservation.objects.filter(name="corner").exists()

    def test_what_the_opening_step_refuses_leaves_the_name_free(self):
        with pytest.raises(InvalidInput):
            open_shop(country="XX")
        assert not Reservation.objects.filter(name="corner").exists()
        assert not Domain.objects.filter(domain="corner.localhost").exists()
        loose = LooseSchema.objects.get()
        assert (loose.tenant, loose.due_at) == (None, NOW)
        assert open_shop().host == "corner.localhost"


@pytest.mark.usefixtures("public")
class TestNames:
    def test_a_free_name(self):
        answer = check_subdomain(" Corner ", now=NOW)
        assert (answer.name, answer.available, answer.reason, answer.suggestions) == ("corner", True, "", ())

    def test_a_taken_name_comes_with_three_free_ones(self):
        open_shop()
        open_shop("corner-shop")
        answer = check_subdomain("corner", now=NOW)
        assert (answer.available, answer.reason) == (False, "This name is taken.")
        assert answer.suggestions == ("corner-store", "the-corner", "corner-1")

    def test_an_impossible_name_comes_with_a_reason(self):
        answer = check_subdomain("Café 24", now=NOW)
        assert not answer.available
        assert "letters a to z" in answer.reason
        assert answer.suggestions[0] == "caf-24"

    def test_a_released_name_rests_ninety_days(self):
        Reservation.objects.create(name="corner", released_at=NOW)
        almost = NOW + REST
        assert not check_subdomain("corner", now=almost).available
        with pytest.raises(InvalidInput):
            sign_up(command=applicant(), now=almost)
        after = almost + timedelta(seconds=1)
        assert check_subdomain("corner", now=after).available
        assert sign_up(command=applicant(), now=after).host == "corner.localhost"


@pytest.mark.usefixtures("committing")
class TestRace:
    def test_one_of_many_gets_the_name_and_the_others_leave_nothing(self):
        results = together(
            *[lambda email=f"owner{n}@example.com": open_shop(email=email).host for n in range(6)],
        )
        assert results.count("corner.localhost") == 1, results
        refused = [result for result in results if result != "corner.localhost"]
        assert {type(error) for error in refused} == {InvalidInput}
        assert Tenant.objects.filter(name="Corner Shop").count() == 1
        assert not PendingSignUp.objects.exists()

    def test_the_same_visitor_clicking_twice_gets_one_business(self):
        results = together(*[lambda: open_shop().host] * 2)
        assert "corner.localhost" in results
        assert Tenant.objects.filter(name="Corner Shop").count() == 1
        with in_schema(schema_of("corner.localhost")):
            assert User.objects.count() == 1
            assert Business.objects.count() == 1


@pytest.mark.usefixtures("empty_pool", "committing")
class TestEmptyPool:
    @pytest.fixture
    def asked(self, monkeypatch):
        """How often a worker was asked for a spare schema; none comes."""
        asked = []
        monkeypatch.setattr(sign_up_module, "ask_for_spares", lambda: asked.append(True))
        return asked

    def test_a_schema_that_a_worker_makes_meanwhile_is_taken(self, monkeypatch):
        def refill():
            with as_owner():
                refill_pool(size=1)

        def ask():
            if worker.ident is None:
                worker.start()

        worker = threading.Timer(0.3, refill)
        monkeypatch.setattr(sign_up_module, "ask_for_spares", ask)
        monkeypatch.setattr(sign_up_module, "_TRIES", 1000)  # however long this machine takes to make one
        assert schema_of(open_shop().host) in schemas()
        worker.join()
        assert not SpareSchema.objects.exists()

    def test_without_a_worker_it_is_busy_and_nothing_is_left(self, asked, monkeypatch):
        monkeypatch.setattr(sign_up_module, "_PAUSE_SECONDS", 0.001)
        with pytest.raises(Busy):
            open_shop()
        assert len(asked) == 5, "at once, and again each second: one that was counted may have been taken"
        assert not Tenant.objects.filter(name="Corner Shop").exists()
        assert not Reservation.objects.filter(name="corner").exists()

    def test_asking_is_a_message_to_the_worker_that_makes_schemas(self, monkeypatch):
        sent = []
        monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: sent.append((name, options)))
        ask_for_spares()
        assert sent == [
            ("tenants.life.tasks.refill", {"headers": {"_schema_name": "public"}, "expires": 5, "retry": False})
        ]

    def test_without_a_broker_the_beat_is_waited_for(self, monkeypatch):
        def refuse(*_args, **_options):
            raise OperationalError("no route to host")

        monkeypatch.setattr("celery.current_app.send_task", refuse)
        ask_for_spares()


class Crash(BaseException):
    """The process dies: nothing after it runs, not even handlers of Exception."""


@pytest.mark.usefixtures("committing", "crashed")
class TestCrash:
    @pytest.fixture(params=["settle", "go_live"])
    def crashed(self, request, monkeypatch):
        """A sign-up that died before its second or before its third transaction."""
        with monkeypatch.context() as patched:

            def die(*_args, **_kwargs):
                raise Crash

            patched.setattr(sign_up_module, request.param, die)
            with pytest.raises(Crash):
                open_shop()
        connection.close()
        use_public()
        assert Tenant.objects.get(name="Corner Shop").state == TenantState.OPENING

    def test_the_host_answers_nobody_yet(self, client):
        assert client.get("/", headers={"host": "corner.localhost"}).status_code == 404

    def test_the_visitors_next_try_finishes_it(self):
        schema = Tenant.objects.get(name="Corner Shop").schema_name
        opened = open_shop()
        assert schema_of(opened.host) == schema
        self._is_whole()

    def test_the_background_task_finishes_it_once_it_had_its_chance(self):
        assert finish_sign_ups(now=NOW) == 0
        assert finish_sign_ups(now=LATER) == 1
        assert finish_sign_ups(now=LATER) == 0
        self._is_whole()

    def test_somebody_else_does_not_get_it(self):
        with pytest.raises(InvalidInput):
            open_shop(email="someone.else@example.com")
        with pytest.raises(InvalidInput):
            open_shop(password="another long password")

    def test_finishers_at_once(self):
        assert all(isinstance(done, int) for done in together(*[lambda: finish_sign_ups(now=LATER)] * 3))
        self._is_whole()

    @pytest.mark.parametrize("crashed", ["settle"], indirect=True)
    def test_what_keeps_failing_is_undone_after_five_attempts(self, settings):
        schema = Tenant.objects.get(name="Corner Shop").schema_name
        settings.TENANT_OPENING_STEPS = ["nowhere.at_all"]
        for _ in range(4):
            assert finish_sign_ups(now=LATER) == 0
        assert PendingSignUp.objects.get().attempts == 4
        finish_sign_ups(now=LATER)
        assert not Tenant.objects.filter(name="Corner Shop").exists()
        assert not Reservation.objects.filter(name="corner").exists()
        with as_owner():
            assert sweep_loose_schemas(now=LATER) == 1
        assert schema not in schemas()

    def test_who_comes_late_neither_drops_nor_revives_a_business(self):
        stale = PendingSignUp.objects.get()
        open_shop()
        with transaction.atomic():
            give_up(stale, now=NOW)
        self._is_whole()
        Tenant.objects.filter(pk=stale.tenant_id).update(state=TenantState.SUSPENDED)
        with transaction.atomic():
            go_live(stale, now=LATER)
        assert Tenant.objects.get(pk=stale.tenant_id).state == TenantState.SUSPENDED

    @pytest.mark.parametrize("crashed", ["settle"], indirect=True)
    def test_waiting_too_long_for_another_undoes_nothing(self, monkeypatch):
        def wait(*_args, **_kwargs):
            raise Busy

        PendingSignUp.objects.update(attempts=9)
        schema = Tenant.objects.get(name="Corner Shop").schema_name
        with monkeypatch.context() as patched:
            patched.setattr(sign_up_module, "settle", wait)
            patched.setattr(finish_sign_ups_module, "settle", wait)
            with pytest.raises(Busy):
                open_shop()
            assert finish_sign_ups(now=LATER) == 0
        assert schema_of(open_shop().host) == schema
        self._is_whole()

    def _is_whole(self):
        tenant = Tenant.objects.get(name="Corner Shop")
        assert tenant.state == TenantState.TRIAL
        assert not PendingSignUp.objects.exists()
        with in_schema(tenant.schema_name):
            assert User.objects.count() == Business.objects.count() == 1
            assert OutboxEvent.objects.filter(kind="tenants.business_opened").count() == 1
