"""Every page × every role × nobody: who is let in, who is not, and that a denied request changes nothing."""

import pytest

from accounting.ledger.models import Period
from accounting.ledger.operations.close_period import close_period
from billing.models import PlanPrice
from company.queries import outlets_for
from company.scope import scope_of
from kernel.permissions import MATRIX, Permission, Role
from kernel.schemas import PUBLIC, in_schema
from people.models import User
from tests.business import PASSWORD
from tests.changes import changes
from tests.installation import undone
from tests.shop import last_month, make_product, now, put_on_shelf, untouched_opening
from tests.web.typed import opening_data, product_data
from web import urls_tenant

P = Permission
HOOK = {"url": "https://hooks.example.com/", "events": ["sales.sale_recorded"]}
PERSON = {"name": "New", "email": "new@example.com", "role": "staff", "password": "correct horse battery"}
OPEN_TO_ALL = {"sign_in", "sign_out"}

# route name: method, path, permission, form
WHO = {"name": "Sam", "email": "sam@example.com"}
ROUTES = {
    "home": [("GET", "", P.INSIGHTS_HOME_READ, None)],
    "scan": [("GET", "scan/?code=BR-1", P.CATALOGUE_PRODUCT_READ, None)],
    "outlet_list": [
        ("GET", "outlets/", P.COMPANY_OUTLET_WRITE, None),
        ("POST", "outlets/", P.COMPANY_OUTLET_WRITE, lambda _: {"name": "Third", "code": "th"}),
    ],
    "outlet_edit": [
        ("GET", "outlets/{outlet}/", P.COMPANY_OUTLET_WRITE, None),
        ("POST", "outlets/{outlet}/", P.COMPANY_OUTLET_WRITE, lambda _: {"name": "Harbour", "version": "*"}),
    ],
    "outlet_switch": [("POST", "outlets/switch/", P.COMPANY_OUTLET_READ, lambda s: {"outlet": s.outlet})],
    "people_list": [("GET", "people/", P.PEOPLE_PERSON_READ, None)],
    "people_new": [
        ("GET", "people/new/", P.PEOPLE_PERSON_WRITE, None),
        ("POST", "people/new/", P.PEOPLE_PERSON_WRITE, lambda _: PERSON),
    ],
    "people_edit": [
        ("GET", "people/{person}/", P.PEOPLE_PERSON_WRITE, None),
        ("POST", "people/{person}/", P.PEOPLE_PERSON_WRITE, lambda s: {**WHO, "role": "auditor", "outlet_ids": [s.outlet], "version": "*"}),
    ],
    "people_reactivate": [("POST", "people/{person}/reactivate/", P.PEOPLE_PERSON_WRITE, lambda _: {})],
    "people_deactivate": [("POST", "people/{person}/deactivate/", P.PEOPLE_PERSON_WRITE, lambda _: {})],
    "plan_overview": [("GET", "settings/plan/", P.BILLING_PLAN_READ, None)],
    "plan_checkout": [("POST", "settings/plan/checkout/{growth}/", P.BILLING_PLAN_CHANGE, lambda _: {})],
    "plan_change": [
        ("GET", "settings/plan/change/{enterprise}/", P.BILLING_PLAN_CHANGE, None),
        ("POST", "settings/plan/change/{enterprise}/", P.BILLING_PLAN_CHANGE, lambda _: {}),
    ],
    "plan_free": [("POST", "settings/plan/free/free/", P.BILLING_PLAN_CHANGE, lambda _: {})],
    "plan_portal": [("POST", "settings/plan/portal/", P.BILLING_PLAN_CHANGE, lambda _: {})],
    "plan_cancel": [("POST", "settings/plan/cancel/", P.BILLING_PLAN_CHANGE, lambda _: {})],
    "plan_keep": [("POST", "settings/plan/keep/", P.BILLING_PLAN_CHANGE, lambda _: {})],
    "plan_code": [("POST", "settings/plan/code/", P.BILLING_PLAN_CHANGE, lambda _: {"code": "WELCOME"})],
    "invoice_list": [("GET", "billing/invoices/", P.BILLING_INVOICE_READ, None)],
    "webhook_list": [("GET", "settings/webhooks/", P.WEBHOOKS_ENDPOINT_READ, None)],
    "webhook_new": [
        ("GET", "settings/webhooks/new/", P.WEBHOOKS_ENDPOINT_WRITE, None),
        ("POST", "settings/webhooks/new/", P.WEBHOOKS_ENDPOINT_WRITE, lambda _: HOOK),
    ],
    "webhook_detail": [("GET", "settings/webhooks/{endpoint}/", P.WEBHOOKS_ENDPOINT_READ, None)],
    "webhook_edit": [
        ("GET", "settings/webhooks/{endpoint}/edit/", P.WEBHOOKS_ENDPOINT_WRITE, None),
        ("POST", "settings/webhooks/{endpoint}/edit/", P.WEBHOOKS_ENDPOINT_WRITE, lambda _: {**HOOK, "version": "*"}),
    ],
    "webhook_rotate": [("POST", "settings/webhooks/{endpoint}/rotate/", P.WEBHOOKS_ENDPOINT_WRITE, lambda _: {})],
    "webhook_remove": [("POST", "settings/webhooks/{endpoint}/remove/", P.WEBHOOKS_ENDPOINT_WRITE, lambda _: {})],
    "webhook_resend": [("POST", "settings/webhooks/deliveries/{delivery}/resend/", P.WEBHOOKS_ENDPOINT_WRITE, lambda _: {})],
    "domain_list": [("GET", "settings/domains/", P.COMPANY_DOMAIN_READ, None)],
    "domain_new": [("POST", "settings/domains/new/", P.COMPANY_DOMAIN_WRITE, lambda _: {"host": "new.example.com"})],
    "domain_check": [("POST", "settings/domains/{domain}/check/", P.COMPANY_DOMAIN_WRITE, lambda _: {})],
    "domain_primary": [("POST", "settings/domains/{host}/make-primary/", P.COMPANY_DOMAIN_WRITE, lambda _: {})],
    "domain_remove": [("POST", "settings/domains/{domain}/remove/", P.COMPANY_DOMAIN_WRITE, lambda _: {})],
    "key_list": [("GET", "settings/keys/", P.PEOPLE_KEY_READ, None)],
    "key_new": [
        ("GET", "settings/keys/new/", P.PEOPLE_KEY_WRITE, None),
        ("POST", "settings/keys/new/", P.PEOPLE_KEY_WRITE, lambda _: {"name": "New", "scopes": ["sales:sale:read"]}),
    ],
    "key_rotate": [("POST", "settings/keys/{key}/rotate/", P.PEOPLE_KEY_WRITE, lambda _: {})],
    "key_revoke": [("POST", "settings/keys/{key}/revoke/", P.PEOPLE_KEY_WRITE, lambda _: {})],
    "product_list": [("GET", "products/", P.CATALOGUE_PRODUCT_READ, None)],
    "product_new": [
        ("GET", "products/new/", P.CATALOGUE_PRODUCT_WRITE, None),
        ("POST", "products/new/", P.CATALOGUE_PRODUCT_WRITE, lambda s: product_data(s.tax_code)),
    ],
    "category_new": [("POST", "products/categories/", P.CATALOGUE_PRODUCT_WRITE, lambda _: {"category_name": "Food"})],
    "product_detail": [("GET", "products/{product}/", P.CATALOGUE_PRODUCT_READ, None)],
    "product_edit": [
        ("GET", "products/{product}/edit/", P.CATALOGUE_PRODUCT_WRITE, None),
        ("POST", "products/{product}/edit/", P.CATALOGUE_PRODUCT_WRITE, lambda s: product_data(s.tax_code, row_id=s.variation)),
    ],
    "product_archive": [("POST", "products/{product}/archive/", P.CATALOGUE_PRODUCT_WRITE, lambda _: {})],
    "product_restore": [("POST", "products/{product}/restore/", P.CATALOGUE_PRODUCT_WRITE, lambda _: {})],
    "stock_list": [("GET", "stock/", P.STOCK_LEVEL_READ, None)],
    "batch_list": [("GET", "stock/batches/", P.STOCK_LEVEL_READ, None)],
    "opening_stock": [
        ("GET", "stock/opening/", P.STOCK_OPENING_RECORD, None),
        ("POST", "stock/opening/", P.STOCK_OPENING_RECORD, lambda s: opening_data(s.outlet, s.variation)),
    ],
    "opening_list": [("GET", "stock/opening/recorded/", P.STOCK_OPENING_RECORD, None)],
    "opening_reverse": [
        ("POST", "stock/opening/{opening}/reverse/", P.STOCK_OPENING_RECORD, lambda _: {"reason": "Counted wrong."}),
    ],
    "opening_find": [("GET", "stock/opening/find/?find=tea", P.STOCK_OPENING_RECORD, None)],
    "till": [("GET", "till/", P.SALES_SALE_RECORD, None)],
    "till_tiles": [("GET", "till/{outlet}/tiles/", P.SALES_SALE_RECORD, None)],
    "sale_list": [("GET", "sales/", P.SALES_SALE_READ, None)],
    "sale_detail": [("GET", "sales/{sale}/", P.SALES_SALE_READ, None)],
    "receipt": [("GET", "sales/{sale}/receipt/", P.SALES_SALE_READ, None)],
    "close_business": [
        ("GET", "settings/close/", P.COMPANY_BUSINESS_CLOSE, None),
        ("POST", "settings/close/", P.COMPANY_BUSINESS_CLOSE, lambda _: {"name": "acme", "password": PASSWORD}),
    ],
    "cancel_closing": [("POST", "settings/close/cancel/", P.COMPANY_BUSINESS_CLOSE, lambda _: {})],
    "export_list": [
        ("GET", "settings/export/", P.COMPANY_DATA_EXPORT, None),
        ("POST", "settings/export/", P.COMPANY_DATA_EXPORT, lambda _: {}),
    ],
    "export_download": [("GET", "settings/export/{export}/", P.COMPANY_DATA_EXPORT, None)],
    "period_list": [("GET", "money/months/", P.BOOKS_REPORT_READ, None)],
    "period_close": [("POST", "money/months/{period}/close/", P.BOOKS_PERIOD_CLOSE, lambda _: {})],
    "period_reopen": [
        ("POST", "money/months/{closed_period}/reopen/", P.BOOKS_PERIOD_REOPEN, lambda _: {"reason": "A late bill."}),
    ],
    "trial_balance": [("GET", "money/trial-balance/", P.BOOKS_REPORT_READ, None)],
}  # fmt: skip
CASES = [case for cases in ROUTES.values() for case in cases]
IDS = [f"{method} {path or 'home'}" for method, path, _, _ in CASES]


