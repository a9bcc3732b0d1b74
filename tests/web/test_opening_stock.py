import pytest

from inventory.stock.models import Batch, StockDocument
from tests.shop import make_product, put_on_shelf, untouched_opening
from tests.web.typed import opening_data


def test_what_is_counted_goes_into_stock_and_books(browse, outlet, shop):
    answer = browse.post(
        "/stock/opening/", opening_data(outlet.id, shop.variation, expires_on="2030-01-31"), follow=True
    )
    assert answer.redirect_chain == [("/stock/", 302)]
    assert "₹360.00 of stock is on the shelf and in the books" in answer.content.decode()
    batch = Batch.objects.get(number="B-7")
    assert (batch.quantity, batch.unit_cost, batch.value) == (12, 30_00, 360_00)


def test_goods_worth_nothing_are_said_to_change_no_books(browse, outlet, shop):
    answer = browse.post("/stock/opening/", opening_data(outlet.id, shop.variation, unit_cost="0"), follow=True)
    assert "They are worth nothing, so the books stay as they are." in answer.content.decode()


def test_everything_wrong_is_named_at_its_row(browse, outlet, shop):
    answer = browse.post("/stock/opening/", opening_data(outlet.id, shop.variation, quantity="", unit_cost="cheap"))
    assert answer.status_code == 422
    ((row, name),) = answer.context["rows"]
    assert set(row.errors) == {"quantity", "unit_cost"}
    assert name.name == "Tea"


def test_what_only_the_operation_knows_is_shown_at_the_row_too(browse, outlet, shop):
    answer = browse.post("/stock/opening/", opening_data(outlet.id, shop.variation, quantity="1.5"))
    ((row, _),) = answer.context["rows"]
    assert row.errors["quantity"] == ["Pieces come whole."]
    assert not Batch.objects.filter(number="B-7").exists()


def test_counting_nothing_is_refused(browse, outlet):
    answer = browse.post("/stock/opening/", {"outlet": outlet.id, "lines-TOTAL_FORMS": 0, "lines-INITIAL_FORMS": 0})
    assert answer.status_code == 422
    assert "Between 1 and" in answer.content.decode()


def test_a_stranger_to_an_outlet_cannot_put_goods_there(client_for, manager, other_outlet, shop):
    answer = client_for(manager).post("/stock/opening/", opening_data(other_outlet.id, shop.variation))
    assert answer.status_code == 422
    assert answer.context["form"].errors["outlet"]


def test_things_are_found_by_words_sku_and_barcode(browse, owner, shop):
    make_product(owner, name="Teapot")
    found = lambda text: browse.get("/stock/opening/find/", {"find": text}).content.decode()  # noqa: E731
    assert found("te").count("data-pick=") == 2
    assert found("890").count("data-pick=") == 1
    assert found("TEA").count("data-pick=") == 2
    assert "Nothing matches" in found("zzz")
    assert found(" ").strip() == ""


def test_coming_from_a_product_begins_with_its_variations(browse, shop):
    page = browse.get(f"/stock/opening/?product={shop.product}").content.decode()
    assert f'data-pick-at-start data-pick="{shop.variation}"' in page


def test_what_was_recorded_is_listed_and_taken_back(browse, owner, outlet, shop):
    opening = untouched_opening(owner, outlet.id)
    assert opening in browse.get("/stock/opening/recorded/").content.decode()
    answer = browse.post(f"/stock/opening/{opening}/reverse/", {"reason": "Counted wrong."}, follow=True)
    assert "have left the shelf and the books" in answer.content.decode()
    assert f"reverse-{opening}" not in answer.content.decode()


def test_one_that_was_sold_from_is_kept_and_the_page_says_why(browse, shop):
    opening = StockDocument.objects.get(source_type="opening_stock").source_id
    answer = browse.post(f"/stock/opening/{opening}/reverse/", {"reason": "Counted wrong."}, follow=True)
    assert "Tea: 20 wanted, 19 available" in answer.content.decode()


def without_summary(*arguments, **changed):
    return {key: value for key, value in opening_data(*arguments, **changed).items() if key != "seen"}


def test_what_was_typed_is_summed_up_before_it_is_posted(browse, outlet, shop):
    typed = without_summary(outlet.id, shop.variation)
    answer = browse.post("/stock/opening/", typed)
    assert answer.status_code == 200
    assert "₹360.00" in answer.content.decode()
    assert not Batch.objects.filter(number="B-7").exists()
    seen = answer.context["seen"]
    answer = browse.post("/stock/opening/", {**typed, "lines-0-quantity": "13", "seen": seen})
    assert "₹390.00" in answer.content.decode(), "another quantity is another summary"
    assert not Batch.objects.filter(number="B-7").exists()
    browse.post("/stock/opening/", {**typed, "seen": seen})
    assert Batch.objects.get(number="B-7").value == 360_00


@pytest.mark.parametrize(
    ("quantity", "cost", "doubts"),
    [
        ("12", "150.00", []),
        ("12", "8901", ["One last cost ₹60.00."]),
        ("12", "0", ["One last cost ₹60.00."]),
        ("10001", "60", ["10001 is a lot."]),
    ],
)
def test_what_is_hard_to_believe_is_asked_about(browse, owner, outlet, shop, quantity, cost, doubts):
    put_on_shelf(owner, outlet, shop.variation, 5, unit_cost=60_00)
    answer = browse.post(
        "/stock/opening/", without_summary(outlet.id, shop.variation, quantity=quantity, unit_cost=cost)
    )
    assert list(answer.context["summary"].lines[0].doubts) == doubts
    for doubt in doubts:
        assert doubt in answer.content.decode()


def test_a_first_cost_is_compared_with_the_price(browse, owner, outlet):
    thing = make_product(owner, price=100_00)
    answer = browse.post("/stock/opening/", without_summary(outlet.id, thing, unit_cost="9550"))
    assert answer.context["summary"].lines[0].doubts == ("One sells for ₹100.00.",)


@pytest.mark.parametrize(("typed", "cost"), [("1,250", 1250_00), ("1,250.50", 1250_50), ("95.5", 95_50)])
def test_a_cost_is_read_as_the_business_writes_numbers(browse, outlet, shop, typed, cost):
    browse.post("/stock/opening/", opening_data(outlet.id, shop.variation, unit_cost=typed))
    assert Batch.objects.get(number="B-7").unit_cost == cost


@pytest.mark.parametrize(("field", "typed"), [("unit_cost", "95,50"), ("unit_cost", "3,00"), ("quantity", "1,5")])
def test_a_number_that_could_be_meant_otherwise_is_refused_with_an_example(browse, outlet, shop, field, typed):
    answer = browse.post("/stock/opening/", opening_data(outlet.id, shop.variation, **{field: typed}))
    ((row, _),) = answer.context["rows"]
    assert row.errors[field] == ["Write a number like 1250.5, please."]
    assert not Batch.objects.filter(number="B-7").exists()
