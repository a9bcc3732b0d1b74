"""One schema per business, on a subdomain of the public host, with no way through to another's tables."""

from environs import validate

from config.settings.environment import BASE_DOMAIN, env

TENANT_MODEL = "life.Tenant"
TENANT_DOMAIN_MODEL = "life.Domain"

PUBLIC_HOSTS = frozenset({BASE_DOMAIN, f"www.{BASE_DOMAIN}"})

ROOT_URLCONF = "config.urls_tenant"
PUBLIC_SCHEMA_URLCONF = "config.urls_public"

# A tenant's search path is its schema and the extensions', never public: a query that misses its table fails.
PG_EXTRA_SEARCH_PATHS = ["extensions"]
EXTRA_SET_TENANT_METHOD_PATH = "tenants.schemas.search_path.guard"
TENANT_LIMIT_SET_CALLS = True
# Its check at start-up needs a database even for commands that have none; tenants' names can't collide by their shape.
SKIP_PG_EXTRA_VALIDATION = True

TENANT_OPENING_STEPS = [
    "company.steps.open_company.open_company",
    "accounting.ledger.steps.open_books.open_books",
    "accounting.tax.steps.open_taxes.open_taxes",
]
"""Called in this order with a kernel.openings.Opening, in the new schema, in the transaction that makes its owner."""

TENANT_MIGRATED_STEPS = ["accounting.ledger.steps.ensure_accounts.ensure_accounts"]
"""Called without arguments in a business's schema that migrations have just changed, in their transaction."""

TENANT_HAS_FEATURE = "billing.queries.entitlements.has_feature"
"""The function that tells what a business has by its plan, for work that no request of its people carries."""

DOMAIN_LOOKUP = "tenants.domains.dns.ask"
"""The function that finds the TXT records of a name."""

TENANT_POOL_SIZE = env.int("TENANT_POOL_SIZE", default=5, validate=validate.Range(min=1))
"""How many spare schemas wait for the next sign-ups: at least one, because a sign-up can't make any itself."""

PG_DUMP = env.str("PG_DUMP", default="pg_dump")
"""The program that writes down the template schema; at least as new as the server."""
