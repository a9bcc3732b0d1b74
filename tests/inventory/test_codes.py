"""One rule for codes: at saving, in a search, at the till, in the database."""

from functools import partial

import pytest
from django.db import IntegrityError, connection

from inventory.catalogue.models import Barcode, Variation
from inventory.catalogue.models.codes import CodeKey, same_code
from inventory.catalogue.queries.lookup import variation_scanned
from inventory.catalogue.queries.matching import variation_id_of
from inventory.catalogue.rules.codes import is_misread, key_of
from kernel.errors import InvalidInput
from kernel.schemas import in_schema
from tests.installation import together
from tests.shop import make_product

UPC, EAN = "036000291452", "0036000291452"


def refused(owner, **thing):
    with pytest.raises(InvalidInput) as error:
        make_product(owner, **thing)
    return {field.rpartition(".")[2] for field in error.value.errors}


def test_a_code_is_exact_or_unknown(owner):
    tea = make_product(owner, sku="TEA-12345", barcodes=(UPC, "Ab12"))
    for code in (UPC, EAN, "00036000291452", "ab12", "AB12", "tea-12345"):
        assert variation_id_of(code) == tea, code
        assert variation_scanned(owner, code).id == tea
    for code in ("12345", "TEA", "036000291453", "36000291452", ""):
        assert variation_id_of(code) is None, code


@pytest.mark.parametrize(
    ("thing", "field"),
    [
        ({"barcodes": ("AB12",)}, "barcodes"),
        ({"barcodes": (EAN,)}, "barcodes"),
        ({"barcodes": ("TEA-1",)}, "barcodes"),
        ({"barcodes": ("tea-1",)}, "barcodes"),
        ({"sku": "AB12"}, "sku"),
        ({"sku": EAN}, "sku"),
        ({"sku": "TEA-1"}, "sku"),
        ({"barcodes": ("036000291453",)}, "barcodes"),
        ({"barcodes": ("X1", "x1")}, "barcodes"),
        ({"barcodes": ("4006381333931", "04006381333931")}, "barcodes"),
    ],
)
def test_a_code_that_means_something_else_or_was_misread_is_refused(owner, thing, field):
    make_product(owner, sku="tea-1", barcodes=(UPC, "ab12"))
    assert refused(owner, **thing) == {field}


def test_a_thing_may_have_its_sku_as_its_barcode(owner):
    thing = make_product(owner, sku="5000", barcodes=("5000",))
    assert variation_id_of("5000") == thing


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("INSERT INTO catalogue_barcode (variation_id, code) VALUES ({other}, 'AB12')", "catalogue_barcode_once"),
        (f"INSERT INTO catalogue_barcode (variation_id, code) VALUES ({{other}}, '{EAN}')", "catalogue_barcode_once"),
        ("INSERT INTO catalogue_barcode (variation_id, code) VALUES ({other}, 'Tea-1')", "catalogue_code_once"),
        ("UPDATE catalogue_variation SET sku = 'Ab12' WHERE id = {other}", "catalogue_code_once"),
        ("UPDATE catalogue_variation SET sku = 'tea-1' WHERE id = {other}", "catalogue_variation_sku_once"),
    ],
)
def test_the_database_refuses_it_too(owner, statement, constraint):
    make_product(owner, sku="TEA-1", barcodes=(UPC, "ab12"))
    other = make_product(owner)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError) as error:
            cursor.execute(statement.format(other=other))
    assert error.value.__cause__.diag.constraint_name == constraint


CODES = ["12345678", "036000291452", "0036000291452", "00036000291452", "Ab-12", "1234567", "123456789", "É1", ""]


@pytest.mark.parametrize("code", CODES)
def test_the_database_compares_codes_as_the_rule_does(owner, code):
    thing = make_product(owner)
    Variation.objects.filter(pk=thing).update(sku=code)
    assert Variation.objects.annotate(key=CodeKey("sku")).get(pk=thing).key == key_of(code)


def test_a_check_digit_is_verified_where_the_length_says_gtin():
    for good in ("96385074", "036000291452", "8901063000018", "10036000291459"):
        assert not is_misread(good)
        assert is_misread(good[:-1] + str((int(good[-1]) + 1) % 10))
    assert not is_misread("12345")


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("04963406", "049000006346"),
        ("01234565", "012345000065"),
        ("01234133", "012300000413"),
        ("01234543", "012340000053"),
    ],
)
def test_a_short_code_is_right_by_the_digits_that_it_stands_for(short, whole):
    assert not is_misread(short)
    assert not is_misread(whole)
    wrong = short[:-1] + str((int(short[-1]) + 1) % 10)
    assert is_misread(wrong)


@pytest.mark.committed
def test_of_two_who_give_a_code_to_two_things_at_once_one_is_refused(tenant, owner):
    def at_once(work):
        with in_schema(tenant.schema_name):
            return work()

    for number in range(8):
        code = f"same-{number}"
        as_sku = partial(make_product, owner, sku=code)
        as_barcode = partial(make_product, owner, barcodes=(code.upper(),))
        kinds = sorted(type(each).__name__ for each in together(partial(at_once, as_sku), partial(at_once, as_barcode)))
        assert kinds in (["CodeTaken", "int"], ["InvalidInput", "int"])


def test_a_code_is_looked_up_by_an_index(owner):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    for rows, column, index in (
        (Barcode.objects, "code", "catalogue_barcode_once"),
        (Variation.objects, "sku", "catalogue_variation_sku_once"),
    ):
        assert index in rows.filter(same_code(column, UPC)).explain()
