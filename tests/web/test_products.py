from inventory.catalogue.models import Category, Product
from tests.reading import read
from tests.web.typed import product_data


def test_adding_a_product_with_its_variations(browse, shop):
    data = product_data(shop.tax_code, **{"variations-TOTAL_FORMS": 2})
    data |= {field.replace("-0-", "-1-"): value for field, value in data.items() if "-0-" in field}
    data |= {"variations-1-sku": "BR-2", "variations-1-barcodes": "", "variations-1-price": "1,245.50"}
    answer = browse.post("/products/new/", data)
    product = Product.objects.get(name="Bread")
    assert answer["Location"] == f"/products/{product.pk}/"
    first, second = product.variations.order_by("pk")
    assert (first.price, second.price) == (45_00, 1245_50)
    assert [code.code for code in first.barcodes.order_by("code")] == ["111", "222"]
    assert first.reorder_point == 5
    page = browse.get(answer["Location"]).content.decode()
    assert "₹1,245.50" in page
    assert "Added." in page


def test_everything_wrong_is_named_at_its_field(browse, shop):
    answer = browse.post("/products/new/", product_data(shop.tax_code, name="", row_sku="", row_price="1.234"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"]
    (row,) = answer.context["rows"].forms
    assert set(row.errors) == {"sku", "price"}
    assert b'value="1.234"' in answer.content
    answer = browse.post("/products/new/", product_data(shop.tax_code, row_price=""))
    assert answer.context["rows"].forms[0].errors["price"] == ["This field is required."]


def test_what_only_the_operation_knows_is_shown_at_the_field_too(browse, shop):
    answer = browse.post("/products/new/", product_data(shop.tax_code, row_sku="tea", row_barcodes="890"))
    assert answer.status_code == 422
    (row,) = answer.context["rows"].forms
    assert row.errors["sku"] == ["Another product has this SKU."]
    assert row.errors["barcodes"] == ["Another product has this barcode."]
    assert Product.objects.count() == 1


def test_a_product_needs_a_variation(browse, shop):
    answer = browse.post("/products/new/", product_data(shop.tax_code, **{"variations-TOTAL_FORMS": 0}))
    assert answer.status_code == 422
    assert answer.context["rows"].non_form_errors()


def test_changing_a_product_keeps_its_variations(browse, shop):
    page = browse.get(f"/products/{shop.product}/edit/").content.decode()
    assert 'value="180.00"' in page
    assert 'value="890"' in page
    data = product_data(shop.tax_code, name="Green tea", row_id=shop.variation, row_sku="TEA", row_price="190")
    assert browse.post(f"/products/{shop.product}/edit/", data).status_code == 302
    product = Product.objects.get(pk=shop.product)
    assert product.name == "Green tea"
    assert [(each.pk, each.price) for each in product.variations.all()] == [(shop.variation, 190_00)]


def test_leaving_a_variation_out_is_refused(browse, shop):
    data = product_data(shop.tax_code, row_id="", row_sku="NEW", version="*")
    answer = browse.post(f"/products/{shop.product}/edit/", data)
    assert answer.status_code == 422
    assert "Name every variation" in answer.content.decode()


def test_archiving_can_be_undone(browse, shop):
    page = browse.post(f"/products/{shop.product}/archive/", follow=True).content.decode()
    assert "Tea" not in [row.name for row in browse.get("/products/").context["list"].rows]
    assert f'action="/products/{shop.product}/restore/"' in page
    assert "Undo" in page
    assert "Put back" in read(browse.get(f"/products/{shop.product}/"))
    assert [row.name for row in browse.get("/products/?archived=true").context["list"].rows] == ["Tea"]
    browse.post(f"/products/{shop.product}/restore/")
    assert [row.name for row in browse.get("/products/").context["list"].rows] == ["Tea"]


def test_a_new_category_is_chosen_at_once(browse):
    answer = browse.post("/products/categories/", {"category_name": "Food"}).content.decode()
    food = Category.objects.get(name="Food")
    assert f'<option value="{food.pk}" selected>Food</option>' in answer


def test_what_is_wrong_with_a_category_is_said(browse):
    assert (
        "Between 1 and 80 characters" in browse.post("/products/categories/", {"category_name": " "}).content.decode()
    )


def test_a_category_that_is_there_already_is_the_one_that_was_meant(browse):
    browse.post("/products/categories/", {"category_name": "Food"})
    again = browse.post("/products/categories/", {"category_name": " food"}).content.decode()
    food = Category.objects.get()
    assert f'<option value="{food.pk}" selected' in again


def test_no_tax_is_chosen_for_a_new_product(browse):
    """The first of the alphabet would be what is sold under by a person who doesn't look."""
    form = browse.get("/products/new/").content.decode()
    assert '<option value="" selected>Choose one</option>' in form
    refused = browse.post("/products/new/", product_data("", row_tax_code_id=""))
    assert refused.context["rows"].forms[0].errors["tax_code_id"] == ["This field is required."]
    assert not Product.objects.exists()
