"""Worked examples for the OpenAPI description: one cart, all the way."""

from drf_spectacular.utils import OpenApiExample

_CART = {
    "outlet_id": 1,
    "lines": [{"variation_id": 7, "quantity": "2"}, {"variation_id": 9, "quantity": "0.5", "discount": "10.00"}],
}

_LINES = [
    {
        "variation_id": 7,
        "name": "Basmati rice 5 kg",
        "quantity": "2",
        "unit_price": "525.00",
        "discount": "0.00",
        "taxes": [
            {"name": "CGST", "percent": "2.5", "amount": "25.00"},
            {"name": "SGST", "percent": "2.5", "amount": "25.00"},
        ],
        "taxable": "1000.00",
        "tax": "50.00",
        "total": "1050.00",
    },
    {
        "variation_id": 9,
        "name": "Paneer",
        "quantity": "0.5",
        "unit_price": "430.00",
        "discount": "10.00",
        "taxes": [],
        "taxable": "205.00",
        "tax": "0.00",
        "total": "205.00",
    },
]

NEW_SALE = OpenApiExample(
    "Two lines, cash",
    request_only=True,
    value={**_CART, "payments": [{"method": "cash", "amount": "1300.00"}]},
)

QUOTE = OpenApiExample(
    "The same cart, priced",
    response_only=True,
    status_codes=["200"],
    value={"discount": "10.00", "taxable": "1205.00", "tax": "50.00", "total": "1255.00", "lines": _LINES},
)

SALE = OpenApiExample(
    "The receipt",
    response_only=True,
    status_codes=["200", "201"],
    value={
        "id": "01932f5e-6b7c-7d8e-9f00-112233445566",
        "number": "MN/2627/118",
        "outlet_id": 1,
        "outlet_name": "Main",
        "sold_at": "2026-11-21T09:14:03Z",
        "business_date": "2026-11-21",
        "currency": "INR",
        "prices_include_tax": True,
        "discount": "10.00",
        "taxable": "1205.00",
        "tax": "50.00",
        "total": "1255.00",
        "change": "45.00",
        "actor_name": "Asha Rao",
        "recorded_at": "2026-11-21T09:14:03Z",
        "tax_totals": [
            {"name": "CGST", "percent": "2.5", "amount": "25.00"},
            {"name": "SGST", "percent": "2.5", "amount": "25.00"},
        ],
        "lines": [
            {
                **line,
                "position": position,
                "sku": sku,
                "category_name": category,
                "list_price": line["unit_price"],
                "tax_code": code,
            }
            for position, (line, sku, category, code) in enumerate(
                zip(_LINES, ["RIC-005", "PAN-1"], ["Staples", "Dairy"], ["GST5", "GST0"], strict=True), start=1
            )
        ],
        "payments": [{"method": "cash", "amount": "1255.00", "tendered": "1300.00"}],
    },
)

OPENING_STOCK = OpenApiExample(
    "One batch",
    request_only=True,
    value={
        "outlet_id": 1,
        "lines": [
            {
                "variation_id": 7,
                "quantity": "40",
                "unit_cost": "431.50",
                "batch_number": "B-2291",
                "expires_on": "2027-03-31",
            }
        ],
    },
)

NEW_PRODUCT = OpenApiExample(
    "Tea in two sizes",
    request_only=True,
    value={
        "name": "Assam tea",
        "category_id": 3,
        "variations": [
            {
                "sku": "TEA-250",
                "name": "250 g",
                "price": "180.00",
                "tax_code_id": 2,
                "barcodes": ["8901234567890"],
                "reorder_point": "12",
                "reorder_quantity": "48",
                "tracks_expiry": True,
            },
            {"sku": "TEA-500", "name": "500 g", "price": "340.00", "tax_code_id": 2},
        ],
    },
)

NEW_CATEGORY = OpenApiExample("Below another", request_only=True, value={"name": "Tea & coffee", "parent_id": 1})

NEW_OUTLET = OpenApiExample(
    "A second shop", request_only=True, value={"name": "Indiranagar", "code": "IND", "timezone": "Asia/Kolkata"}
)

NEW_PERSON = OpenApiExample(
    "Somebody for the till",
    request_only=True,
    value={"name": "Ravi Kumar", "email": "ravi@shop.example", "role": "staff", "password": "correct horse battery"},
)

NEW_KEY = OpenApiExample(
    "For a till bridge",
    request_only=True,
    value={
        "name": "Till bridge",
        "scopes": ["catalogue:product:read", "sales:sale:record"],
        "expires_at": "2027-11-21T00:00:00Z",
    },
)

PRICE_CHOICE = OpenApiExample("Growth, by the month", request_only=True, value={"price_id": 3})
FREE_PLAN = OpenApiExample("The free plan", request_only=True, value={"plan": "free"})
PROMOTION_CODE = OpenApiExample("A code from a fair", request_only=True, value={"code": "WELCOME50"})

CLOSING = OpenApiExample(
    "Really close it",
    request_only=True,
    value={"name": "Corner Shop", "password": "the owner's own"},
)
NEW_DOMAIN = OpenApiExample("A domain that you hold", request_only=True, value={"host": "shop.example.com"})

NEW_ENDPOINT = OpenApiExample(
    "Sales to an ERP",
    request_only=True,
    value={"url": "https://erp.example.com/hooks/counterfoil", "events": ["sales.sale_recorded"]},
)

REVERSING = OpenApiExample("Counted wrong", request_only=True, value={"reason": "The wrong shelf was counted."})
REOPENING = OpenApiExample("A bill came late", request_only=True, value={"reason": "A supplier's bill came late."})


def _asked(name: str, **value: str) -> OpenApiExample:
    return OpenApiExample(name, request_only=True, value=value)


SIGN_IN = _asked("By password", email="asha@rao.example", password="correct horse battery")  # noqa: S106 (an example)
SIGN_IN_CODE = _asked("The code of the app", session_token="0q3ls6bb1ffh3xgzs4ppjkcqkyu4cwm3", code="492039")  # noqa: S106
REFRESH = _asked("What the sign-in gave", refresh_token="eyJhbGciOiJIUzI1NiIs…")  # noqa: S106
ADDRESS = _asked("An address", email="asha@rao.example")
LINK = _asked("From the mail", key="Mg-cjk7t2-8a0d0d0c")
NEW_PASSWORD = _asked("From the mail", key="2-cjk7t2-8a0d0d0c", password="staple battery correct")  # noqa: S106
CHANGED_PASSWORD = _asked(
    "Both",
    current_password="correct horse battery",  # noqa: S106
    new_password="staple battery correct",  # noqa: S106
)
PASSWORD_AGAIN = _asked("Once more", password="correct horse battery")  # noqa: S106
FACTOR_CODE = _asked("The code of the app", code="492039")
