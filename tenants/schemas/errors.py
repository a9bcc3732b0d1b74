"""What can go wrong with a business as a whole."""

from kernel.errors import Busy, DomainError


class NotPrepared(DomainError):
    """The template of a business's tables doesn't fit the running code; `manage.py build_template` makes it."""

    code = "not_prepared"
    title = "New businesses can't be opened right now, please try again in a minute"
    status = 503


class PoolEmpty(Busy):
    """No spare schema waits. The worker that makes them needs a moment, or isn't there."""
