"""The plans that are offered at first, and append-only usage."""

from django.db import migrations

# name, position, summary, limits (outlets, people, products, sales a month, API calls a minute), features, prices of a
# month in whole units; a year costs ten months.
PLANS = [
    ("free", "Free", 1, "One shop, to find out whether this is for you.", (1, 2, 100, 300, 30), [], {}),
    (
        "starter", "Starter", 2, "One shop and its team.", (1, 5, 2_000, 3_000, 60), ["api"],
        {"INR": 999, "USD": 15, "EUR": 14},
    ),
    (
        "growth", "Growth", 3, "Several shops, and your own systems joined to them.", (5, 25, 20_000, 30_000, 300),
        ["api", "custom_domain", "webhooks"], {"INR": 2_999, "USD": 49, "EUR": 45},
    ),
    (
        "enterprise", "Enterprise", 4, "As many shops as you have.", (None, None, None, None, 1_200),
        ["api", "custom_domain", "priority_support", "webhooks"], {"INR": 9_999, "USD": 149, "EUR": 139},
    ),
]  # fmt: skip
METERS = ("outlets", "people", "products", "sales", "api_calls")


def offer_plans(apps, schema_editor):
    Plan = apps.get_model("billing", "Plan")
    PlanPrice = apps.get_model("billing", "PlanPrice")
    for code, name, position, summary, limits, features, prices in PLANS:
        plan = Plan.objects.create(
            code=code,
            name=name,
            position=position,
            summary=summary,
            limits=dict(zip(METERS, limits, strict=True)),
            features=features,
        )
        for currency, amount in prices.items():
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
