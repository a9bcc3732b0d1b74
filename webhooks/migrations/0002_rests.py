from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial")]

    operations = [
        migrations.RemoveIndex(model_name="webhookdelivery", name="webhook_delivery_due"),
        migrations.AddField(model_name="webhookendpoint", name="rests_until", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(next_attempt_at__isnull=False),
                fields=["endpoint", "next_attempt_at"],
                name="webhook_delivery_next",
            ),
        ),
    ]
