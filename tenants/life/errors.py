"""What can go wrong with a business as a whole."""

from kernel.errors import DomainError


class TooManyTries(DomainError):
    """Somebody said a password too often; `wait` is in seconds."""

    code = "too_many_tries"
    title = "Too many tries, please wait a minute"
    status = 429

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait
