from dataclasses import dataclass
from datetime import datetime

from kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Opening:
    """What a step of settings.TENANT_OPENING_STEPS is given, in the schema of a business that signs up.

    `country` is what the applicant chose: company.rules.countries knows the ones where businesses can be opened.
    """

    name: str
    country: str
    owner: Actor
    now: datetime
