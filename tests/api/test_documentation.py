import pytest


@pytest.mark.parametrize("page", ["docs", "redoc"])
def test_the_pages_load_scripts_only_from_files(api_for, page):
    answer = api_for(None).get(f"/api/{page}/", headers={"accept": "text/html"})
    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy + ";"
    assert "<script>" not in answer.content.decode()


def test_the_description_is_written_once_and_known_again(api_for, monkeypatch):
    first = api_for(None).get("/api/schema/?format=json")
    monkeypatch.setattr("api.documentation.SchemaGenerator", None)
    again = api_for(None).get("/api/schema/?format=json", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert api_for(None).get("/api/schema/?format=json").content == first.content


def test_each_host_describes_what_it_answers(api_for, public_client):
    business = api_for(None).get("/api/schema/?format=json").json()
    public = public_client.get("/api/schema/?format=json").json()
    assert set(public["paths"]) == {"/api/v1/sign-ups/", "/api/v1/subdomains/{name}/"}
    assert {"/api/v1/account/sign-in/", "/api/v1/sales/"} <= set(business["paths"])
    assert not set(public["paths"]) & set(business["paths"])
    assert public["info"]["title"] != business["info"]["title"]


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
