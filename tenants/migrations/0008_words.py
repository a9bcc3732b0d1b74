from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0007_backup"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="customdomain",
            options={"verbose_name": "claimed domain"},
        ),
        migrations.AlterModelOptions(
            name="dataexport",
            options={"verbose_name": "export"},
        ),
        migrations.AlterModelOptions(
            name="pendingsignup",
            options={"verbose_name": "unfinished sign-up"},
        ),
        migrations.AlterModelOptions(
            name="schemamigration",
            options={"verbose_name": "migration"},
        ),
        migrations.AlterModelOptions(
            name="tenant",
            options={"verbose_name": "business", "verbose_name_plural": "businesses"},
        ),
    ]
