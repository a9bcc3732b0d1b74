"""`python -m localdev bench-proof`: how long a business of a million journal lines takes to be proved, and how much
memory: of a process that does nothing else, and of PostgreSQL's behind its connection.
"""

import argparse
import multiprocessing
import resource
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import django

django.setup()

from django.db import connection  # noqa: E402 (Django must be set up first)
from django.utils import timezone  # noqa: E402

from bench.floor import remove_floor  # noqa: E402
from bench.shop import Shop, open_shop, write_history  # noqa: E402
from insights.queries.proof import proof_of  # noqa: E402
from kernel.proofs import Finding  # noqa: E402
from kernel.rows import fetch_all  # noqa: E402
from kernel.schemas import in_schema  # noqa: E402
from localdev.migrating import migrate  # noqa: E402
from localdev.owning import as_owner  # noqa: E402
from tenants.schemas.operations.build_template import build_template  # noqa: E402

LINES = 1_000_000
_LINES_A_SALE = 6
_COUNT = "SELECT (SELECT count(*) FROM ledger_journalline), (SELECT count(*) FROM stock_stockmovement)"
_LOOKED_EVERY = 0.1


@dataclass(frozen=True, slots=True)
class Proved:
    """How a proof went: seconds, and megabytes of this process and of PostgreSQL's at their highest."""

    seconds: float
    own: int
    server: int
    found: tuple[Finding, ...]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench-proof", description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    lines = parser.parse_args().lines
    with as_owner():
        migrate()
        build_template()
    report_proof(shop_of(lines))


def shop_of(lines: int) -> Shop:
    """With at least so many journal lines, each from a sale of ten things that went through every trigger."""
    shop = open_shop(f"proof-{token_hex(4)}", timezone.now())
    began = time.monotonic()
    write_history(shop, -(-lines // _LINES_A_SALE))
    print(f"Wrote {lines:,} journal lines, through every trigger, in {time.monotonic() - began:.0f} s", flush=True)
    return shop


def report_proof(shop: Shop) -> None:
    with as_owner(), in_schema(shop.schema):
        remove_floor()
    with in_schema(shop.schema):
        ((lines, movements),) = fetch_all(_COUNT)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as other:
        proved = other.submit(prove, shop.schema).result()
    print(
        f"Proof of {lines:,} journal lines and {movements:,} movements: {proved.seconds:.1f} s (≤ 60 for a million), "
        f"{proved.own} MB (≤ 200); {proved.server} MB of PostgreSQL's own; "
        f"{[found.question for found in proved.found] or 'all right'}"
    )


def prove(schema: str) -> Proved:
    """In a process of its own: a maximum never falls."""
    with in_schema(schema), connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    seen, over = [0], threading.Event()

    def watch() -> None:
        while not over.wait(_LOOKED_EVERY):
            seen.append(_private_megabytes(backend))

    watcher = threading.Thread(target=watch)
    watcher.start()
    proof = proof_of(schema)
    over.set()
    watcher.join()
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Proved(proof.seconds, own, max(seen), proof.findings)


def _private_megabytes(process: int) -> int:
    """What the process holds beside shared buffers; 0 where that can't be seen (another machine)."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return sum(int(line.split()[1]) // 1024 for line in lines if line.startswith("RssAnon:"))


if __name__ == "__main__":
    main()
