"""The plans on offer at first: a new installation's rows of billing.models.Plan are made from these by a migration.

From then on the rows are the truth: a change here changes no installation that exists. Who runs an installation
changes its rows in the database (docs/operations.md, "Payments"). Code asks kernel.entitlements, which goes by the row
of the business's plan: it refuses outlets, people, products and features; api.throttles refuses calls; sales are only
counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kernel.entitlements import Feature, Meter


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """`limits` has every meter (None is no limit); `prices` are of a month in whole units of each currency, and a year
    costs ten months. Without prices a plan is free. Plans stand in their order, cheapest first.
    """

    code: str
    name: str
    summary: str
    limits: Mapping[Meter, int | None]
    features: frozenset[Feature]
    prices: Mapping[str, int]


def _limits(
    outlets: int | None, people: int | None, products: int | None, sales: int | None, calls: int
) -> Mapping[Meter, int | None]:
    return {
        Meter.OUTLETS: outlets,
        Meter.PEOPLE: people,
        Meter.PRODUCTS: products,
        Meter.SALES: sales,
        Meter.API_CALLS: calls,
    }


PLANS: tuple[PlanOffer, ...] = (
    PlanOffer(
        code="free",
        name="Free",
        summary="One shop, to find out whether this is for you.",
        limits=_limits(1, 2, 100, 300, 30),
        features=frozenset(),
        prices={},
    ),
    PlanOffer(
        code="starter",
        name="Starter",
        summary="One shop and its team.",
        limits=_limits(1, 5, 2_000, 3_000, 60),
        features=frozenset({Feature.API}),
        prices={"INR": 999, "USD": 15, "EUR": 14},
    ),
    PlanOffer(
        code="growth",
        name="Growth",
        summary="Several shops, and your own systems joined to them.",
        limits=_limits(5, 25, 20_000, 30_000, 300),
        features=frozenset({Feature.API, Feature.CUSTOM_DOMAIN, Feature.WEBHOOKS}),
        prices={"INR": 2_999, "USD": 49, "EUR": 45},
    ),
    PlanOffer(
        code="enterprise",
        name="Enterprise",
        summary="As many shops as you have.",
        limits=_limits(None, None, None, None, 1_200),
        features=frozenset(Feature),
        prices={"INR": 9_999, "USD": 149, "EUR": 139},
    ),
)
