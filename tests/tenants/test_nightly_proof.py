"""Every night each business is proved: in its own schema, kept where operators alone look, and loud when it is wrong."""

import os

import pytest
from celery import current_app
from django.conf import settings
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from company.queries import outlets_for
from insights.jobs import prove_business as job
from insights.jobs.prove_business import prove_business
from insights.models import ProofRun
from insights.queries.proof import BROKEN_OFF, proof_of, proofs_of
from kernel.schemas import PUBLIC, in_schema, use_public
from localdev.owning import as_owner, as_role_of, as_superuser
from people.models import User
from tests.installation import NOW, open_shop, schema_of
from tests.shop import make_product, put_on_shelf, sell

pytestmark = pytest.mark.usefixtures("committing")

KIND = "an account is missing or of another kind than the chart says"


@pytest.fixture
def schema():
    return schema_of(open_shop().host)


def trade(schema, *, sales):
    with in_schema(schema):
        owner = User.objects.get()
        outlet = outlets_for(owner)[0]
        thing = make_product(owner)
        put_on_shelf(owner, outlet, thing, 100)
        for _ in range(sales):
            sell(owner, outlet, (thing, 1))


def break_chart(schema):
    with as_superuser(), in_schema(schema), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE ledger_account SET kind = 'income' WHERE role = 'cash'")


def prove_by_task(schema):
    """As a worker does that got the night's message."""
    use_public()
    current_app.loader.import_default_modules()
    return current_app.tasks["insights.tasks.prove_one"].apply(headers={"_schema_name": schema}).state


def runs():
    use_public()
    return {run.tenant.schema_name: run for run in ProofRun.objects.exclude(tenant=None)}


def test_a_business_is_proved_and_the_result_kept(schema):
    trade(schema, sales=2)
    assert prove_by_task(schema) == "SUCCESS"
    run = runs()[schema]
    assert (run.is_right, run.findings) == (True, [])
    assert run.seconds > 0


def test_what_is_wrong_is_kept_and_in_the_log_and_concerns_nobody_else(schema):
    neighbour = schema_of(open_shop("neighbour").host)
    break_chart(schema)
    with capture_logs() as said:
        job.log = job.structlog.get_logger()
        prove_business(schema=schema, now=NOW)
        prove_business(schema=neighbour, now=NOW)
    assert said == [{"event": "proof_failed", "log_level": "error", "schema": schema, "findings": {KIND: 1}}]
    (found,) = runs()[schema].findings
    assert (found["question"], found["count"]) == (KIND, 1)
    assert (found["shown"][0]["role"], found["shown"][0]["kind"]) == ("cash", "income")
    assert runs()[neighbour].is_right


def test_the_night_sends_a_message_for_each_and_proves_the_public_schema(schema, monkeypatch):
    use_public()
    ProofRun.objects.all().delete()
    sent = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, headers, **_: sent.append((name, headers)))
    current_app.loader.import_default_modules()
    current_app.tasks["insights.tasks.prove_all"].apply(headers={"_schema_name": PUBLIC})
    assert ("insights.tasks.prove_one", {"_schema_name": schema}) in sent
    use_public()
    assert ProofRun.objects.get(tenant=None).is_right
    ProofRun.objects.all().delete()


def test_a_table_of_the_public_schema_that_was_given_away_is_found():
    table = "GRANT DELETE ON schemas_template TO", "REVOKE DELETE ON schemas_template FROM"
    for statement, right in zip(table, (False, True), strict=True):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"{statement} {settings.DATABASE_APP_ROLE}")
        assert (proof_of(PUBLIC).findings == ()) is right


def test_it_asks_as_often_of_a_business_that_sold_much(schema):
    counts = []
    for sales in (1, 9):
        trade(schema, sales=sales)
        proof_of(schema)
        with CaptureQueriesContext(connection) as asked:
            assert proof_of(schema).findings == ()
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_it_only_reads_and_needs_no_more_than_that(schema):
    trade(schema, sales=1)
    with as_role_of(os.environ["READER_DATABASE_URL"]):
        call_command("prove", schema=schema, verbosity=0)
        assert proof_of(PUBLIC).findings == ()


def test_a_schema_that_is_gone_is_a_finding_and_the_next_is_proved(schema):
    gone, there = proofs_of(["t_gone", schema])
    assert [found.question for found in gone.findings] == [BROKEN_OFF]
    assert there.findings == ()


def test_a_business_cannot_read_what_was_found(schema):
    prove_business(schema=schema, now=NOW)
    with in_schema(schema), pytest.raises(ProgrammingError, match="does not exist"):
        ProofRun.objects.count()
