"""Stripe. Without a key nobody can pay; `make run` then uses a stand-in, which is clearly marked as one."""

from config.settings.environment import env

STRIPE_API_KEY: str = env.str("STRIPE_API_KEY", default="")
STRIPE_API_BASE: str = env.str("STRIPE_API_BASE", default="")
"""Another address than Stripe's own: the stand-in's."""

STRIPE_PAGES = [
    "https://checkout.stripe.com",
    "https://billing.stripe.com",
    *([STRIPE_API_BASE] if STRIPE_API_BASE else []),
]
"""Where our forms may lead to."""

STRIPE_WEBHOOK_SECRET: str = env.str("STRIPE_WEBHOOK_SECRET", default="")

TENANT_LIVE_STEP = "billing.steps.open_trial.open_trial"
"""Called in the public schema, in the transaction in which a new business goes live."""
