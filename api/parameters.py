"""What an address may ask, after its question mark. One that nobody knows is refused, not ignored.

`?outlet_id=2` for `?outlet=2` would otherwise be answered with every outlet's rows.
"""

from collections.abc import Collection, Iterator

from rest_framework.exceptions import ValidationError
from rest_framework.request import Request


def refuse_unknown(request: Request, known: Collection[str]) -> None:
    """ValidationError names every parameter that isn't known, and the known ones; and each that is given twice."""
    wrong = dict(_wrong(request, known))
    if wrong:
        raise ValidationError(wrong)


def _wrong(request: Request, known: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    for name, values in request.query_params.lists():
        if name not in known:
            yield name, [f"There is no such parameter here. Known: {', '.join(sorted(known)) or 'none'}."]
        elif len(values) > 1:
            yield name, ["Once, please."]
