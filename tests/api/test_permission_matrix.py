"""Every route × every role × nobody: who is let in, who is not, and that a denied request changes nothing."""

from datetime import timedelta

import pytest

from accounting.ledger.models import Period
from accounting.ledger.operations.close_period import close_period
from api import urls_tenant
from billing.models import PlanPrice
from kernel.permissions import MATRIX, Permission, Role
from kernel.schemas import PUBLIC, in_schema
from people.models import ApiKey, User
from people.rules.keys import GRANTABLE
from tenants.life.models import Tenant
from tests.business import PASSWORD
from tests.changes import changes
from tests.installation import undone
from tests.paying import offer
from tests.shop import make_key, now, untouched_opening

P = Permission
HOOK = {"url": "https://hooks.example.com/", "events": ["sales.sale_recorded"]}
PERSON = {"name": "New", "email": "new@example.com", "role": "staff", "password": "correct horse battery"}


def product(shop, **variation):
    row = {"sku": "NEW", "price": "1.00", "tax_code_id": shop.tax_code, **variation}
    return {"name": "New", "variations": [row]}


def whole(body):
    """Every field of a product, as a PUT takes it."""
    row = {
        "name": "",
        "unit": "piece",
        "barcodes": [],
        "reorder_point": "0",
        "reorder_quantity": "0",
        "tracks_expiry": False,
    }
    return {
        "category_id": None,
        "description": "",
        **body,
        "variations": [{**row, **each} for each in body["variations"]],
    }


def price(plan):
    """The number of the plan's price of a month in rupees."""
    with in_schema(PUBLIC):
        return PlanPrice.objects.get(plan__code=plan, currency="INR", interval="month").pk


def closed():
    """The business was closed before."""
    with in_schema(PUBLIC):
        Tenant.objects.exclude(state="deleted").update(state="closing", closes_at=now())


def month_closed(shop):
    """The last month was closed before; what reopening it takes."""
    if Period.objects.get(pk=shop.period).is_open:
        close_period(actor=User.objects.filter(role=Role.OWNER).earliest("pk"), period_id=shop.period, now=now())
    return {"reason": "A bill came late."}


def filled(path, shop):
    """With the ids of what is there."""
    owner = User.objects.filter(role=Role.OWNER).earliest("pk")
    opening = untouched_opening(owner, shop.outlet) if "{opening}" in path else ""
    return path.format(**vars(shop), enterprise=price("enterprise"), opening=opening)


# route name: method, path, permission, body
ROUTES = {
    "me": [("GET", "me/", P.COMPANY_SETTINGS_READ, None)],
    "business": [("GET", "business/", P.COMPANY_SETTINGS_READ, None)],
    "business_closing": [
        ("GET", "business/closing/", P.COMPANY_BUSINESS_CLOSE, None),
        ("POST", "business/closing/", P.COMPANY_BUSINESS_CLOSE, lambda s: {"name": "acme", "password": PASSWORD}),
    ],
    "business_cancel_closing": [("POST", "business/closing/cancel/", P.COMPANY_BUSINESS_CLOSE, lambda s: closed())],
    "outlets": [
        ("GET", "outlets/", P.COMPANY_OUTLET_READ, None),
        ("POST", "outlets/", P.COMPANY_OUTLET_WRITE, lambda s: {"name": "Third", "code": "TH"}),
    ],
    "outlet": [
        ("GET", "outlets/{outlet}/", P.COMPANY_OUTLET_READ, None),
        ("PATCH", "outlets/{outlet}/", P.COMPANY_OUTLET_WRITE, lambda s: {"name": "Harbour"}),
    ],
    "people": [
        ("GET", "people/", P.PEOPLE_PERSON_READ, None),
        ("POST", "people/", P.PEOPLE_PERSON_WRITE, lambda s: PERSON),
    ],
    "person": [
        ("GET", "people/{person}/", P.PEOPLE_PERSON_READ, None),
        ("PATCH", "people/{person}/", P.PEOPLE_PERSON_WRITE, lambda s: {"role": "auditor", "outlet_ids": []}),
    ],
    "person_reactivate": [("POST", "people/{person}/reactivate/", P.PEOPLE_PERSON_WRITE, lambda s: None)],
    "person_deactivate": [("POST", "people/{person}/deactivate/", P.PEOPLE_PERSON_WRITE, lambda s: None)],
    "data_exports": [
        ("GET", "data-exports/", P.COMPANY_DATA_EXPORT, None),
        ("POST", "data-exports/", P.COMPANY_DATA_EXPORT, lambda s: None),
    ],
    "data_export_file": [("GET", "data-exports/{export}/file/", P.COMPANY_DATA_EXPORT, None)],
    "audit_entries": [("GET", "audit-entries/", P.AUDIT_ENTRY_READ, None)],
    "webhook_endpoints": [
        ("GET", "webhook-endpoints/", P.WEBHOOKS_ENDPOINT_READ, None),
        ("POST", "webhook-endpoints/", P.WEBHOOKS_ENDPOINT_WRITE, lambda s: HOOK),
    ],
    "webhook_endpoint": [
        ("GET", "webhook-endpoints/{endpoint}/", P.WEBHOOKS_ENDPOINT_READ, None),
        ("PUT", "webhook-endpoints/{endpoint}/", P.WEBHOOKS_ENDPOINT_WRITE, lambda s: {**HOOK, "active": False}),
        ("PATCH", "webhook-endpoints/{endpoint}/", P.WEBHOOKS_ENDPOINT_WRITE, lambda s: {"active": False}),
    ],
    "webhook_endpoint_rotate": [("POST", "webhook-endpoints/{endpoint}/rotate-secret/", P.WEBHOOKS_ENDPOINT_WRITE, lambda s: None)],
    "webhook_endpoint_remove": [("POST", "webhook-endpoints/{endpoint}/remove/", P.WEBHOOKS_ENDPOINT_WRITE, lambda s: None)],
    "webhook_deliveries": [("GET", "webhook-deliveries/", P.WEBHOOKS_ENDPOINT_READ, None)],
    "webhook_resend": [("POST", "webhook-deliveries/{delivery}/resend/", P.WEBHOOKS_ENDPOINT_WRITE, lambda s: None)],
    "domains": [
        ("GET", "domains/", P.COMPANY_DOMAIN_READ, None),
        ("POST", "domains/", P.COMPANY_DOMAIN_WRITE, lambda s: {"host": "new.example.com"}),
    ],
    "domain_check": [("POST", "domains/{domain}/check/", P.COMPANY_DOMAIN_WRITE, lambda s: None)],
    "domain_make_primary": [("POST", "domains/{host}/make-primary/", P.COMPANY_DOMAIN_WRITE, lambda s: None)],
    "domain_remove": [("POST", "domains/{domain}/remove/", P.COMPANY_DOMAIN_WRITE, lambda s: None)],
    "api_keys": [
        ("GET", "api-keys/", P.PEOPLE_KEY_READ, None),
        ("POST", "api-keys/", P.PEOPLE_KEY_WRITE, lambda s: {"name": "New", "scopes": ["sales:sale:read"]}),
    ],
    "api_key_rotate": [("POST", "api-keys/{key}/rotate/", P.PEOPLE_KEY_WRITE, lambda s: None)],
    "api_key_revoke": [("POST", "api-keys/{key}/revoke/", P.PEOPLE_KEY_WRITE, lambda s: None)],
    "plans": [("GET", "plans/", P.BILLING_PLAN_READ, None)],
    "usage": [("GET", "usage/", P.BILLING_PLAN_READ, None)],
    "subscription": [("GET", "subscription/", P.BILLING_PLAN_READ, None)],
    "checkout": [("POST", "subscription/checkout/", P.BILLING_PLAN_CHANGE, lambda s: {"price_id": price("growth")})],
    "portal": [("POST", "subscription/portal/", P.BILLING_PLAN_CHANGE, lambda s: None)],
    "preview": [("GET", "subscription/preview/?price_id={enterprise}", P.BILLING_PLAN_CHANGE, None)],
    "change_plan": [
        ("POST", "subscription/change/", P.BILLING_PLAN_CHANGE, lambda s: {"price_id": price("enterprise")}),
    ],
    "free_plan": [("POST", "subscription/free-plan/", P.BILLING_PLAN_CHANGE, lambda s: {"plan": "free"})],
    "cancel_subscription": [("POST", "subscription/cancel/", P.BILLING_PLAN_CHANGE, lambda s: None)],
    "keep_subscription": [("POST", "subscription/keep/", P.BILLING_PLAN_CHANGE, lambda s: None)],
    "promotion_code": [
        ("POST", "subscription/promotion-code/", P.BILLING_PLAN_CHANGE, lambda s: {"code": "WELCOME"}),
    ],
    "invoices": [("GET", "billing/invoices/", P.BILLING_INVOICE_READ, None)],
    "categories": [
        ("GET", "categories/", P.CATALOGUE_PRODUCT_READ, None),
        ("POST", "categories/", P.CATALOGUE_PRODUCT_WRITE, lambda s: {"name": "Food"}),
    ],
    "products": [
        ("GET", "products/", P.CATALOGUE_PRODUCT_READ, None),
        ("POST", "products/", P.CATALOGUE_PRODUCT_WRITE, product),
    ],
    "product": [
        ("GET", "products/{product}/", P.CATALOGUE_PRODUCT_READ, None),
        ("PUT", "products/{product}/", P.CATALOGUE_PRODUCT_WRITE, lambda s: whole(product(s, id=s.variation))),
        ("PATCH", "products/{product}/", P.CATALOGUE_PRODUCT_WRITE, lambda s: {"name": "New"}),
    ],
    "product_archive": [("POST", "products/{product}/archive/", P.CATALOGUE_PRODUCT_WRITE, lambda s: None)],
    "product_restore": [("POST", "products/{product}/restore/", P.CATALOGUE_PRODUCT_WRITE, lambda s: None)],
    "stock_levels": [("GET", "stock-levels/", P.STOCK_LEVEL_READ, None)],
    "batches": [("GET", "batches/", P.STOCK_LEVEL_READ, None)],
    "stock_movements": [("GET", "stock-movements/", P.STOCK_MOVEMENT_READ, None)],
    "opening_stock": [
        ("GET", "opening-stock/", P.STOCK_OPENING_RECORD, None),
        ("POST", "opening-stock/", P.STOCK_OPENING_RECORD, lambda s: {"outlet_id": s.outlet, "lines": [
            {"variation_id": s.variation, "quantity": "1", "unit_cost": "1.00"}]}),
    ],
    "opening_stock_reverse": [
        ("POST", "opening-stock/{opening}/reverse/", P.STOCK_OPENING_RECORD, lambda _: {"reason": "Counted wrong."}),
    ],
    "sales": [("GET", "sales/", P.SALES_SALE_READ, None), ("POST", "sales/", P.SALES_SALE_RECORD, lambda s: s.cart())],
    "quote": [("POST", "sales/quote/", P.SALES_SALE_RECORD, lambda s: s.cart())],
    "sale": [("GET", "sales/{sale}/", P.SALES_SALE_READ, None)],
    "accounts": [("GET", "accounts/", P.BOOKS_ACCOUNT_READ, None)],
    "tax_codes": [("GET", "tax-codes/", P.CATALOGUE_PRODUCT_READ, None)],
    "journal_entries": [("GET", "journal-entries/", P.BOOKS_JOURNAL_READ, None)],
    "periods": [("GET", "periods/", P.BOOKS_REPORT_READ, None)],
    "period_close": [("POST", "periods/{period}/close/", P.BOOKS_PERIOD_CLOSE, lambda s: None)],
    "period_reopen": [("POST", "periods/{period}/reopen/", P.BOOKS_PERIOD_REOPEN, month_closed)],
    "trial_balance": [("GET", "reports/trial-balance/", P.BOOKS_REPORT_READ, None)],
}  # fmt: skip
CASES = [(name, *case) for name, cases in ROUTES.items() for case in cases]
IDS = [f"{method} {path}" for _, method, path, _, _ in CASES]


