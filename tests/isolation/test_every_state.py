"""Every route × host × state of a business, in one table: who answers, who refuses, and in which words."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client

from audit.models import AuditEntry
from kernel.schemas import in_schema, use_public
from tenants.life.enums import TenantState
from tenants.life.models import Tenant
from tenants.life.rules import lifecycle
from tests.installation import NOW
from tests.isolation.test_hosts import _routes

ACCOUNT = {
    "sign_in", "sign_out", "enter", "leave",
    "plan_overview", "plan_checkout", "plan_change", "plan_free", "plan_portal", "plan_cancel", "plan_keep",
    "plan_code", "invoice_list", "export_list", "export_download", "close_business", "cancel_closing",
    "api:plans", "api:usage", "api:subscription", "api:checkout", "api:portal", "api:preview", "api:change_plan",
    "api:free_plan", "api:cancel_subscription", "api:keep_subscription", "api:promotion_code", "api:invoices",
    "api:data_exports", "api:data_export_file", "api:business_closing", "api:business_cancel_closing",
}  # fmt: skip
"""What works though nothing is paid. Besides these: everything about people's own accounts (allauth's routes)."""

OPEN, READING, PAYING, CLOSING, NOBODY = "open", "reading", "paying", "closing", "nobody"
TABLE = {
    TenantState.OPENING: NOBODY,
    TenantState.TRIAL: OPEN,
    TenantState.ACTIVE: OPEN,
    TenantState.PAST_DUE: OPEN,
    TenantState.READ_ONLY: READING,
    TenantState.EXPORT_OPEN: PAYING,
    TenantState.SUSPENDED: NOBODY,
    TenantState.CLOSING: CLOSING,
    TenantState.CLOSING_SUSPENDED: NOBODY,
    TenantState.DELETED: NOBODY,
}


def is_account(name):
    return name in ACCOUNT or name.startswith(("account_", "api:account_"))


def is_refused(answer, words):
    """By the business's state, and not for any other reason."""
    if answer.status_code != 403:
        return False
    if answer["Content-Type"] == "application/problem+json":
        return answer.json()["code"] == words
    return PAGES[words] in answer.content


PAGES = {"read_only": b"can only be read", "suspended": b"is suspended", "closing": b"is being closed"}
"""What the page says that refuses, by the word that the API says."""


def expected(behaviour, name, method):
    """What the table says of a route: "" when it answers, else the word of the refusal."""
    if behaviour == OPEN or is_account(name):
        return ""
    if behaviour == READING:
        return "" if method == "get" else "read_only"
    return "closing" if behaviour == CLOSING else "suspended"


@pytest.fixture
def put(shops):
    """Puts the first of the two businesses into a state, as if it had come there."""
    a, _b = shops

    def into(state):
        use_public()
        closes_at = NOW if state in lifecycle.CLOSING_STATES else None
        Tenant.objects.filter(schema_name=a.schema).update(state=state, closes_at=closes_at)
        caches["shared"].clear()

    return into


@pytest.mark.parametrize("state", list(TenantState))
def test_the_table(shops, put, state):
    a, _b = shops
    browser = a.browser(signed_in=True)
    put(state)
    unknown = Client(headers={"host": "nobody.localhost"}).get("/").content
    with in_schema(a.schema):
        before = AuditEntry.objects.count()
    wrong = []
    routes = {name: path for name, path in _routes(settings.ROOT_URLCONF).items() if name not in NOT_ASKED}
    for name, path in routes.items():
        for method in ("get", "post"):
            answer = getattr(browser, method)(path)
            if TABLE[state] == NOBODY:
                good = answer.status_code == 404 and answer.content == unknown
            else:
                words = expected(TABLE[state], name, method)
                refusals = [word for word in PAGES if is_refused(answer, word)]
                good = refusals == ([words] if words else [])
            if not good:
                wrong.append((method, name, path, answer.status_code))
    assert wrong == []
    if TABLE[state] != OPEN:
        with in_schema(a.schema):
            assert AuditEntry.objects.exclude(action__startswith="billing.").count() == before


NOT_ASKED = {
    # They would end the session that the others are asked with, or close the business for good.
    "sign_out", "account_logout", "api:account_sign_in", "close_business", "api:business_closing",
    "cancel_closing", "api:business_cancel_closing", "export_list", "api:data_exports", "enter",
}  # fmt: skip


def test_the_table_names_routes_that_exist():
    assert set(_routes(settings.ROOT_URLCONF)) >= ACCOUNT
    assert set(_routes(settings.ROOT_URLCONF)) >= NOT_ASKED
    assert set(TABLE) == set(TenantState)


@pytest.mark.parametrize("state", [state for state in TenantState if TABLE[state] != OPEN])
def test_the_other_business_and_the_public_host_go_on(shops, put, state):
    _a, b = shops
    put(state)
    assert b.browser(signed_in=True).get("/").status_code == 200
    assert Client(headers={"host": "localhost"}).get("/").status_code == 200
