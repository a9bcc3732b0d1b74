from django.db import models

from kernel.grants import FIXED


class SourceType(models.Model):
    """A kind of document that may post: the rows are the codes of accounting.ledger.rules.documents.DOCUMENTS.

    The trigger that admits an entry looks its kind up here. A new kind is a row, which a migration adds: no constraint
    of a large table is rewritten in any schema. One that `comes_late` (a till's sale) may be posted on a later day than
    the one it is numbered in. `accounts` are the roles that its entry may touch, as a regular expression; `reverses` is
    the kind whose entries its own mirror, "" when it reverses nothing.
    """

    grants = FIXED

    code = models.CharField(max_length=40, primary_key=True)
    series = models.CharField(max_length=10)
    prefix = models.CharField(max_length=4, blank=True)
    comes_late = models.BooleanField()
    accounts = models.CharField(max_length=200)
    reverses = models.CharField(max_length=40, blank=True)

    def __str__(self) -> str:
        return self.code
