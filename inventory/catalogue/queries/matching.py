"""Which things a search means: the one meaning, for till, lists, forms and API."""

from django.db.models import Q

from inventory.catalogue.models import Barcode, Variation
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
        | Q(**{f"{path}pk__in": Barcode.objects.filter(code=word).values("variation")})
    )


def scanned(code: str) -> Q:
    """Variations that a scanned or typed code names: its barcode or the whole SKU."""
    return Q(sku__iexact=code) | Q(pk__in=Barcode.objects.filter(code=code).values("variation"))


def products_with(variations: Q) -> Q:
    """Products of which one variation meets the condition."""
    return Q(pk__in=Variation.objects.filter(variations).values("product"))
