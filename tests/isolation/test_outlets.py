"""A person of one outlet sees nothing of another: not in any list, figure or export, of pages or API.

Every GET route is asked before and after another outlet gets rows with unmistakable numbers. What the person sees
stays the same to the letter. The person is a manager, who here may read everything, so that no answer is empty only
because a role is refused.
"""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from api import urls_tenant as api_urls
from company.models import Outlet
from company.scope import scope_of
from kernel import permissions
from kernel.permissions import Permission, Role
from tests.api.test_permission_matrix import ROUTES as API_ROUTES
from tests.api.test_permission_matrix import price
from tests.shop import make_product, now, put_on_shelf, sell
from tests.web.conftest import Shop, shop  # noqa: F401 (a fixture)
from tests.web.test_page_matrix import ROUTES as PAGES
from web import urls_tenant as page_urls

WHOLE_BUSINESS = {
    "audit_entries": "the trail is the business's; no role that works at single outlets may read it",
    "usage": "what the plan counts is the whole business's",
    "plan_overview": "as the usage",
    "periods": "a month of the books is open or closed for all outlets alike",
}
"""What isn't about outlets, each with its reason. A data export is asked for as a whole: see `export_list`."""

CHANGING = re.compile(
    r'(csrfmiddlewaretoken" value|form_key"(?: id="[\w-]+")? value|csrf-token" content|"csrf"|nonce)[=:] ?"[^"]*"'
)


@pytest.fixture
def reader(manager, monkeypatch):
    """Works at one outlet and may read everything."""
    monkeypatch.setitem(permissions.MATRIX, Role.MANAGER, frozenset(Permission))
    return manager


def routes():
    """(name, path) of every GET, of the API and of the pages."""
    for prefix, table in (("/api/v1/", API_ROUTES), ("/", PAGES)):
        for name, cases in table.items():
            for case in cases:
                method, path = case[0], case[1]
                if method == "GET" and name not in WHOLE_BUSINESS:
                    yield prefix + path


def test_every_get_route_is_asked():
    named = {pattern.name for pattern in (*api_urls._ROUTES, *page_urls.urlpatterns)}
    assert named - {"sign_in", "sign_out"} == set(API_ROUTES) | set(PAGES)
    assert set(WHOLE_BUSINESS) <= named


def answers(client, shop, period):  # noqa: F811
    found = {}
    for route in routes():
        path = route.format(
            **{**vars(shop), "period": period}, growth=price("growth"), enterprise=price("enterprise"), sold=shop.sale
        )
        answer = client.get(path)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[path] = (answer.status_code, CHANGING.sub("", text.decode(errors="replace")))
    return found


def differing(one, other):
    """The first lines that aren't the same, shortened: what a failure shows."""
    pairs = zip(one[1].splitlines(), other[1].splitlines(), strict=False)
    return next(((old[:200], new[:200]) for old, new in pairs if old != new), (one[0], other[0]))


def trade_elsewhere(owner, outlet, variation):
    """Thousands of something dear, bought and sold, expired, running low: every figure there is moves."""
    put_on_shelf(
        owner, outlet, variation, 7777, unit_cost=654_32, batch="ZEBRA-1", expires_on=now().date() + timedelta(3)
    )
    put_on_shelf(
        owner, outlet, variation, 3333, unit_cost=765_43, batch="ZEBRA-2", expires_on=now().date() - timedelta(3)
    )
    return sell(owner, outlet, (variation, 4321))


def test_nothing_of_another_outlet_is_seen(client_for, owner, reader, outlet, other_outlet, shop):  # noqa: F811
    """The catalogue is the business's: the product is there before, only its stock and its sales are elsewhere."""
    from accounting.ledger.models import Period

    variation = make_product(owner, name="Zebra", sku="ZEBRA", price=987_65, reorder_point=Decimal(9000))
    period = Period.objects.latest("starts_on").pk
    client = client_for(reader)
    client.get("/")  # warms what is cached
    before = answers(client, shop, period)
    assert {status for status, _ in before.values()} <= {200, 302, 404, 409}
    sold = trade_elsewhere(owner, other_outlet, variation)
    after = answers(client, shop, period)
    assert {path: differing(answer, after[path]) for path, answer in before.items() if after[path] != answer} == {}
    for path in (f"/api/v1/sales/{sold.id}/", f"/sales/{sold.id}/", f"/sales/{sold.id}/receipt/"):
        assert client.get(path).status_code == 404, path
    for path in (
        f"/api/v1/reports/trial-balance/?outlet={other_outlet.id}", f"/till/{other_outlet.id}/tiles/",
        f"/api/v1/sales/{uuid4()}/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
    seen_by_all = answers(client_for(owner), shop, period)
    changed = {path for path in seen_by_all if seen_by_all[path] != before[path]}
    assert {
        "/", "/stock/", "/stock/batches/", "/sales/", "/products/", "/money/trial-balance/", "/api/v1/sales/",
        "/api/v1/journal-entries/", "/api/v1/reports/trial-balance/", "/api/v1/stock-levels/", "/api/v1/batches/",
        "/api/v1/stock-movements/", "/api/v1/products/",
    } <= changed  # fmt: skip


def test_who_works_at_an_outlet_sees_its_rows_when_it_is_archived(manager, outlet, other_outlet):
    assert scope_of(manager).outlet_ids == (outlet.id,)
    Outlet.objects.filter(pk=outlet.id).update(archived_at=now())
    assert (scope_of(manager).outlets, scope_of(manager).outlet_ids) == ((), (outlet.id,))


def test_other_outlets_are_not_named_either(client_for, owner, reader, outlet, other_outlet, shop):  # noqa: F811
    listed = client_for(reader).get("/api/v1/outlets/").json()
    assert [row["id"] for row in listed] == [outlet.id]
    frame = client_for(reader).get("/").content.decode()
    assert f'value="{other_outlet.id}"' not in frame
