"""The API as the SDK sees it: keys, idempotency, pages of lists, `expand`."""

import hashlib
import json
from email.message import Message
from typing import Any

from standins.stripe import (  # noqa: F401 (they register their routes)
    catalogue,
    checkout,
    customers,
    invoices,
    life,
    meters,
    schedules,
    subscriptions,
)
from standins.stripe.errors import ApiError, invalid
from standins.stripe.forms import Params, decode
from standins.stripe.routing import dispatch
from standins.stripe.world import Obj, World, listed, shown

_EXPANDED_LISTS = {
    ("customer", "tax_ids"): lambda world, about: world.every("tax_id", customer=about["id"]),
    ("customer", "subscriptions"): lambda world, about: world.every("subscription", customer=about["id"]),
    ("checkout.session", "line_items"): lambda world, about: checkout.line_items(world, {}, about["id"])["data"],
}


def answer(world: World, method: str, path: str, query: str, body: str, headers: Message) -> tuple[int, Obj, bool]:
    """Status, body, and whether it is the kept answer to an earlier request."""
    try:
        _check_key(headers.get("Authorization", ""))
        life.live(world, world.now)
        key = headers.get("Idempotency-Key", "") if method == "POST" else ""
        fingerprint = hashlib.sha256(f"{path}\n{body}".encode()).hexdigest()
        if kept := _first_answer(world, key, fingerprint):
            return kept["status"], kept["body"], True
        status, said = _done(world, method, path, decode(body if method == "POST" else query))
    except ApiError as refused:
        return refused.status, refused.body, False
    if key and status in {200, 402}:
        world.answers[key] = {"fingerprint": fingerprint, "status": status, "body": said}
    return status, said, False


def _first_answer(world: World, key: str, fingerprint: str) -> Obj | None:
    kept = world.answers.get(key)
    if kept and kept["fingerprint"] != fingerprint:
        message = f"Keys for idempotent requests can only be used with the same parameters: '{key}'."
        raise ApiError(400, "idempotency_error", message)
    return kept


def _check_key(authorization: str) -> None:
    key = authorization.removeprefix("Bearer ")
    if not key.startswith("sk_test_"):
        raise ApiError(401, "invalid_request_error", f"Invalid API Key provided: {key[:7]}***", code="api_key_invalid")


def _done(world: World, method: str, path: str, params: Params) -> tuple[int, Obj]:
    try:
        result = dispatch(world, method, path, params)
    except ApiError as refused:
        if refused.status != 402:
            raise
        return refused.status, refused.body
    said = _page(result, path, params) if isinstance(result, list) else shown(result)
    for expanded in params.get("expand") or []:
        _expand(world, said, expanded.split("."), expanded)
    return 200, said


def _page(found: list[Obj], path: str, params: Params) -> Obj:
    """Newest first. `starting_after` and `ending_before` are ids."""
    rows, limit = list(reversed(found)), int(params.get("limit", 10))
    ids = [row["id"] for row in rows]
    if not 1 <= limit <= 100:
        raise invalid("limit must be between 1 and 100.", param="limit")
    if "starting_after" in params:
        rows = rows[_place(ids, params["starting_after"]) + 1 :]
    if "ending_before" in params:
        rows = rows[: _place(ids, params["ending_before"])][-limit:]
    return listed(shown(rows[:limit]), path, more=len(rows) > limit)


def _place(ids: list[str], identity: str) -> int:
    if identity not in ids:
        raise invalid(f"No such object: '{identity}'", code="resource_missing")
    return ids.index(identity)


def _expand(world: World, node: Any, steps: list[str], path: str) -> None:
    if isinstance(node, list):
        for one in node:
            _expand(world, one, steps, path)
        return
    if not steps or node is None:
        return
    first, *rest = steps
    listing = _EXPANDED_LISTS.get((str(node.get("object")), first))
    if listing:
        node[first] = listed(shown(listing(world, node)), f"/v1/{node['id']}/{first}")
    elif first not in node:
        raise invalid(f"This property cannot be expanded ({path}).", param="expand")
    node[first] = _in_full(world, node[first])
    _expand(world, node[first], rest, path)


def _in_full(world: World, value: Any) -> Any:
    if isinstance(value, list):
        return [_in_full(world, one) for one in value]
    return shown(world.objects[value]) if isinstance(value, str) and value in world.objects else value


def parsed(body: str) -> Obj:
    """The JSON of a control request."""
    said: Obj = json.loads(body or "{}")
    return said
