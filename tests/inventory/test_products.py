from decimal import Decimal

import pytest

from audit.models import AuditEntry
from inventory.catalogue.errors import CategoryTaken
from inventory.catalogue.models import Barcode, Product, Variation
from inventory.catalogue.operations.archive_product import archive_product
from inventory.catalogue.operations.create_category import CreateCategory, create_category
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.operations.update_product import update_product
from inventory.catalogue.rules.products import ProductInput, VariationInput
from kernel.errors import InvalidInput, NotAllowed, NotFound
from tests.shop import make_product, now, put_on_shelf, sell, tax_code_id


def tea(**changes):
    values = {"sku": "TEA-250", "price": 180_00, "tax_code_id": tax_code_id("GST5"), "barcodes": ("8901234567890",)}
    return VariationInput(**{**values, **changes})


def create(actor, *variations, name="Tea", **more):
    return create_product(actor=actor, command=ProductInput(name, variations, **more), now=now())


def test_a_product_with_two_variations(owner):
    drinks = create_category(actor=owner, command=CreateCategory("Drinks"), now=now())
    create(owner, tea(), tea(sku="TEA-500", name="500 g", price=340_00, barcodes=()), category_id=drinks.id)
    product = Product.objects.get()
    assert (product.name, str(product.category)) == ("Tea", "Drinks")
    assert [v.sku for v in product.variations.order_by("pk")] == ["TEA-250", "TEA-500"]
    assert Barcode.objects.get().code == "8901234567890"
    assert AuditEntry.objects.get(action="inventory.product.created").changes["skus"] == ["TEA-250", "TEA-500"]


def test_everything_wrong_is_named_at_once(owner):
    create(owner, tea())
    with pytest.raises(InvalidInput) as refused:
        create(
            owner,
            tea(sku="tea-250", tax_code_id=0, unit="stone", barcodes=("with space",)),
            tea(sku=" x", price=-1, reorder_point=Decimal("0.0001")),
            tea(sku="Y", name="n" * 81), tea(sku="y", barcodes=()),
            name=" ", category_id=10**9, description="d" * 10_001,
        )  # fmt: skip
    assert set(refused.value.errors) == {
        "name", "category_id", "description",
        "variations.0.sku", "variations.0.tax_code_id", "variations.0.unit", "variations.0.barcodes",
        "variations.1.sku", "variations.1.price", "variations.1.reorder_point", "variations.1.barcodes",
        "variations.2.name", "variations.2.barcodes", "variations.3.sku",
    }  # fmt: skip
    assert Product.objects.count() == 1


def test_a_change_names_every_variation_and_adds_new_ones(owner):
    product_id = create(owner, tea())
    known = Variation.objects.get()
    command = ProductInput(
        "Assam tea", (tea(id=known.pk, price=190_00, barcodes=("123",)), tea(sku="TEA-1KG", barcodes=()))
    )
    update_product(actor=owner, product_id=product_id, command=command, now=now())
    assert Product.objects.get().name == "Assam tea"
    assert list(Variation.objects.order_by("pk").values_list("sku", "price")) == [
        ("TEA-250", 190_00),
        ("TEA-1KG", 180_00),
    ]
    assert list(Barcode.objects.values_list("code", flat=True)) == ["123"]
    with pytest.raises(InvalidInput, match="correct"):
        update_product(actor=owner, product_id=product_id, command=ProductInput("Tea", (tea(sku="NEW"),)), now=now())
    with pytest.raises(NotFound):
        update_product(actor=owner, product_id=10**9, command=command, now=now())


def test_a_product_keeps_to_its_own_variations(owner):
    create(owner, tea())
    other = Variation.objects.get()
    with pytest.raises(InvalidInput) as refused:
        create(owner, tea(sku="HIJACK", id=other.pk, barcodes=()))
    assert set(refused.value.errors) == {"variations.0.id"}
    twice = ProductInput("Tea", (tea(id=other.pk), tea(sku="TEA-2", id=other.pk, barcodes=())))
    with pytest.raises(InvalidInput) as refused:
        update_product(actor=owner, product_id=other.product_id, command=twice, now=now())
    assert set(refused.value.errors) == {"variations.1.id"}
    assert Variation.objects.get().sku == "TEA-250"
    assert Product.objects.count() == 1


def test_what_is_archived_is_not_sold_until_it_comes_back(owner, outlet):
    variation = make_product(owner)
    put_on_shelf(owner, outlet, variation, 5)
    product_id = Variation.objects.get(pk=variation).product_id
    archive_product(actor=owner, product_id=product_id, archived=True, now=now())
    archive_product(actor=owner, product_id=product_id, archived=True, now=now())
    with pytest.raises(InvalidInput) as refused:
        sell(owner, outlet, (variation, 1))
    assert "archived" in refused.value.errors["lines.0.variation_id"][0]
    archive_product(actor=owner, product_id=product_id, archived=False, now=now())
    assert sell(owner, outlet, (variation, 1)).lines[0].quantity == 1
    assert AuditEntry.objects.filter(action="inventory.product.archived").count() == 1


def test_sister_categories_have_different_names(owner):
    food = create_category(actor=owner, command=CreateCategory("Food"), now=now())
    create_category(actor=owner, command=CreateCategory("Sweets", food.id), now=now())
    create_category(actor=owner, command=CreateCategory("Sweets"), now=now())
    with pytest.raises(CategoryTaken):
        create_category(actor=owner, command=CreateCategory("SWEETS", food.id), now=now())
    with pytest.raises(InvalidInput) as refused:
        create_category(actor=owner, command=CreateCategory("", 10**9), now=now())
    assert set(refused.value.errors) == {"name", "parent_id"}


def test_who_may_not_write_the_catalogue_changes_nothing(owner, staff, auditor, accountant):
    for actor in (staff, auditor, accountant):
        with pytest.raises(NotAllowed):
            create(actor, tea())
        with pytest.raises(NotAllowed):
            create_category(actor=actor, command=CreateCategory("X"), now=now())
    assert Product.objects.count() == 0
