"""`python -m localdev bench-scans`: how long a till waits for the first scan of a thing, among a hundred thousand.

The whole request is timed, with session, permissions and the tile's stock, as the till asks it; not the network.
"""

import argparse
import logging
import random
import statistics
import time
from secrets import token_hex

import django

django.setup()

from django.db import connection  # noqa: E402 (Django must be set up first)
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.shop import Shop, open_shop, tidy  # noqa: E402
from kernel.schemas import in_schema  # noqa: E402
from localdev.migrating import migrate  # noqa: E402
from localdev.owning import as_owner  # noqa: E402
from tenants.schemas.operations.build_template import build_template  # noqa: E402

PRODUCTS, SCANS, AIM = 100_000, 1_000, 100
_WARM = 50

_THINGS = """
    WITH thing AS (
        INSERT INTO catalogue_product (name, description, created_at)
        SELECT 'Thing ' || number, '', now() FROM generate_series(1, %(count)s) AS number RETURNING id
    ), variation AS (
        INSERT INTO catalogue_variation
               (product_id, name, sku, price, tax_code_id, unit, reorder_point, reorder_quantity, tracks_expiry)
        SELECT thing.id, '', 'T-' || thing.id, 1000, (SELECT min(id) FROM tax_taxcode), 'piece', 0, 0, false FROM thing
        RETURNING id
    )
    INSERT INTO catalogue_barcode (variation_id, code) SELECT id, 'B-' || id FROM variation RETURNING code
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench-scans", description=__doc__)
    parser.add_argument("--products", type=int, default=PRODUCTS)
    parser.add_argument("--scans", type=int, default=SCANS)
    asked = parser.parse_args()
    logging.disable(logging.INFO)
    with as_owner():
        migrate()
        build_template()
    shop = open_shop(f"scans-{token_hex(4)}", timezone.now(), products=1)
    codes = add_things(shop, asked.products)
    took = sorted(scan_all(shop, random.Random(1).sample(codes, asked.scans)))
    median, p95 = statistics.median(took), took[int(len(took) * 0.95)]
    print(
        f"First scan among {asked.products:,} products: median {median:.1f} ms, p95 {p95:.1f} ms, "
        f"slowest {took[-1]:.1f} ms of {len(took):,} (aim: < {AIM} ms)"
    )


def add_things(shop: Shop, count: int) -> list[str]:
    """Products of one variation and one barcode each; their barcodes."""
    with in_schema(shop.schema), connection.cursor() as cursor:
        cursor.execute(_THINGS, {"count": count})
        codes = [code for (code,) in cursor.fetchall()]
    tidy(shop)
    return codes


def scan_all(shop: Shop, codes: list[str]) -> list[float]:
    """Milliseconds of each, after a few that only warm up."""
    client = Client(headers={"host": shop.host})
    with in_schema(shop.schema):
        client.force_login(shop.owner())  # type: ignore[arg-type]
    return [_scan(client, shop, code) for code in codes[:_WARM] + codes][_WARM:]


def _scan(client: Client, shop: Shop, code: str) -> float:
    began = time.perf_counter()
    answer = client.get(f"/till/{shop.outlet_id}/tiles/", {"code": code})
    took = (time.perf_counter() - began) * 1000
    if not answer.json()["items"]:
        raise RuntimeError(f"{code} was not found")
    return took


if __name__ == "__main__":
    main()