def test_every_route_and_method_is_in_the_table():
    for pattern in urls_tenant._ROUTES:
        methods = set(pattern.callback.view_class.permissions)
        assert {method for method, *_ in ROUTES[str(pattern.name)]} == methods, pattern.name
    assert {pattern.name for pattern in urls_tenant._ROUTES} == set(ROUTES)


@pytest.mark.parametrize(("name", "method", "path", "permission", "body"), CASES, ids=IDS)
def test_who_is_let_in(request, api_for, shop, name, method, path, permission, body):
    url = "/api/v1/" + filled(path, shop)
    sent = () if body is None or body(shop) is None else (json(body(shop)),)
    for role in [*Role, None]:
        client = api_for(request.getfixturevalue(role) if role else None)
        with undone():
            if path.startswith("subscription/") and role == Role.OWNER:
                prepare_stripe(request, path)
            with changes() as seen:
                answer = client.generic(method, url, *sent, content_type="application/json", HTTP_IF_MATCH="*")
            if role and permission in MATRIX[role]:
                assert answer.status_code < 300, (role, answer.content)
                assert method != "GET" or seen == {}, role
            else:
                assert answer.status_code == (403 if role else 401), (role, answer.content)
                assert answer["Content-Type"] == "application/problem+json"
                assert seen == {}, role


