"""Webhooks out."""

from config.settings.environment import env

WEBHOOKS_ALLOW_PRIVATE: bool = env.bool("WEBHOOKS_ALLOW_PRIVATE", default=False)
"""Whether plain HTTP and hosts of this network may be sent to: for developers."""

WEBHOOK_RESOLVER = "webhooks.sending.addresses_of"
"""The function that finds the addresses of a host."""

WEBHOOK_CERTIFICATES = ""
"""A file with the authorities that receivers' certificates are checked against; empty is the system's."""
