
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django_tenants.postgresql_backend.base
import tenants.enums
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenants', '0001_extensions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tenant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('schema_name', models.CharField(db_index=True, max_length=63, unique=True, validators=[django_tenants.postgresql_backend.base._check_schema_name])),
                ('name', models.CharField(max_length=120)),
                ('state', models.CharField(choices=[('opening', 'opening'), ('trial', 'trial'), ('active', 'active'), ('past_due', 'past due'), ('read_only', 'read only'), ('suspended', 'suspended'), ('export_open', 'export open'), ('deleted', 'deleted')], default=tenants.enums.TenantState['OPENING'], max_length=20)),
                ('state_since', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', [tenants.enums.TenantState['OPENING'], tenants.enums.TenantState['TRIAL'], tenants.enums.TenantState['ACTIVE'], tenants.enums.TenantState['PAST_DUE'], tenants.enums.TenantState['READ_ONLY'], tenants.enums.TenantState['SUSPENDED'], tenants.enums.TenantState['EXPORT_OPEN'], tenants.enums.TenantState['DELETED']])), name='tenant_state_known'), models.CheckConstraint(condition=models.Q(('schema_name__regex', '^t_[a-z0-9]+$')), name='tenant_schema_name_opaque')],
            },
        ),
        migrations.CreateModel(
            name='Domain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('domain', models.CharField(db_index=True, max_length=253, unique=True)),
                ('is_primary', models.BooleanField(db_index=True, default=True)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='domains', to='tenants.tenant')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('domain', django.db.models.functions.text.Lower('domain'))), name='domain_lower')],
            },
        ),
    ]
