import pytest

from tests.reading import read
from tests.shop import make_delivery, now
from webhooks.models import WebhookDelivery, WebhookEndpoint

URL = "https://hooks.example.com/hook"
SALE = {"url": URL, "events": ["sales.sale_recorded"]}


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """What was handed to Celery."""
    messages = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: messages.append((name, options)))
    return messages


def test_a_webhook_is_made_and_its_secret_shown_once(browse):
    page = browse.post("/settings/webhooks/new/", SALE)
    row = WebhookEndpoint.objects.get()
    assert row.secret in page.content.decode()
    for path in ("", f"{row.pk}/", f"{row.pk}/edit/"):
        page = browse.get(f"/settings/webhooks/{path}").content.decode()
        assert URL in page
        assert row.secret not in page
    again = read(browse.post(f"/settings/webhooks/{row.pk}/rotate/"))
    row.refresh_from_db()
    assert row.secret in again
    assert row.previous_secret not in again
    assert "old secret signs as well" in again


def test_what_is_wrong_is_named_at_the_field(browse):
    answer = browse.post("/settings/webhooks/new/", {"url": "http://localhost/"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"url", "events"}
    answer = browse.post("/settings/webhooks/new/", {**SALE, "events": ["sales.nonsense"]})
    assert set(answer.context["form"].errors) == {"events"}


def test_switching_it_off_and_on(browse, owner):
    pk = make_delivery(owner).endpoint_id
    browse.post(f"/settings/webhooks/{pk}/edit/", {**SALE, "version": "*"})
    assert WebhookEndpoint.objects.get().disabled_at
    assert ">Off</span>" in browse.get("/settings/webhooks/").content.decode()
    browse.post(f"/settings/webhooks/{pk}/edit/", {**SALE, "active": "on", "version": "*"})
    assert WebhookEndpoint.objects.get().disabled_at is None
    answer = browse.post(f"/settings/webhooks/{pk}/edit/", {"url": "", "version": "*"})
    assert answer.status_code == 422


def test_the_log_says_what_came_of_each_delivery_and_sends_it_again(browse, owner):
    delivery = make_delivery(owner)
    page = f"/settings/webhooks/{delivery.endpoint_id}/"
    assert ">Waits</span>" in browse.get(page).content.decode()
    WebhookDelivery.objects.update(
        state="failed", next_attempt_at=None, attempts=7, status=500, response="<b>no</b>", error="Answered 500.",
        milliseconds=12, attempted_at=now(),
    )  # fmt: skip
    shown = read(browse.get(page))
    assert ">Failed</span>" in shown
    assert "7 attempts" in shown
    assert "&lt;b&gt;no&lt;/b&gt;" in shown
    answer = browse.post(f"/settings/webhooks/deliveries/{delivery.pk}/resend/", follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert "On its way." in answer.content.decode()
    assert WebhookDelivery.objects.get().state == "waiting"
    WebhookEndpoint.objects.update(disabled_at=now(), disabled_because="Nothing arrived for three days.")
    answer = browse.post(f"/settings/webhooks/deliveries/{delivery.pk}/resend/", follow=True)
    assert "Switch the webhook on first" in answer.content.decode()
    assert "Nothing arrived for three days." in answer.content.decode()


def test_removing_it_takes_its_log_along(browse, owner):
    delivery = make_delivery(owner)
    browse.post(f"/settings/webhooks/{delivery.endpoint_id}/remove/")
    assert not WebhookDelivery.objects.exists()
    assert "No webhooks yet" in browse.get("/settings/webhooks/").content.decode()
    assert browse.get(f"/settings/webhooks/{delivery.endpoint_id}/").status_code == 404
    assert browse.post(f"/settings/webhooks/deliveries/{delivery.pk}/resend/").status_code == 404


def test_an_accountant_looks_on(client_for, accountant, owner):
    delivery = make_delivery(owner)
    for path in ("", f"{delivery.endpoint_id}/"):
        page = client_for(accountant).get(f"/settings/webhooks/{path}").content.decode()
        assert URL in page
        for shut in ("/new/", "/edit/", "/resend/", "/remove/", "/rotate/"):
            assert shut not in page


def test_the_api_keeps_no_secret_for_a_repetition(post, api_for, owner):
    first, again = (post(owner, "webhook-endpoints/", SALE, key="once").json() for _ in range(2))
    assert first["secret"].startswith("whsec_")
    assert again == {**first, "secret": None}
    shown = api_for(owner).get(f"/api/v1/webhook-endpoints/{first['id']}/").json()
    assert (shown["active"], "secret" in shown) == (True, False)
    changed = api_for(owner).put(
        f"/api/v1/webhook-endpoints/{first['id']}/", {**SALE, "active": False}, format="json", HTTP_IF_MATCH="*"
    )
    assert changed.json()["active"] is False
    rotated = post(owner, f"webhook-endpoints/{first['id']}/rotate-secret/", None).json()
    assert rotated["secret"] not in {None, first["secret"]}
    assert post(owner, f"webhook-endpoints/{first['id']}/remove/", None).json() == []


def test_deliveries_are_found_by_endpoint_state_and_event(api_for, owner):
    one, other = make_delivery(owner), make_delivery(owner)
    client = api_for(owner)
    for query, found in (
        (f"endpoint={one.endpoint_id}", [one]), ("state=waiting", [other, one]), ("state=failed", []),
        (f"event_id={other.event_id}", [other]), ("kind=sales.sale_recorded", [other, one]), ("kind=x", []),
    ):  # fmt: skip
        rows = client.get(f"/api/v1/webhook-deliveries/?{query}").json()["results"]
        assert [row["id"] for row in rows] == [str(delivery.pk) for delivery in found], query
