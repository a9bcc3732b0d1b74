from django.db.models import QuerySet

from billing.models import Invoice


def invoices(tenant_id: int) -> QuerySet[Invoice]:
    """A business's invoices, newest first. Read it on the public schema."""
    return Invoice.objects.filter(subscription__tenant_id=tenant_id).order_by("-issued_at", "-pk")
