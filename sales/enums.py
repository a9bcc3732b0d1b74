"""Words of the till, also enforced by the database."""

from django.db.models import TextChoices


class TenderMethod(TextChoices):
    """How a customer pays."""

    CASH = "cash", "Cash"
    CARD = "card", "Card"
    MOBILE = "mobile", "Mobile money"
