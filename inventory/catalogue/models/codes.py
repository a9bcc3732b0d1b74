from typing import Any

from django.db.models import CharField, Func
from django.db.models.lookups import Exact

from inventory.catalogue.rules.codes import GTIN, LONGEST, key_of


class CodeKey(Func):
    """inventory.catalogue.rules.codes.key_of of a column, as indexes and constraints have it."""

    template = (
        f"(CASE WHEN %(expressions)s ~ '^({GTIN})$' "
        f"THEN lpad(%(expressions)s, {LONGEST}, '0') ELSE lower(%(expressions)s) END)"
    )
    arity = 1
    output_field = CharField()


def same_code(column: str, code: str) -> Any:  # noqa: ANN401 (a condition, as filter() takes it)
    """Rows whose code in the column means what `code` means."""
    return Exact(CodeKey(column), key_of(code))
