"""`make bench`: a table of ratios, each the median of interleaved rounds. `--quick` takes a tenth of the time."""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import django

django.setup()

from django.utils import timezone  # noqa: E402 (Django must be set up first)

from bench.sales import SaleTimes, measure_sales, measure_without_cache, statements_of_a_sale  # noqa: E402
from bench.scarce import TILLS, UNITS, scramble  # noqa: E402
from bench.server import web_server  # noqa: E402
from bench.shop import Shop, open_shop, tidy, write_history  # noqa: E402
from bench.signups import measure_sign_ups  # noqa: E402
from localdev.migrating import migrate  # noqa: E402
from localdev.owning import as_owner  # noqa: E402
from localdev.places import LOCAL  # noqa: E402
from tenants.schemas.operations.build_template import build_template  # noqa: E402

MOVEMENTS_A_SALE = 10
EMPTY, FULL = "empty", "full"


@dataclass(frozen=True, slots=True)
class Scale:
    """How long to look."""

    movements: int
    rounds: int
    sales: int
    """For each client and way in a round."""
    sign_ups: int


THOROUGH = Scale(movements=1_000_000, rounds=9, sales=40, sign_ups=7)
QUICK = Scale(movements=50_000, rounds=3, sales=20, sign_ups=3)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true")
    scale = QUICK if parser.parse_args().quick else THOROUGH
    with as_owner():
        migrate()
        build_template()
    shops = open_shops(scale.movements)
    with web_server() as port:
        report_sales(shops, port, scale)
        with web_server(LOCAL / "bench" / "without-cache.log", cache=False) as other:
            report_without_cache(shops[EMPTY], {"with": port, "without": other}, scale)
    report_statements(shops[EMPTY])
    log = LOCAL / "bench" / "served.log"
    with web_server(served=log) as port:
        report_sign_ups(port, log, scale)
    report_scarce(shops[EMPTY])


def open_shops(movements: int) -> dict[str, Shop]:
    now = timezone.now()
    shops = {name: open_shop(f"{name}-{token_hex(4)}", now) for name in (EMPTY, FULL)}
    print(f"Writing {movements:,} movements, through every trigger …", flush=True)
    began = time.monotonic()
    write_history(shops[FULL], movements // MOVEMENTS_A_SALE)
    tidy(shops[EMPTY])
    print(f"  in {time.monotonic() - began:.0f} s\n")
    return shops


def report_sales(shops: dict[str, Shop], port: int, scale: Scale) -> None:
    print("A sale of 10 lines, milliseconds for each at all clients together (× the floor; bar)")
    print(f"{'clients':>8}{'shop':>8}{'floor':>12}{'operation':>22}{'HTTP POST':>22}{'operation ÷ empty shop':>26}")
    for clients in (1, 2, 4, 8):
        times = measure_sales(shops=shops, port=port, clients=clients, rounds=scale.rounds, sales=scale.sales)
        for shop in (EMPTY, FULL):
            print(_row(times, shop), flush=True)


def _row(times: SaleTimes, shop: str) -> str:
    floor, operation, http = (f"{way} {shop}" for way in ("floor", "operation", "http"))
    bars = {operation: "≤ 3.5", http: "≤ 7" if times.clients == 1 else "–"}
    cells = [
        f"{times.milliseconds(way):.2f} ({times.ratio(way, floor):.2f} ×; {bar})".rjust(22) for way, bar in bars.items()
    ]
    grown = f"{times.ratio(operation, f'operation {EMPTY}'):.2f} × (≤ 1.2)".rjust(26) if shop == FULL else ""
    return f"{times.clients:>8}{shop:>8}{times.milliseconds(floor):>12.2f}{''.join(cells)}{grown}"


def report_without_cache(shop: Shop, ports: dict[str, int], scale: Scale) -> None:
    times = measure_without_cache(shop, ports=ports, rounds=scale.rounds, sales=scale.sales)
    ratio = times.ratio("without", "with")
    print(f"\nHTTP POST with the cache gone: {times.milliseconds('without'):.2f} ms, {ratio:.2f} × as with it (≤ 1.5)")


def report_statements(shop: Shop) -> None:
    counts = {lines: statements_of_a_sale(shop, lines) for lines in (1, 10, 100)}
    print(f"\nStatements of a sale (≤ 12): {', '.join(f'{n} for {lines} lines' for lines, n in counts.items())}")


def report_sign_ups(port: int, log: Path, scale: Scale) -> None:
    times = measure_sign_ups(port=port, log=log, rounds=scale.sign_ups)
    print(
        f"\nSign-up until the first page of the business answers: {times.warm * 1000:.0f} ms with a spare schema "
        f"(of which the server takes {times.served * 1000:.0f} ms; ≤ 50), "
        f"{times.cold * 1000:.0f} ms without ({times.cold / times.warm:.1f} ×); "
        f"migrating a schema takes {times.migrated * 1000:.0f} ms ({times.migrated / times.warm:.1f} ×)"
    )


def report_scarce(shop: Shop) -> None:
    end = scramble(shop, timezone.now())
    told = ", ".join(f"{count} {word}" for word, count in sorted(end.outcomes.items()))
    verdict = "as it should be" if end.clean else "WRONG"
    print(f"\n{TILLS} tills, {UNITS} units of one SKU: {told}; {end.left.normalize():f} left: {verdict}")


if __name__ == "__main__":
    main()
