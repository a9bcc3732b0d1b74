"""Stripe's form encoding: `items[0][price]=…&expand[]=…` to nested dicts and lists, and reading values out of them."""

import re
from typing import Any
from urllib.parse import parse_qsl

from standins.stripe.errors import invalid

Params = dict[str, Any]
_KEY = re.compile(r"[^\[\]]+|(?<=\[)(?=\])")


def decode(text: str) -> Params:
    """Every value a string; `a[0]`, `a[1]` and `a[]` become lists."""
    tree: Params = {}
    for key, value in parse_qsl(text, keep_blank_values=True):
        first, *rest = _KEY.findall(key) or [key]
        place, name = tree, first
        for step in rest:
            place = place.setdefault(name, {})
            name = step or str(len(place))
        place[name] = value
    return {key: _lists(value) for key, value in tree.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _lists(inner) for key, inner in value.items()}


def flag(params: Params, name: str, default: bool = False) -> bool:
    value = params.get(name, default)
    if value in {True, False}:
        return bool(value)
    if value not in {"true", "false"}:
        raise invalid(f"Invalid boolean: {value}", param=name)
    return str(value) == "true"


def whole(params: Params, name: str) -> int | None:
    """The number, or None where nothing (or an empty string) was sent."""
    value = params.get(name)
    if value in {None, ""}:
        return None
    try:
        return int(str(value))
    except ValueError:
        raise invalid(f"Invalid integer: {value}", param=name) from None


def required(params: Params, name: str) -> Any:
    if params.get(name) in {None, ""} if not isinstance(params.get(name), (dict, list)) else not params[name]:
        raise invalid(f"Missing required param: {name}.", param=name, code="parameter_missing")
    return params[name]


def one_of(params: Params, name: str, choices: tuple[str, ...]) -> str:
    """The value sent, or the first choice."""
    value = str(params.get(name, choices[0]))
    if value not in choices:
        raise invalid(f"Invalid {name}: must be one of {', '.join(choices)}", param=name)
    return value
