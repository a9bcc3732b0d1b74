"""The roles that tables are granted to, and what is granted of tables and functions that have no model of ours.

docs/decisions/0072-three-roles.md says why there are three.
"""

from config.settings.environment import env
from kernel import grants

DATABASE_APP_ROLE: str = env.str("DATABASE_APP_ROLE", default="counterfoil_app")
"""The role that web servers and workers connect as: it owns nothing."""

DATABASE_READER_ROLE: str = env.str("DATABASE_READER_ROLE", default="counterfoil_reader")
"""A role that reads everything and writes nothing: reports, replicas."""

DATABASE_OWNER: bool = env.bool("DATABASE_OWNER", default=False)
"""Whether `DATABASE_URL` is meant to be the owner's here: in the release step and the worker on the queue `schemas`."""

TABLE_GRANTS: dict[str, grants.Grants] = {
    "account_emailaddress": grants.FREE,
    "account_emailconfirmation": grants.FREE,
    "auth_group": grants.FIXED,
    "auth_group_permissions": grants.FIXED,
    "auth_permission": grants.FIXED,
    "django_admin_log": grants.APPENDED,
    "django_content_type": grants.FIXED,
    "django_migrations": grants.FIXED,
    "django_session": grants.FREE,
    "guardian_groupobjectpermission": grants.FIXED,
    "guardian_userobjectpermission": grants.LISTED,
    "mfa_authenticator": grants.FREE,
    "people_user_groups": grants.FIXED,
    "people_user_user_permissions": grants.FIXED,
}

CALLED_FUNCTIONS = frozenset(
    {"company_fiscal_year", "company_next_number", "ledger_close_period", "ledger_reopen_period"}
)
"""Functions in our schemas that the application calls. Nobody but the owner may execute any other; triggers need no
such right."""