@pytest.mark.parametrize(
    ("name", "method", "path", "permission", "body"),
    [case for case in CASES if case[1] != "GET" and case[3] in GRANTABLE],
    ids=[f"{method} {path}" for _, method, path, permission, _ in CASES if method != "GET" and permission in GRANTABLE],
)
def test_a_key_with_one_permission_is_never_refused_after_the_action(
    request, api_for, owner, shop, name, method, path, permission, body
):
    """What an answer shows may need another permission than the request does: that is asked for first."""
    if path.startswith("subscription/"):
        prepare_stripe(request, path)
    url = "/api/v1/" + filled(path, shop)
    sent = () if body is None or body(shop) is None else (json(body(shop)),)
    client = api_for(None)
    key = make_key(owner, permission)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key.secret}")
    ApiKey.objects.filter(pk=key.key.pk).update(last_used_at=now())  # that a key is used is noted once a minute
    with changes() as seen:
        answer = client.generic(method, url, *sent, content_type="application/json", HTTP_IF_MATCH="*")
    assert answer.status_code in {200, 201, 403}, answer.content
    assert answer.status_code != 403 or seen == {}


def prepare_stripe(request, path):
    """Checking out is for who has no subscription yet, everything else for who has one."""
    stripe = request.getfixturevalue("stripe")
    if path == "subscription/checkout/":
        with in_schema(PUBLIC):
            offer(stripe)
        return
    paying = request.getfixturevalue("paying")
    with in_schema(PUBLIC):
        paying.promotion("WELCOME")


def json(value):
    import json as library

    return library.dumps(value)


SCOPED = ["products/", "opening-stock/", "stock-levels/", "batches/", "stock-movements/", "sales/"]


@pytest.mark.parametrize("path", SCOPED)
def test_people_of_one_outlet_see_nothing_of_another(api_for, owner, manager, other_outlet, shop, path):
    from tests.shop import make_product, put_on_shelf, sell

    elsewhere = make_product(owner, sku="ELSEWHERE")
    put_on_shelf(owner, other_outlet, elsewhere, 77)
    sold = sell(owner, other_outlet, (elsewhere, 1))
    seen = api_for(manager).get(f"/api/v1/{path}").json()["results"]
    assert seen
    assert not any(row.get("outlet_id") == other_outlet.id for row in seen)
    assert all(row["on_hand"] == "0" for row in seen if row.get("variations", [{}])[0].get("sku") == "ELSEWHERE")
    assert api_for(manager).get(f"/api/v1/sales/{sold.id}/").status_code == 404
    assert api_for(owner).get(f"/api/v1/sales/{sold.id}/").status_code == 200


def test_a_stranger_to_an_outlet_cannot_tell_it_from_none(api_for, staff, other_outlet, shop):
    client = api_for(staff)
    for path in ("sales/", "sales/quote/"):
        with changes() as seen:
            foreign, none = (
                client.post(f"/api/v1/{path}", shop.cart(outlet_id=outlet), format="json")
                for outlet in (other_outlet.id, 10**12)
            )
        assert foreign.status_code == none.status_code == 404
        assert foreign.json() == none.json()
        assert seen == {}


def test_staff_see_no_costs(api_for, staff, manager, shop):
    for path, hidden in (("stock-levels/", {"value"}), ("batches/", {"value", "unit_cost"})):
        assert hidden <= set(api_for(manager).get(f"/api/v1/{path}").json()["results"][0])
        assert not hidden & set(api_for(staff).get(f"/api/v1/{path}").json()["results"][0])
    assert "cost" not in api_for(staff).get(f"/api/v1/sales/{shop.sale}/").content.decode()


def test_who_was_let_go_is_nobody(api_for, post, owner, staff, shop):
    client = api_for(staff)
    assert client.get("/api/v1/me/").status_code == 200
    assert post(owner, f"people/{staff.pk}/deactivate/", None).status_code == 200
    assert client.get("/api/v1/me/").status_code == 401


def test_backdating_is_for_the_owner(post, owner, staff, shop):
    yesterday = (now() - timedelta(days=2)).isoformat()
    assert post(staff, "sales/", shop.cart(sold_at=yesterday)).status_code == 403