def price(plan):
    """The number of the plan's price of a month in rupees."""
    with in_schema(PUBLIC):
        return PlanPrice.objects.get(plan__code=plan, currency="INR", interval="month").pk


def filled(path, shop):
    """With the ids of what is there."""
    owner = User.objects.filter(role=Role.OWNER).earliest("pk")
    opening = untouched_opening(owner, shop.outlet) if "{opening}" in path else ""
    plans = {code: price(code) if f"{{{code}}}" in path else 0 for code in ("growth", "enterprise")}
    return path.format(**vars(shop), **plans, **_months(owner, path), opening=opening)


def _months(owner, path):
    """A month that is over, open or closed as the path wants it."""
    if "period}" not in path:
        return {}
    outlet = scope_of(owner).outlet(outlets_for(owner)[0].id)
    put_on_shelf(owner, outlet, make_product(owner), 1, received_at=last_month())
    period = Period.objects.earliest("starts_on").pk
    if "{closed_period}" in path:
        close_period(actor=owner, period_id=period, now=now())
    return {"period": period, "closed_period": period}


def test_every_page_is_in_the_table_with_its_permission():
    pages = {pattern.name: pattern.callback for pattern in urls_tenant.urlpatterns if pattern.name not in OPEN_TO_ALL}
    assert set(pages) == set(ROUTES)
    for name, view in pages.items():
        assert {permission for _, _, permission, _ in ROUTES[name]} == {view.permission}, name


