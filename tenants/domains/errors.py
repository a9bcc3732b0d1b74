"""What can go wrong with a business as a whole."""

from kernel.errors import DomainError


class DomainClaimed(DomainError):
    """The business has claimed the domain before."""

    code = "domain_claimed"
    title = "You have added this domain already"
    constraint = "custom_domain_claimed_once"


class DomainTaken(DomainError):
    """Another business proved the domain in the same moment."""

    code = "domain_taken"
    title = "Another business uses this domain"
    constraint = "life_domain_domain_key"
