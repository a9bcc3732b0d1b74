"""`make replay STORE=367 [VIA=http]`: sell a store's year again and check every figure against the data set."""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from secrets import token_hex

from tqdm import tqdm

from bench.replay.books import Books, Figures, opening_stock
from bench.replay.grocer import Year, read_year
from localdev.problems import Problem


def main() -> int:
    parser = argparse.ArgumentParser(prog="make replay", description=__doc__)
    parser.add_argument("--store", type=int, default=367)
    parser.add_argument("--via", choices=["operation", "http"], default="operation")
    wanted = parser.parse_args()
    print(f"Reading the year of store {wanted.store} …", flush=True)
    year = read_year(wanted.store)
    books = _open(wanted.via, f"store-{wanted.store}-{token_hex(3)}")
    goods = list(year.goods.values())
    stock = opening_stock(goods)
    _steps(books.add_goods(goods), len(goods), "products")
    _steps(books.open_stock(stock), len(stock), "opening batches")
    began = time.monotonic()
    for basket in tqdm(year.baskets, desc="baskets", unit="", mininterval=1):
        books.sell(basket)
    took = time.monotonic() - began
    print(f"{len(year.baskets):,} baskets in {took:.1f} s: {took / len(year.baskets) * 1000:.2f} ms each")
    report_oddities(year)
    return 0 if agrees(year, books.figures()) else 1


def _open(via: str, subdomain: str) -> Books:
    if via == "http":
        from bench.replay.by_http import HttpBooks  # noqa: PLC0415 (it needs no database)

        return HttpBooks(subdomain, int(os.environ.get("PORT", "8000")))
    import django  # noqa: PLC0415 (only this way needs Django)

    django.setup()
    from bench.replay.by_operation import OperationBooks  # noqa: PLC0415 (Django must be set up first)
    from localdev.migrating import migrate  # noqa: PLC0415
    from localdev.owning import as_owner  # noqa: PLC0415
    from tenants.schemas.jobs.refill_pool import refill_pool  # noqa: PLC0415
    from tenants.schemas.operations.build_template import build_template  # noqa: PLC0415

    with as_owner():
        migrate()
        build_template()
        refill_pool(size=1)
    return OperationBooks(subdomain)


def _steps(steps: Iterable[None] | Iterator[None], total: int, name: str) -> None:
    for _ in tqdm(steps, total=total, desc=name, unit="", mininterval=1):
        pass


def report_oddities(year: Year) -> None:
    print("\nOdd lines in the data, all of them recorded:")
    for oddity, count in year.oddities.most_common():
        print(f"  {count:>8,}  {oddity}")
    empty = sum(not any(line.quantity for line in basket.lines) for basket in year.baskets)
    print(f"  {empty:>8,}  baskets of nothing but lines taken back: a receipt over 0.00")


def agrees(year: Year, found: Figures) -> bool:
    """Print each figure beside the data set's."""
    checks = [
        ("lines", year.lines, found.lines),
        ("baskets", len(year.baskets), found.baskets),
        ("revenue, cents", year.revenue, found.revenue),
        ("quantity sold", year.quantity, found.quantity),
        ("trial balance: debits − credits", 0, found.trial_balance),
        ("stock value − inventory account", 0, found.stock_against_ledger),
        ("location stocks off their batches", 0, found.stock_against_batches),
        ("batches off their movements", 0, found.batches_against_movements),
    ]
    print(f"\n{'':36}{'data set':>16}{'Counterfoil':>16}")
    for name, expected, actual in checks:
        print(f"  {name:<34}{expected:>16,}{actual:>16,}  {'ok' if expected == actual else 'DIFFERS'}")
    return all(expected == actual for _name, expected, actual in checks)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Problem as problem:
        print(problem, file=sys.stderr)
        sys.exit(2)
