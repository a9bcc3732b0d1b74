from kernel.errors import DomainError


class IdempotencyKeyReused(DomainError):
    """The key was used before with another request."""

    code = "idempotency_key_reused"
    title = "This Idempotency-Key was used with another request"
    status = 422
