"""`make bench-platform`: what many businesses cost each other. `--quick` has a tenth of them.

Everything is measured with 10 businesses, then with 1,000, in one run on one machine.
"""

import argparse
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from secrets import token_hex

import django

django.setup()

from django.db import connections  # noqa: E402 (Django must be set up first)
from django.utils import timezone  # noqa: E402 (Django must be set up first)

from bench.crowd import Crowd, measure_crowd  # noqa: E402
from bench.middleware import measure_middleware  # noqa: E402
from bench.migrations import measure_migrations  # noqa: E402
from bench.pool import measure_pool  # noqa: E402
from bench.server import web_server  # noqa: E402
from bench.shop import Shop, open_shop  # noqa: E402
from localdev.migrating import migrate  # noqa: E402
from localdev.owning import as_owner  # noqa: E402
from tenants.schemas.operations.build_template import build_template  # noqa: E402


@dataclass(frozen=True, slots=True)
class Scale:
    """How many, and how long to look."""

    few: int
    many: int
    sales: int
    requests: int
    sign_ups: int


_OPENERS, _AT_ONCE = 2, 20

THOROUGH = Scale(few=10, many=1_000, sales=2_000, requests=600, sign_ups=40)
QUICK = Scale(few=5, many=50, sales=300, requests=100, sign_ups=8)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench-platform", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    scale = QUICK if parser.parse_args().quick else THOROUGH
    with as_owner():
        migrate()
        build_template()
    shops = open_shops(scale.few)
    report_middleware(shops[0], scale.requests)
    report_pool(scale.sign_ups)
    few = measure_crowd(shops, scale.sales)
    shops += open_shops(scale.many - scale.few)
    report_crowds(few, measure_crowd(shops, scale.sales), scale)
    report_migrations([shop.schema for shop in shops])


def open_shops(count: int) -> list[Shop]:
    """By two processes, a few at a time on one connection: one that makes many schemas slows with each."""
    print(f"Opening {count:,} businesses …", flush=True)
    connections.close_all()
    with ProcessPoolExecutor(_OPENERS, mp_context=multiprocessing.get_context("fork")) as openers:
        parts = [min(_AT_ONCE, count - done) for done in range(0, count, _AT_ONCE)]
        return [shop for shops in openers.map(_open_few, parts) for shop in shops]


def _open_few(count: int) -> list[Shop]:
    connections.close_all()
    return [open_shop(f"b{token_hex(6)}", timezone.now(), products=1) for _ in range(count)]


def report_middleware(shop: Shop, requests: int) -> None:
    found = measure_middleware(shop, requests)
    print("\nOne GET /api/v1/me/, in the process: with lifecycle, quotas and rate limits / without")
    print(f"  time        {found.with_it * 1e3:.2f} / {found.without * 1e3:.2f} ms = {found.ratio:.3f}x")
    print(f"  statements  {found.statements_with} / {found.statements_without} once kept in the cache")


def report_pool(sign_ups: int) -> None:
    with web_server() as port:
        found = measure_pool(port=port, sign_ups=sign_ups)
    print("\nSign-ups from the warm pool, over HTTP, four visitors at once")
    print(f"  opened      {found.opened_a_second:.1f} a second")
    print(f"  refilled    {found.refilled_a_second:.1f} spare schemas a second by one worker")


def report_crowds(few: Crowd, many: Crowd, scale: Scale) -> None:
    print(f"\nA sale of ten lines on one connection that serves {scale.few} businesses, and {scale.many:,}")
    print(f"  median      {few.median * 1e3:.2f} ms, {many.median * 1e3:.2f} ms = {many.median / few.median:.2f}x")
    print(f"  95th        {few.late * 1e3:.2f} ms, {many.late * 1e3:.2f} ms = {many.late / few.late:.2f}x")
    print(
        f"  first sale  {few.first * 1e3:.1f} ms, {many.first * 1e3:.1f} ms: the median business, new to the connection"
    )
    print(f"  backend     {few.megabytes:.0f} MB, {many.megabytes:.0f} MB of its own memory")


def report_migrations(schemas: list[str]) -> None:
    with as_owner():
        found = measure_migrations(schemas)
    print(f"\nMigrating {len(schemas):,} schemas: ours / the stock command (measured on {found.sampled}, for all)")
    for name, ours, stock in (
        ("nothing to do", found.nothing, found.nothing_stock),
        ("one added column", found.column, found.column_stock),
    ):
        print(f"  {name:16}  {ours:.2f} / {stock:.0f} s = 1/{stock / ours:.1f}")


if __name__ == "__main__":
    main()
