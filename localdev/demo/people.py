"""Who works at the demo business, and what they all sign in with."""

from dataclasses import dataclass

from kernel.permissions import Role

SUBDOMAIN = "demo"
PASSWORD = "counterfoil-demo"  # noqa: S105 (printed for everybody to see)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    name: str
    email: str
    role: Role | None
    """None for the operator of the platform."""
    outlets: tuple[str, ...] = ()
    """Codes of the outlets of those who don't work everywhere."""

    @property
    def title(self) -> str:
        return self.role.value if self.role else "operator"


OWNER = DemoPerson("Meera Iyer", "owner@demo.test", Role.OWNER)
TEAM = (
    DemoPerson("Arjun Nair", "manager@demo.test", Role.MANAGER, ("MN", "KR")),
    DemoPerson("Farida Sheikh", "accountant@demo.test", Role.ACCOUNTANT),
    DemoPerson("Joseph Otieno", "staff@demo.test", Role.STAFF, ("MN",)),
    DemoPerson("Lakshmi Rao", "auditor@demo.test", Role.AUDITOR),
)
OPERATOR = DemoPerson("Platform operator", "operator@counterfoil.test", None)
PEOPLE = (OWNER, *TEAM, OPERATOR)
