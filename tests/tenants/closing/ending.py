"""What its owner does to end it, and what is then to be seen of it."""

from audit.models import OutboxEvent
from kernel.schemas import in_schema, use_public
from tenants.life.operations.cancel_closing import ask_to_cancel_closing
from tenants.life.operations.close_business import ask_to_close
from tenants.life.rules.closing import GRACE_CLOSING
from tests.business import PASSWORD
from tests.conftest import HostClient
from tests.installation import NOW

LATER = NOW + GRACE_CLOSING


def close(shop, actor, **typed):
    with in_schema(shop.schema_name):
        return ask_to_close(
            actor=actor, tenant_id=shop.pk, now=NOW, **{"name": "closer shop ", "password": PASSWORD, **typed}
        )


def keep(shop, actor):
    with in_schema(shop.schema_name):
        return ask_to_cancel_closing(actor=actor, tenant_id=shop.pk, now=NOW)


def state(shop):
    use_public()
    shop.refresh_from_db()
    return shop.state


def events(shop):
    use_public()
    ours = OutboxEvent.objects.filter(kind__startswith="tenants.business_", payload={"tenant_id": shop.pk})
    return list(ours.order_by("pk").values_list("kind", flat=True))


def browser(host="closer.localhost"):
    return HostClient(headers={"host": host})
