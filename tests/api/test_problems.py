"""Every refusal is application/problem+json with a stable code, and names all wrong fields at once."""

import pytest


def test_wrong_fields_are_named_by_their_path(post, owner, shop):
    answer = post(owner, "sales/", {
        "outlet_id": "x", "lines": [{"variation_id": shop.variation, "quantity": 1}, {"quantity": "many"}],
        "payments": [{"method": "barter", "amount": "1.005"}], "discount": 5, "sold_at": "0001-01-01T00:00:00Z",
    })  # fmt: skip
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "invalid_input"
    assert set(problem["errors"]) == {
        "outlet_id", "lines.0.quantity", "lines.1.variation_id", "lines.1.quantity", "payments.0.method",
        "payments.0.amount", "discount", "sold_at",
    }  # fmt: skip


def test_short_lines_are_data(post, owner, shop):
    problem = post(owner, "sales/", shop.cart("25")).json()
    assert (problem["code"], problem["status"]) == ("insufficient_stock", 409)
    assert problem["lines"] == [{"variation_id": shop.variation, "name": "Tea", "wanted": "25", "available": "19"}]
    assert problem["type"] == "urn:counterfoil:problem:insufficient_stock"


@pytest.mark.parametrize(
    ("method", "path", "content_type", "body", "status", "code"),
    [
        ("POST", "sales/", "application/json", "{", 400, "parse_error"),
        ("POST", "sales/", "application/json", "[]", 400, "invalid_input"),
        ("POST", "sales/", "application/json", "[" * 5000, 400, "parse_error"),
        ("POST", "sales/", "application/json", '{"lines": ' + "[" * 5000 + "]" * 5000 + "}", 400, "parse_error"),
        ("POST", "sales/", "text/plain", "x", 415, "unsupported_media_type"),
        ("DELETE", "sales/", "application/json", "", 405, "method_not_allowed"),
        ("GET", "sales/01932f5e-6b7c-7d8e-9f00-112233445566/", "application/json", "", 404, "not_found"),
        ("GET", "products/99999999999999999999999/", "application/json", "", 404, "not_found"),
    ],
)
def test_whatever_is_wrong_is_a_problem(api_for, owner, shop, method, path, content_type, body, status, code):
    answer = api_for(owner).generic(method, f"/api/v1/{path}", body, content_type=content_type)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["Content-Type"] == "application/problem+json"


def test_only_json_is_spoken(api_for, owner):
    answer = api_for(owner).get("/api/v1/sales/", headers={"accept": "application/xml"})
    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


def test_a_body_past_the_limit_is_refused(api_for, owner, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = api_for(owner).generic("POST", "/api/v1/sales/", "{" + " " * 20 + "}", content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("text", ["1e999999", "\\ud800", "١٢"])
def test_an_amount_that_is_none_is_a_wrong_value(api_for, owner, shop, text):
    body = f'{{"outlet_id": {shop.outlet}, "lines": [], "payments": [{{"method": "cash", "amount": "{text}"}}]}}'
    answer = api_for(owner).generic("POST", "/api/v1/sales/", body, content_type="application/json")
    assert answer.status_code == 400, answer.content


def test_a_cursor_with_a_null_character_is_a_problem(api_for, owner, shop):
    assert api_for(owner).get("/api/v1/products/?cursor=cD0lMDA=").status_code == 404


def test_a_search_takes_eight_words(api_for, owner, shop):
    assert api_for(owner).get("/api/v1/products/?search=" + "+".join(["tea"] * 300)).status_code == 200


def test_a_null_character_is_a_wrong_value(post, owner):
    answer = post(owner, "categories/", {"name": "a\x00b"})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"name"}