@pytest.mark.parametrize(("method", "path", "permission", "form"), CASES, ids=IDS)
def test_who_is_let_in(request, client_for, shop, method, path, permission, form):
    url = "/" + filled(path, shop)
    clients = {role: client_for(role and request.getfixturevalue(role)) for role in [*Role, None]}
    for role, client in clients.items():
        with undone():
            if "/change/" in path and role == Role.OWNER:
                request.getfixturevalue("paying")
            with changes() as seen:
                answer = client.get(url) if method == "GET" else client.post(url, form(shop))
            if role and permission in MATRIX[role]:
                assert answer.status_code in ({200} if method == "GET" else {200, 302}), (role, answer.content)
                assert "no-store" in answer["Cache-Control"]
                assert method != "GET" or seen == {}, role
            elif role:
                assert answer.status_code == 403, role
                assert seen == {}, role
            else:
                assert answer.status_code == 302
                assert answer["Location"].startswith("/sign-in/?next=")
                assert seen == {}


def test_a_page_answers_only_its_methods(browse, shop):
    assert browse.post("/products/").status_code == 405
    assert browse.get(f"/products/{shop.product}/archive/").status_code == 405
    assert browse.head("/products/").status_code == 200


@pytest.mark.parametrize(
    "path", ["products/999999999/", "sales/00000000-0000-0000-0000-000000000000/", "till/999999/tiles/"]
)
def test_what_is_not_there_is_a_404(browse, path):
    assert browse.get(f"/{path}").status_code == 404


