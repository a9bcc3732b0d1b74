"""How templates write figures and icons. Amounts are minor units, shown in the business's currency and locale."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_compact_currency, format_decimal
from django import template
from django.db.models import Model
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from lucide.templatetags.lucide import lucide

from accounting.ledger.enums import TenderMethod
from company.queries import BusinessInfo
from inventory.stock.enums import StockState
from inventory.stock.rules.expiry import EXPIRED, band_of
from kernel.actors import Actor
from kernel.listings import Kind
from kernel.money import format_amount, format_money, format_whole, to_decimal
from kernel.permissions import Permission
from kernel.quantities import format_quantity
from web.listing import ShownList
from web.once import FIELD, new_key
from web.shell import Shell, shell_of

register = template.Library()

COMPACT_FROM = Decimal(1_000_000)
"""Amounts from here on are shortened where room is scarce: ₹12.8L, KES 4.62M."""


WHOLE_FROM = Decimal(1000)


@lru_cache(maxsize=256)
def _svg(name: str, css: str) -> SafeString:
    extra = {"class": css} if css else {}
    return mark_safe(lucide(name, size=None, aria_hidden="true", **extra))  # noqa: S308 (lucide's own file)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """A Lucide icon as inline SVG, decorative: the text beside it says what it means."""
    return _svg(name, css)


@register.filter
def money(amount: int | None, business: BusinessInfo) -> str:
    """128432000 → "₹12,84,320.00"; nothing is a dash."""
    return "–" if amount is None else format_money(amount, business.currency, locale=business.locale)


@register.filter
def subscription_label(status: str) -> str:
    """Stripe's word for it, in ours."""
    return {"trialing": "Trial", "canceled": "Ended", "past_due": "Payment failed"}.get(status, status.capitalize())


@register.filter
def subscription_tone(status: str) -> str:
    """The colour of its badge."""
    return {"active": "good", "trialing": "info", "past_due": "warn"}.get(status, "bad")


@register.filter
def days_left(moment: datetime) -> int:
    """Whole days until then."""
    return max(0, (moment - timezone.now()).days)


@register.filter
def count(value: int, business: BusinessInfo) -> str:
    """20000 → "20,000"."""
    return format_decimal(value, locale=business.locale)


@register.simple_tag
def price_in(amount: int, currency: str, business: BusinessInfo) -> str:
    """What a plan costs: without a fraction where there is none."""
    value = to_decimal(amount, currency)
    if value == value.to_integral_value():
        return format_whole(amount, currency, locale=business.locale)
    return format_money(amount, currency, locale=business.locale)


@register.simple_tag
def money_in(amount: int | None, currency: str, business: BusinessInfo) -> str:
    """An amount of another currency than the business's own."""
    return "–" if amount is None else format_money(amount, currency, locale=business.locale)


@register.filter
def amount(value: int | None, business: BusinessInfo) -> str:
    """As money, without the currency's sign: for columns of figures."""
    return "–" if value is None else format_amount(value, business.currency, locale=business.locale)


@register.filter
def money_short(amount: int | None, business: BusinessInfo) -> str:
    """For cards: compact from a million, without a fraction from a thousand."""
    if amount is None:
        return "–"
    value = to_decimal(amount, business.currency)
    if abs(value) >= COMPACT_FROM:
        return format_compact_currency(value, business.currency, fraction_digits=2, locale=business.locale)
    if abs(value) >= WHOLE_FROM:
        return format_whole(amount, business.currency, locale=business.locale)
    return format_money(amount, business.currency, locale=business.locale)


@register.filter
def quantity(value: Decimal | None) -> str:
    """12.000 → "12"."""
    return "–" if value is None else format_quantity(value)


@register.simple_tag
def change_badge(change: float | None) -> SafeString:
    """The change in percent against the last period as a badge, in words for a screen reader; None shows nothing."""
    if change is None:
        return mark_safe("")
    tone = "good" if change >= 0 else "bad"
    text = f"{abs(change):,.1f}%"
    sign, word = ("+", "up") if change >= 0 else ("−", "down")
    return format_html(
        '<span class="badge" data-tone="{}"><span class="sr-only">{}</span>{}{}</span>', tone, word, sign, text
    )


@register.filter
def initials(name: str) -> str:
    """The first letters of the first two words: “Mama Kiosk Ltd” is MK."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "–"


@register.simple_tag
def form_key() -> SafeString:
    """The hidden key of one form, so that sending it twice does its work once (web.once)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.simple_tag
def new_form_key() -> str:
    """Such a key by itself."""
    return new_key()


@register.simple_tag(takes_context=True)
def app_shell(context: Context) -> Shell:
    """What the frame of a signed-in page shows."""
    return shell_of(context["request"])


@register.filter
def first_name(name: str) -> str:
    """How the first page greets."""
    return name.split(maxsplit=1)[0] if name.strip() else ""


@register.filter
def may(user: Actor, permission: str) -> bool:
    """Whether the person's role includes the permission: what it can't use isn't shown."""
    return user.may(Permission(permission))


@register.simple_tag
def expiry_badge(expires_on: date, today: date) -> SafeString:
    """How near the end is; what is far off shows nothing."""
    band = band_of(expires_on, today)
    if band is None:
        return mark_safe("")
    days = (expires_on - today).days
    text = band.label if band is EXPIRED else "Today" if days == 0 else "1 day" if days == 1 else f"{days} days"
    return format_html('<span class="badge" data-tone="{}">{}</span>', band.tone, text)


_STATE_TONES = {StockState.FINE: "good", StockState.LOW: "warn", StockState.OUT: "bad"}


@register.simple_tag
def state_badge(state: str) -> SafeString:
    """Whether there is enough."""
    known = StockState(state)
    return format_html('<span class="badge" data-tone="{}">{}</span>', _STATE_TONES[known], known.label)


@register.simple_tag(takes_context=True)
def cell(context: Context, row: Model, shown: ShownList[Model], key: str) -> str:
    """What a column of a list says of a row, written as its kind is."""
    column = next(each for each in shown.columns if each.key == key)
    value = column.value(row)
    if value is None or value == "":
        return "–"
    business = context["business"]
    match column.kind:
        case Kind.MONEY:
            return format_amount(value, business.currency, locale=business.locale)
        case Kind.QUANTITY:
            return format_quantity(value)
        case Kind.DAY:
            return str(date_format(value, "j M Y"))
        case Kind.MOMENT:
            return str(date_format(localtime(value), "j M Y, H:i"))
    return str(value)


@register.filter
def tender(method: str) -> str:
    """How a payment method is called."""
    return TenderMethod(method).label
