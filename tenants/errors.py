"""What can go wrong with a business as a whole."""

from kernel.errors import Conflict, DomainError


class NotPrepared(DomainError):
    """The template of a business's tables doesn't fit the running code; `manage.py build_template` makes it."""

    code = "not_prepared"
    title = "New businesses can't be opened right now, please try again in a minute"
    status = 503


class ExportUnderWay(Conflict):
    """One archive at a time."""

    code = "export_under_way"
    title = "An export is being made; it can be downloaded in a moment"
    constraint = "data_export_one_at_a_time"


class DomainClaimed(DomainError):
    """The business has claimed the domain before."""

    code = "domain_claimed"
    title = "You have added this domain already"
    constraint = "custom_domain_claimed_once"


class DomainTaken(DomainError):
    """Another business proved the domain in the same moment."""

    code = "domain_taken"
    title = "Another business uses this domain"
    constraint = "tenants_domain_domain_key"


class TooManyTries(DomainError):
    """Somebody said a password too often; `wait` is in seconds."""

    code = "too_many_tries"
    title = "Too many tries, please wait a minute"
    status = 429

    def __init__(self, wait: float) -> None:
        super().__init__()
        self.wait = wait