def test_people_of_one_outlet_see_nothing_of_another(client_for, owner, manager, other_outlet, shop):
    from tests.shop import make_product, put_on_shelf, sell

    elsewhere = make_product(owner, name="Elsewhere only", sku="ELSEWHERE")
    put_on_shelf(owner, other_outlet, elsewhere, 77)
    sold = sell(owner, other_outlet, (elsewhere, 1))
    client = client_for(manager)
    for path in ("stock/", "stock/batches/"):
        assert b"Elsewhere only" in client_for(owner).get(f"/{path}").content
        assert b"Elsewhere only" not in client.get(f"/{path}").content
    assert sold.number.encode() not in client.get("/sales/").content
    for path in (f"sales/{sold.id}/", f"sales/{sold.id}/receipt/", f"till/{other_outlet.id}/tiles/"):
        assert client_for(owner).get(f"/{path}").status_code == 200
        assert client.get(f"/{path}").status_code == 404
    assert client.post("/outlets/switch/", {"outlet": other_outlet.id}).status_code == 404


def test_staff_see_no_costs_and_no_doors_that_are_shut_to_them(client_for, owner, staff, shop):
    detail = client_for(staff).get(f"/products/{shop.product}/").content.decode()
    assert "Unit cost" not in detail
    assert "/edit/" not in detail
    assert "Unit cost" in client_for(owner).get(f"/products/{shop.product}/").content.decode()
    home = client_for(staff).get("/").content.decode()
    assert "Gross profit" not in home
    assert "Stock value" not in home
    for shut in ("/money/trial-balance/", "/people/", "/outlets/", "/stock/opening/"):
        assert f'href="{shut}"' not in home
    assert "Cost of goods" not in client_for(staff).get(f"/sales/{shop.sale}/").content.decode()
