"""Makes the database fit this code and opens the demo business: `python -m localdev.prepare`."""

from datetime import UTC, datetime

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)

from billing.operations.register_prices import register_prices  # noqa: E402
from localdev.demo.load import demo_is_loaded, load_demo  # noqa: E402
from localdev.migrating import migrate  # noqa: E402
from tenants.schemas.jobs.refill_pool import refill_pool  # noqa: E402
from tenants.schemas.operations.build_template import build_template  # noqa: E402


def prepare() -> None:
    """Quick when all is done."""
    migrate()
    build_template()
    refill_pool(size=settings.TENANT_POOL_SIZE)
    if settings.STRIPE_API_KEY:
        register_prices()
    if not demo_is_loaded():
        print("Opening the demo business and living its last sixty days (once) …", flush=True)
        load_demo(datetime.now(UTC))


if __name__ == "__main__":
    prepare()
