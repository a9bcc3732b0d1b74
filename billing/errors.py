from typing import ClassVar

from kernel.errors import Conflict, DomainError


class PaymentsUnavailable(DomainError):
    """Stripe can't be reached, or isn't set up."""

    code: ClassVar[str] = "payments_unavailable"
    title: ClassVar[str] = "Payments can't be reached at the moment"
    status: ClassVar[int] = 503


class PaymentRefused(DomainError):
    """Stripe refused, and says why in words for people: a card that was declined, a code that is over."""

    code: ClassVar[str] = "payment_refused"
    title: ClassVar[str] = "The payment was refused"
    status: ClassVar[int] = 402


class PaymentDue(Conflict):
    """A plan isn't changed while something is owed: the change would be priced as if it had been paid."""

    code: ClassVar[str] = "payment_due"
    title: ClassVar[str] = "Pay what is owed first"


class ForgedEvent(DomainError):
    """A webhook without a good signature, too old, or of the other mode."""

    code: ClassVar[str] = "forged_event"
    title: ClassVar[str] = "The signature is not good"
    status: ClassVar[int] = 400


class NotSubscribed(Conflict):
    """What was asked for needs a subscription at Stripe, and there is none."""

    code: ClassVar[str] = "not_subscribed"
    title: ClassVar[str] = "There is no paid subscription"


class AlreadySubscribed(Conflict):
    """A second subscription isn't begun; the one there is is changed."""

    code: ClassVar[str] = "already_subscribed"
    title: ClassVar[str] = "There is a subscription already"


class NoSuchPlan(DomainError):
    """The price or plan isn't offered."""

    code: ClassVar[str] = "no_such_plan"
    title: ClassVar[str] = "This plan is not offered"
    status: ClassVar[int] = 404
