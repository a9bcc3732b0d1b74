"""The words of a subscription."""

from enum import StrEnum


class SubscriptionStatus(StrEnum):
    """Stripe's own words, used also for a trial without a card and the free plan, which Stripe knows nothing of."""

    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    UNPAID = "unpaid"
    PAUSED = "paused"
    CANCELED = "canceled"
    INCOMPLETE = "incomplete"
    INCOMPLETE_EXPIRED = "incomplete_expired"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ")


GIVEN_UP = frozenset({SubscriptionStatus.UNPAID, SubscriptionStatus.PAUSED})
"""Stripe has it still, but doesn't try to be paid any more."""


class Interval(StrEnum):
    """How often a price is paid."""

    MONTH = "month"
    YEAR = "year"
