"""Which things a search means: the one meaning, for till, lists, forms and API."""

from django.db.models import Q

from inventory.catalogue.models import Barcode, Variation
from inventory.catalogue.models.codes import same_code
from kernel.listings import every_word


def matching(text: str, path: str = "") -> Q:
    """Rows of a variation of which every word of the text is in the product's name, the variation's or the SKU, in
    whatever case, or is one of its barcodes. `path` leads from the rows to their variation: "variation__".
    """
    return every_word(lambda word: word_matches(word, path))(text)


def word_matches(word: str, path: str = "") -> Q:
    """The same for one word, where others may mean something else of the row: a batch's number."""
    return (
        Q(**{f"{path}product__name__icontains": word})
        | Q(**{f"{path}name__icontains": word})
        | Q(**{f"{path}sku__icontains": word})
        | Q(**{f"{path}pk__in": Barcode.objects.filter(same_code("code", word)).values("variation")})
    )


def variation_id_of(code: str) -> int | None:
    """What a scanned or typed code means: exactly one thing, by its barcode or else by its whole SKU, or none.

    Two statements at most, each by an index.
    """
    barcode = Barcode.objects.filter(same_code("code", code)).values_list("variation", flat=True).first()
    return barcode or Variation.objects.filter(same_code("sku", code)).values_list("pk", flat=True).first()


def products_with(variations: Q) -> Q:
    """Products of which one variation meets the condition."""
    return Q(pk__in=Variation.objects.filter(variations).values("product"))
