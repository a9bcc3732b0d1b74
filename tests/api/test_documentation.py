import pytest


@pytest.mark.parametrize("page", ["docs", "redoc"])
def test_the_pages_load_scripts_only_from_files(api_for, page):
    answer = api_for(None).get(f"/api/{page}/", headers={"accept": "text/html"})
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "<script>" not in answer.content.decode()


def test_the_description_is_complete(api_for):
    described = api_for(None).get("/api/schema/?format=json").json()
    assert described["openapi"].startswith("3.1")
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert operation["responses"]["401"]["content"].keys() == {"application/problem+json"}, (method, path)
            assert operation["description"]
            named = {parameter["name"] for parameter in operation.get("parameters", [])}
            assert ("Idempotency-Key" in named) == (method == "post" and not path.startswith("/api/v1/account/"))


def test_what_a_post_takes_is_shown_by_an_example(api_for):
    described = api_for(None).get("/api/schema/?format=json").json()
    for path, operations in described["paths"].items():
        body = operations.get("post", {}).get("requestBody")
        if body and path != "/api/v1/sales/quote/":  # the sale's cart
            assert body["content"]["application/json"]["examples"], path


def test_lists_describe_their_filters(api_for):
    described = api_for(None).get("/api/schema/?format=json").json()
    named = {parameter["name"] for parameter in described["paths"]["/api/v1/sales/"]["get"]["parameters"]}
    assert {"cursor", "page_size", "ordering", "search", "date_from", "date_to", "number", "outlet"} <= named
