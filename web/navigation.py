"""The menu: one table of what there is, where, and which permission shows it."""

from dataclasses import dataclass

from kernel.actors import Actor
from kernel.permissions import Permission


@dataclass(frozen=True, slots=True)
class NavItem:
    """`section` is the first part of its pages' URL names; `in_bar` puts it in the bar of a phone."""

    label: str
    url_name: str
    icon: str
    permission: Permission
    section: str
    in_bar: bool = False


@dataclass(frozen=True, slots=True)
class NavGroup:
    """Pages of one task."""

    title: str
    items: tuple[NavItem, ...]


_P = Permission

MENU: tuple[NavGroup, ...] = (
    NavGroup("Home", (NavItem("Overview", "home", "house", _P.INSIGHTS_HOME_READ, "home", in_bar=True),)),
    NavGroup(
        "Sell",
        (
            NavItem("Point of sale", "till", "scan-barcode", _P.SALES_SALE_RECORD, "till", in_bar=True),
            NavItem("Sales", "sale_list", "receipt-text", _P.SALES_SALE_READ, "sale", in_bar=True),
        ),
    ),
    NavGroup(
        "Stock",
        (
            NavItem("Products", "product_list", "package", _P.CATALOGUE_PRODUCT_READ, "product"),
            NavItem("Stock by outlet", "stock_list", "warehouse", _P.STOCK_LEVEL_READ, "stock", in_bar=True),
            NavItem("Opening stock", "opening_stock", "package-plus", _P.STOCK_OPENING_RECORD, "opening"),
        ),
    ),
    NavGroup(
        "Money",
        (
            NavItem("Trial balance", "trial_balance", "scale", _P.BOOKS_REPORT_READ, "trial"),
            NavItem("Months", "period_list", "calendar-days", _P.BOOKS_REPORT_READ, "period"),
        ),
    ),
    NavGroup(
        "Settings",
        (
            NavItem("People", "people_list", "users", _P.PEOPLE_PERSON_READ, "people"),
            NavItem("Outlets", "outlet_list", "store", _P.COMPANY_OUTLET_WRITE, "outlet"),
            NavItem("Plan and usage", "plan_overview", "gauge", _P.BILLING_PLAN_READ, "plan"),
            NavItem("Invoices", "invoice_list", "file-text", _P.BILLING_INVOICE_READ, "invoice"),
            NavItem("Your data", "export_list", "archive", _P.COMPANY_DATA_EXPORT, "export"),
            NavItem("Domains", "domain_list", "globe", _P.COMPANY_DOMAIN_READ, "domain"),
            NavItem("API keys", "key_list", "key-round", _P.PEOPLE_KEY_READ, "key"),
            NavItem("Webhooks", "webhook_list", "webhook", _P.WEBHOOKS_ENDPOINT_READ, "webhook"),
        ),
    ),
)


def menu_for(person: Actor) -> tuple[NavGroup, ...]:
    """The menu without what the person can't use, and without groups left empty."""
    groups = (
        NavGroup(group.title, tuple(item for item in group.items if person.may(item.permission))) for group in MENU
    )
    return tuple(group for group in groups if group.items)
