"""The plans on offer (billing.rules.offer), and append-only usage."""

from django.db import migrations

from billing.rules.offer import PLANS


def offer_plans(apps, schema_editor):
    Plan = apps.get_model("billing", "Plan")
    PlanPrice = apps.get_model("billing", "PlanPrice")
    for position, offer in enumerate(PLANS, start=1):
        plan = Plan.objects.create(
            code=offer.code,
            name=offer.name,
            position=position,
            summary=offer.summary,
            limits={meter.value: limit for meter, limit in offer.limits.items()},
            features=sorted(offer.features),
        )
        for currency, amount in offer.prices.items():
            PlanPrice.objects.create(plan=plan, currency=currency, interval="month", amount=amount * 100)
            PlanPrice.objects.create(plan=plan, currency=currency, interval="year", amount=amount * 1000)


APPEND_ONLY = """
CREATE FUNCTION billing_usage_append_only() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF (NEW.tenant_id, NEW.meter, NEW.period, NEW.used, NEW.added, NEW.read_at)
        IS DISTINCT FROM (OLD.tenant_id, OLD.meter, OLD.period, OLD.used, OLD.added, OLD.read_at) THEN
        RAISE EXCEPTION 'usage is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
"""
TRIGGER = """
CREATE TRIGGER billing_usage_append_only BEFORE UPDATE ON billing_usagerecord
FOR EACH ROW EXECUTE FUNCTION billing_usage_append_only()
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]

    operations = [
        migrations.RunPython(offer_plans, migrations.RunPython.noop),
        migrations.RunSQL(APPEND_ONLY, "DROP FUNCTION billing_usage_append_only"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER billing_usage_append_only ON billing_usagerecord"),
    ]
