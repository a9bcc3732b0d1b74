"""Who works at the demo business, and what they all sign in with."""

from dataclasses import dataclass

from kernel.permissions import Role

SUBDOMAIN = "demo"
PASSWORD = "counterfoil-demo"  # noqa: S105 (printed for everybody to see)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    role: Role
    outlets: tuple[str, ...] = ()
    """Codes of the outlets of those who don't work everywhere."""


OWNER = DemoPerson("Meera Iyer", "owner@demo.test", Role.OWNER)
TEAM = (
    DemoPerson("Arjun Nair", "manager@demo.test", Role.MANAGER, ("MN", "IN")),
    DemoPerson("Farida Sheikh", "accountant@demo.test", Role.ACCOUNTANT),
    DemoPerson("Joseph Otieno", "staff@demo.test", Role.STAFF, ("MN",)),
    DemoPerson("Lakshmi Rao", "auditor@demo.test", Role.AUDITOR),
)
PEOPLE = (OWNER, *TEAM)

OPERATOR = "operator@counterfoil.test"
