"""Who may do what: the one list of permissions and the one matrix of roles.

Which *outlets* a person works at is an object permission: company.scope for what is shown, and
company.queries.workplace for what is recorded.
"""

from enum import StrEnum


class Permission(StrEnum):
    """`room:resource:action`, in alphabetical order."""

    AUDIT_ENTRY_READ = "audit:entry:read"
    BILLING_INVOICE_READ = "billing:invoice:read"
    BILLING_PLAN_CHANGE = "billing:plan:change"
    BILLING_PLAN_READ = "billing:plan:read"
    BOOKS_ACCOUNT_READ = "books:account:read"
    BOOKS_JOURNAL_READ = "books:journal:read"
    BOOKS_PERIOD_CLOSE = "books:period:close"
    BOOKS_PERIOD_REOPEN = "books:period:reopen"
    BOOKS_REPORT_READ = "books:report:read"
    BOOKS_TAX_READ = "books:tax:read"
    CATALOGUE_COST_READ = "catalogue:cost:read"
    CATALOGUE_PRODUCT_READ = "catalogue:product:read"
    CATALOGUE_PRODUCT_WRITE = "catalogue:product:write"
    COMPANY_BUSINESS_CLOSE = "company:business:close"
    COMPANY_DATA_EXPORT = "company:data:export"
    COMPANY_DOMAIN_READ = "company:domain:read"
    COMPANY_DOMAIN_WRITE = "company:domain:write"
    COMPANY_OUTLET_READ = "company:outlet:read"
    COMPANY_OUTLET_WRITE = "company:outlet:write"
    COMPANY_SETTINGS_READ = "company:settings:read"
    COMPANY_SETTINGS_WRITE = "company:settings:write"
    INSIGHTS_HOME_READ = "insights:home:read"
    PEOPLE_KEY_READ = "people:key:read"
    PEOPLE_KEY_WRITE = "people:key:write"
    PEOPLE_PERSON_READ = "people:person:read"
    PEOPLE_PERSON_WRITE = "people:person:write"
    SALES_DISCOUNT_GIVE = "sales:discount:give"
    SALES_PRICE_OVERRIDE = "sales:price:override"
    SALES_SALE_BACKDATE = "sales:sale:backdate"
    SALES_SALE_READ = "sales:sale:read"
    SALES_SALE_RECORD = "sales:sale:record"
    STOCK_LEVEL_READ = "stock:level:read"
    STOCK_MOVEMENT_READ = "stock:movement:read"
    STOCK_OPENING_RECORD = "stock:opening:record"
    WEBHOOKS_ENDPOINT_READ = "webhooks:endpoint:read"
    WEBHOOKS_ENDPOINT_WRITE = "webhooks:endpoint:write"


class Role(StrEnum):
    """The five roles of a business; an operator of the platform has none."""

    OWNER = "owner"
    MANAGER = "manager"
    ACCOUNTANT = "accountant"
    STAFF = "staff"
    AUDITOR = "auditor"


_P = Permission
_READS = frozenset(permission for permission in Permission if permission.endswith(":read"))
_STAFF = frozenset(
    {
        _P.CATALOGUE_PRODUCT_READ,
        _P.COMPANY_OUTLET_READ,
        _P.COMPANY_SETTINGS_READ,
        _P.INSIGHTS_HOME_READ,
        _P.SALES_SALE_READ,
        _P.SALES_SALE_RECORD,
        _P.STOCK_LEVEL_READ,
    }
)

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: _STAFF
    | {
        _P.BOOKS_TAX_READ,
        _P.CATALOGUE_COST_READ,
        _P.CATALOGUE_PRODUCT_WRITE,
        _P.PEOPLE_PERSON_READ,
        _P.SALES_DISCOUNT_GIVE,
        _P.SALES_PRICE_OVERRIDE,
        _P.STOCK_MOVEMENT_READ,
        _P.STOCK_OPENING_RECORD,
    },
    Role.ACCOUNTANT: _READS | {_P.BOOKS_PERIOD_CLOSE, _P.STOCK_OPENING_RECORD},
    Role.STAFF: _STAFF,
    Role.AUDITOR: _READS,
}


def allows(role: str, permission: Permission) -> bool:
    """Whether the role includes the permission; the empty role of an operator includes nothing."""
    return bool(role) and permission in MATRIX[Role(role)]


def works_everywhere(role: str) -> bool:
    """Managers and staff work at the outlets that were granted to them; the other roles work at every outlet."""
    return bool(role) and Role(role) not in {Role.MANAGER, Role.STAFF}
