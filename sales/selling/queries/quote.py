from datetime import datetime

from company.queries import OutletInfo, business
from inventory.catalogue.queries import sellables
from kernel.actors import Actor
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from sales.selling.rules.pricing import CartLine, PricedCart, errors_in, price_cart


def quote(actor: Actor, *, outlet: OutletInfo, lines: tuple[CartLine, ...], discount: int, now: datetime) -> PricedCart:
    """What a cart would come to if it were sold now; nothing is written. Two statements. InvalidInput."""
    actor.require(Permission.SALES_SALE_RECORD)
    items = sellables([line.variation_id for line in lines], outlet.day_of(now))
    errors = errors_in(lines, items, discount)
    if errors:
        raise InvalidInput(errors=errors)
    return price_cart(lines, items, discount=discount, includes_tax=business().prices_include_tax)
