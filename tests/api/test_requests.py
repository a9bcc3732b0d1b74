"""What a request costs besides its operation, and what is kept between requests."""

import structlog
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from structlog.testing import capture_logs

from api import bound
from api.serializers.sales import CartSerializer, SaleSerializer
from company.queries import currency
from tests.statements import asked_of_the_business

BAD_LINE = {"lines": [{"variation_id": 0, "quantity": "1"}], "outlet_id": 1}


def test_a_sale_takes_three_statements_more_than_its_operation(api_for, owner, shop):
    client = api_for(owner)

    def sell(key):
        answer = client.post("/api/v1/sales/", shop.cart(), format="json", headers={"idempotency-key": key})
        assert answer.status_code == 201

    sell("warm")
    with CaptureQueriesContext(connection) as sent:
        sell("k")
    asked = [text for text in asked_of_the_business(sent) if not text.startswith(("SAVEPOINT", "RELEASE"))]
    around = ('FROM "people_user"', "INSERT INTO audit_idempotencykey", "UPDATE audit_idempotencykey")
    assert [sum(part in text for text in asked) for part in around] == [1, 1, 1]
    assert len(asked) == 9 + len(around)


def test_what_one_body_had_wrong_is_not_told_of_the_next(api_for, owner, shop):
    client = api_for(owner)
    refused = client.post("/api/v1/sales/quote/", BAD_LINE, format="json")
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"lines.0.variation_id"})
    assert client.post("/api/v1/sales/quote/", shop.cart(), format="json").status_code == 200
    other = client.post("/api/v1/sales/quote/", {**shop.cart(), "discount": 5}, format="json")
    assert set(other.json()["errors"]) == {"discount"}


def test_amounts_are_read_and_shown_in_the_currency_asked_for():
    cart = {"lines": [], "outlet_id": 1, "discount": "5"}
    read = {code: bound.read(CartSerializer, cart, code)["discount"] for code in ("INR", "JPY", "KWD", "INR")}
    assert read == {"INR": 500, "JPY": 5, "KWD": 5000}
    shown = {code: bound._bound(SaleSerializer, code).fields["total"].to_representation(5000) for code in read}
    assert shown == {"INR": "50.00", "JPY": "5000", "KWD": "5.000"}


def test_the_currency_is_asked_for_once(tenant):
    assert currency() == "INR"
    with CaptureQueriesContext(connection) as sent:
        assert currency() == "INR"
    assert len(sent) == 0


def test_a_cache_keeps_its_client():
    client = caches["shared"]._cache
    assert client.get_client("a") is client.get_client("b", write=True)


def test_a_request_is_one_line_of_the_log_and_says_where_it_came_from(api_for, owner):
    client = api_for(owner)
    with capture_logs(processors=[structlog.stdlib.filter_by_level, structlog.contextvars.merge_contextvars]) as lines:
        client.get("/api/v1/me/", headers={"user-agent": "Till 7"}, REMOTE_ADDR="203.0.113.9")
    (line,) = [line for line in lines if line["event"].startswith("request_")]
    assert (line["event"], line["code"], line["request"]) == ("request_finished", 200, "GET /api/v1/me/")
    assert (line["ip"], line["user_agent"], line["user_id"]) == ("203.0.113.9", "Till 7", owner.pk)
