"""kill -9 in the middle of a sale, then the same request again: sold once, whole."""

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from audit.models import AuditEntry, IdempotencyKey, OutboxEvent
from sales.selling.models import Sale
from tests.proofs import assert_books_and_stock_are_right
from tests.shop import make_product, put_on_shelf
from tests.waiting import others_in_a_transaction, until

# A till's server that dies after every statement of the sale was sent and before COMMIT.
DYING = """
import os, sys, time
import django
django.setup()
from django.db import connection
from kernel.schemas import in_schema
from audit.operations import answer_once as once
from company.scope import scope_of
from people.models import User
from tests.shop import now, sell

with in_schema(sys.argv[1]):
    actor = User.objects.get(pk=int(sys.argv[2]))
    outlet = scope_of(actor).outlet(int(sys.argv[3]))
    def render(sale):
        print("sold", flush=True)
        time.sleep(60)
    once.answer_once(request=once.Request(actor, "till-1", "fingerprint"), now=now(),
                     work=lambda: sell(actor, outlet, (int(sys.argv[4]), 1)), render=render)
"""


@pytest.mark.committed
def test_a_sale_that_was_killed_before_its_commit_left_nothing_and_can_be_sent_again(tenant, owner, outlet, post):
    thing = make_product(owner, price=1_00)
    put_on_shelf(owner, outlet, thing, 1)
    database = connection.settings_dict
    user, password = database["USER"], database["PASSWORD"]
    url = f"postgresql://{user}:{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    arguments = [tenant.schema_name, str(owner.pk), str(outlet.id), str(thing)]
    victim = subprocess.Popen(
        [sys.executable, "-c", DYING, *arguments], stdout=subprocess.PIPE, env={**os.environ, "DATABASE_URL": url}
    )
    assert victim.stdout
    assert victim.stdout.readline() == b"sold\n"
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    until(lambda: others_in_a_transaction() == 0, "PostgreSQL notices that the process is gone")
    assert Sale.objects.count() == IdempotencyKey.objects.count() == 0
    assert not AuditEntry.objects.filter(action="sales.sale.recorded").exists()
    assert not OutboxEvent.objects.filter(kind="sales.sale_recorded").exists()

    body = {
        "outlet_id": outlet.id,
        "lines": [{"variation_id": thing, "quantity": "1"}],
        "payments": [{"method": "cash", "amount": "1.00"}],
    }
    answers = [post(owner, "sales/", body, key="till-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["number"].endswith("/1")
    assert Sale.objects.count() == 1
    assert_books_and_stock_are_right()
