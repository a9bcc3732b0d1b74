from django.db import models
from django.db.models import Q

from kernel.grants import APPENDED
from kernel.ids import new_id
from kernel.money import LARGEST_SUM as LARGEST


class JournalEntry(models.Model):
    """The header of one posting. Append-only; its lines arrive in one statement, and the database proves them balanced.

    Triggers: ledger_entry_admit (period open, number is the series' last), ledger_entry_whole (at commit: has lines,
    mirrors what it reverses), ledger_lines_balance, ledger_journal*_append_only. See docs/ledger.md.
    """

    grants = APPENDED

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    date = models.DateField()
    period = models.ForeignKey("ledger.Period", models.PROTECT, related_name="entries")
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="journal_entries", db_index=False)
    series = models.CharField(max_length=10)
    fiscal_year = models.CharField(max_length=4)
    serial = models.PositiveBigIntegerField()
    number = models.CharField(max_length=16)
    source_type = models.CharField(max_length=40)
    source_id = models.UUIDField()
    memo = models.CharField(max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    actor = models.ForeignKey("people.User", models.PROTECT, related_name="journal_entries", db_index=False)
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["outlet", "series", "fiscal_year", "serial"], name="ledger_entry_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[A-Za-z0-9/-]{1,16}$"), name="ledger_entry_number_form"
            ),
            models.UniqueConstraint(fields=["series", "number"], name="ledger_entry_number_unique"),
            # A document posts once; what reverses it is a document of its own.
            models.UniqueConstraint(fields=["source_id", "source_type"], name="ledger_entry_of_document"),
            # What the lines' foreign key points to.
            models.UniqueConstraint(fields=["id", "date"], name="ledger_entry_dated"),
        ]
        indexes = [
            models.Index(fields=["date", "id"], name="ledger_entry_date"),
        ]

    def __str__(self) -> str:
        return self.number


class JournalLine(models.Model):
    """One side of a posting: a debit or a credit, in minor units, never both.

    `date` is its entry's: the foreign key ledger_line_of_entry holds both to (entry, date).
    """

    grants = APPENDED

    entry = models.ForeignKey("ledger.JournalEntry", models.PROTECT, related_name="lines", db_constraint=False)
    date = models.DateField()
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="lines", db_index=False)
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="journal_lines", db_index=False)
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="ledger_line_one_side"
            ),
            # Past this it is a mistake, and would leave no room in the day's total.
            models.CheckConstraint(condition=Q(debit__lte=LARGEST, credit__lte=LARGEST), name="ledger_line_amount"),
        ]
        indexes = [models.Index(fields=["account", "date", "id"], name="ledger_line_account")]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.debit} / {self.credit}"
