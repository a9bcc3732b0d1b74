from billing.answers import ask
from billing.gateway import cancel_now, shut_checkouts


def end_at_stripe(tenant_id: int) -> bool:
    """Nothing is charged any more, and no page that is open can be paid. Whether there was anything to end.

    Outside any transaction. NotFound, PaymentsUnavailable.
    """
    answer = ask(tenant_id)
    if not answer.customer_id:
        return False
    shut_checkouts(answer.customer_id)
    if answer.subscription is None or answer.subscription.ended_at:
        return False
    cancel_now(answer.subscription.id)
    return True
