"""Cards by their test numbers."""

from standins.stripe.errors import declined, invalid
from standins.stripe.world import Obj, World

REFUSED_AT_ONCE, FAILS_LATER = "4000000000000002", "4000000000000341"
TOKENS = {
    "pm_card_visa": "4242424242424242",
    "pm_card_chargeCustomerFail": FAILS_LATER,
    "pm_card_chargeDeclined": REFUSED_AT_ONCE,
}


def card(world: World, number: str) -> Obj:
    """A payment method for a test card. Refuses the number that is refused at once."""
    digits = "".join(number.split())
    if digits == REFUSED_AT_ONCE:
        raise declined()
    if not (digits.isdigit() and 12 <= len(digits) <= 19):
        raise invalid("Your card number is incorrect.", param="number", code="incorrect_number")
    details = {"brand": "visa", "last4": digits[-4:], "exp_month": 12, "exp_year": 2040, "country": "US"}
    return world.add("payment_method", "pm", type="card", card=details, customer=None, metadata={})


def works(held: Obj | None) -> bool:
    """Whether a charge goes through."""
    return held is not None and not FAILS_LATER.endswith(held["card"]["last4"])
