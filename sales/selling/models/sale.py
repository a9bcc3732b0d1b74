from django.db import models
from django.db.models import F, Q

from accounting.tax.enums import InvoiceKind, Treatment
from kernel.grants import APPENDED
from kernel.ids import new_id


class Sale(models.Model):
    """One receipt, append-only. Amounts in minor units; taxable + tax = total, after all discounts. `tendered` is what
    was handed over or charged in all.

    `tax_registration`, `place_of_supply` (the state's code) and `invoice_kind` are a snapshot of the day: tax returns
    read nothing else. `id` may come from the till that made the sale.
    """

    grants = APPENDED

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    outlet = models.ForeignKey("company.Outlet", models.PROTECT, related_name="sales", db_index=False)
    fiscal_year = models.CharField(max_length=4)
    serial = models.PositiveBigIntegerField()
    number = models.CharField(max_length=16)
    sold_at = models.DateTimeField()
    business_date = models.DateField()
    prices_include_tax = models.BooleanField()
    discount = models.BigIntegerField()
    taxable = models.BigIntegerField()
    tax = models.BigIntegerField()
    total = models.BigIntegerField()
    tendered = models.BigIntegerField()
    cost = models.BigIntegerField()
    tax_registration = models.CharField(max_length=20, blank=True)
    place_of_supply = models.CharField(max_length=3, blank=True)
    invoice_kind = models.CharField(max_length=20)
    actor = models.ForeignKey("people.User", models.PROTECT, related_name="sales", db_index=False)
    actor_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["outlet", "fiscal_year", "serial"], name="selling_sale_number_once"),
            models.UniqueConstraint(fields=["number"], name="selling_sale_number_unique"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[A-Za-z0-9/-]{1,16}$"), name="selling_sale_number_form"
            ),
            models.CheckConstraint(
                condition=Q(total=F("taxable") + F("tax"), taxable__gte=0, tax__gte=0, cost__gte=0, discount__gte=0),
                name="selling_sale_adds_up",
            ),
            models.CheckConstraint(condition=Q(invoice_kind__in=list(InvoiceKind)), name="selling_sale_invoice_kind"),
        ]
        indexes = [
            models.Index(fields=["-sold_at", "-id"], name="selling_sale_newest"),
            models.Index(fields=["outlet", "business_date"], name="selling_sale_day"),
        ]

    def __str__(self) -> str:
        return self.number


class SaleLine(models.Model):
    """A line as it was sold: names, price, tax and cost are snapshots. `unit_price` includes tax if the sale's do.

    `list_price` is what one cost by the catalogue then: another price is in the trail, with who and why.
    """

    grants = APPENDED

    sale = models.ForeignKey("selling.Sale", models.PROTECT, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    variation = models.ForeignKey("catalogue.Variation", models.PROTECT, related_name="sale_lines")
    sku = models.CharField(max_length=40)
    name = models.CharField(max_length=201)
    category_name = models.CharField(max_length=80, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    list_price = models.BigIntegerField()
    unit_price = models.BigIntegerField()
    discount = models.BigIntegerField()
    unit = models.CharField(max_length=10)
    tax_code = models.CharField(max_length=12)
    treatment = models.CharField(max_length=10)
    taxes = models.JSONField()
    taxable = models.BigIntegerField()
    tax = models.BigIntegerField()
    total = models.BigIntegerField()
    cost = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sale", "position"], name="selling_line_position_once"),
            # Scanned and taken back: a line of nothing, worth nothing.
            models.CheckConstraint(condition=Q(quantity__gt=0) | Q(quantity=0, total=0), name="selling_line_quantity"),
            models.CheckConstraint(
                condition=Q(total=F("taxable") + F("tax"), taxable__gte=0, tax__gte=0, cost__gte=0, discount__gte=0),
                name="selling_line_adds_up",
            ),
            models.CheckConstraint(condition=Q(treatment__in=list(Treatment)), name="selling_line_treatment"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"


class Payment(models.Model):
    """A tender of a sale: `amount` settles the sale, `tendered` is what was handed over (cash: the rest is change).

    `method` is a row of ledger.TenderAccount (constraint selling_payment_method).
    """

    grants = APPENDED

    sale = models.ForeignKey("selling.Sale", models.PROTECT, related_name="payments")
    method = models.CharField(max_length=10)
    amount = models.BigIntegerField()
    tendered = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0, tendered__gt=0, tendered__gte=F("amount")), name="selling_payment_amount"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.amount}"
