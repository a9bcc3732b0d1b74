"""What nobody knows is refused, not ignored; and what says the same is the same."""

import json

import pytest

from sales.selling.models import Sale


@pytest.mark.parametrize(
    ("path", "wrong", "known"),
    [
        ("stock-levels/?outlet_id=2", "outlet_id", "cursor, ordering, outlet, page_size, search, state, variation"),
        ("sales/?status=paid", "status", "cursor, date_from,"),
        ("reports/trial-balance/?date=2026-11-30", "date", "as_of, outlet"),
        ("tax-codes/?as_of=2026-11-30", "as_of", "on"),
        ("me/?fields=name", "fields", "none"),
        ("products/{product}/?expand=variations", "expand", "none"),
    ],
)
def test_an_unknown_parameter_is_named_and_so_are_the_known_ones(api_for, owner, shop, path, wrong, known):
    answer = api_for(owner).get("/api/v1/" + path.format(**vars(shop)))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")
    assert answer.json()["errors"][wrong][0].startswith(f"There is no such parameter here. Known: {known}")


def test_one_behind_a_write_is_refused_and_nothing_is_written(api_for, owner, shop):
    before = Sale.objects.count()
    answer = api_for(owner).post("/api/v1/sales/?dry_run=true", shop.cart(), format="json")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"dry_run"}
    assert Sale.objects.count() == before


def test_one_given_twice_is_asked_for_once(api_for, owner, shop):
    answer = api_for(owner).get(f"/api/v1/stock-levels/?outlet={shop.outlet}&outlet=999")
    assert answer.json()["errors"] == {"outlet": ["Once, please."]}


@pytest.mark.parametrize("order", ["prise", "-prise", "name,prise"])
def test_an_unknown_order_is_refused(api_for, owner, shop, order):
    answer = api_for(owner).get(f"/api/v1/products/?ordering={order}")
    assert answer.status_code == 400
    assert "prise" in answer.json()["errors"]["ordering"][0]
    assert "on_hand" in answer.json()["errors"]["ordering"][0]


def test_the_public_host_knows_none(public_client):
    answer = public_client.get("/api/v1/subdomains/free/?country=IN")
    assert set(answer.json()["errors"]) == {"country"}


def test_a_stranger_is_told_nothing_of_them(api_for, shop):
    assert api_for(None).get("/api/v1/sales/?status=paid").status_code == 401


@pytest.mark.parametrize("path", ["sales", "sales/{sale}", "products/{product}", "reports/trial-balance", "../schema"])
def test_a_path_without_its_last_slash_means_the_same(api_for, owner, shop, path):
    client, url = api_for(owner), "/api/v1/" + path.format(**vars(shop))
    url = url.replace("/v1/..", "")
    assert client.get(url).content == client.get(f"{url}/").content
    assert client.get(url).status_code == 200


def test_a_write_without_its_last_slash_is_one_with_it(api_for, owner, shop):
    client = api_for(owner)
    answers = [
        client.post(path, shop.cart(), format="json", headers={"idempotency-key": "k1"})
        for path in ("/api/v1/sales", "/api/v1/sales/")
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_the_same_request_in_other_white_space_and_order_is_the_same(api_for, owner, shop):
    client, cart = api_for(owner), shop.cart()
    turned = dict(reversed(cart.items()))
    answers = [
        client.generic(
            "POST", "/api/v1/sales/", body, content_type="application/json", headers={"idempotency-key": "k"}
        )
        for body in (json.dumps(cart), json.dumps(cart, indent=4), json.dumps(turned, separators=(",", ":")))
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize("quantity", ["1e2", "1_0", "\u0661", " 1", "1 ", "+1", "1.", ".5", "1.0000", "NaN", "0x1", ""])
def test_a_quantity_is_written_as_people_write_one(post, owner, shop, quantity):
    answer = post(owner, "sales/", shop.cart(quantity=quantity))
    assert (answer.status_code, set(answer.data["errors"])) == (400, {"lines.0.quantity"})


@pytest.mark.parametrize(
    "moment", ["2026-11-21T09:30:00", "2026-11-21", "2026-11-21 09:30", "1795252200", "2026-11-21T09:30:00 IST", "now"]
)
@pytest.mark.parametrize(("path", "field"), [("sales/", "sold_at"), ("opening-stock/", "received_at")])
def test_a_moment_without_its_zone_is_refused(post, owner, shop, path, field, moment):
    body = shop.cart() if path == "sales/" else {"outlet_id": shop.outlet, "lines": [
        {"variation_id": shop.variation, "quantity": "1", "unit_cost": "1.00"}]}  # fmt: skip
    answer = post(owner, path, {**body, field: moment})
    assert (answer.status_code, set(answer.data["errors"])) == (400, {field})


def test_zones_are_read_in_each_of_their_forms(post, owner, shop):
    for moment in (
        "2026-11-21T04:00:00Z",
        "2026-11-21T09:30:00+05:30",
        "2026-11-21t04:00:00.25z",
        "2026-11-21 09:30+0530",
    ):
        assert post(owner, "sales/", shop.cart(sold_at=moment), key=moment.replace(" ", "")).status_code == 201, moment
