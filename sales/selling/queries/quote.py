from datetime import datetime

from company.queries import business
from company.scope import Scope
from inventory.catalogue.queries import sellables
from kernel.errors import InvalidInput
from kernel.permissions import Permission
from sales.selling.rules.pricing import CartLine, PricedCart, errors_in, price_cart


def quote(scope: Scope, *, outlet_id: int, lines: tuple[CartLine, ...], discount: int, now: datetime) -> PricedCart:
    """What a cart would come to if it were sold now at the outlet; nothing is written.

    Two statements. InvalidInput; NotFound for an outlet out of view.
    """
    scope.require(Permission.SALES_SALE_RECORD)
    items = sellables([line.variation_id for line in lines], scope.outlet(outlet_id).day_of(now))
    errors = errors_in(lines, items, discount)
    if errors:
        raise InvalidInput(errors=errors)
    return price_cart(lines, items, discount=discount, includes_tax=business().prices_include_tax)
