from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0003_entry_via"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="auditentry",
            options={"verbose_name_plural": "audit entries"},
        ),
    ]
