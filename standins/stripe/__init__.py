"""A stand-in for Stripe over HTTP: the official SDK works against it unchanged, and no money moves.

It holds customers, prices, subscriptions and invoices, lives their lives by a clock that can be moved, signs and
delivers webhooks, and serves pages that play the hosted checkout and the customer portal. `python -m standins.stripe`
runs it as a server, `FakeStripe` inside a test. Standard library only; what it doesn't know it refuses.

Known differences: an invoice is finalised and charged the moment it is made (Stripe waits about an hour), there are no
taxes, and a card succeeds or fails by its test number alone.
"""

from standins.stripe.fake import FakeStripe

__all__ = ["FakeStripe"]
