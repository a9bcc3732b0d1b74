"""Plans, subscriptions and Stripe's events in the operators' console."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from billing.models import Plan, PlanPrice, StripeEvent, Subscription
from billing.operations.replay_event import replay_event
from console.access import operator_of
from console.admin.base import ReadOnlyAdmin, ReadOnlyInline
from kernel.errors import DomainError
from kernel.money import format_money


class PriceInline(ReadOnlyInline):
    model = PlanPrice
    fields = ("currency", "interval", "amount", "stripe_price_id", "retired_at")


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    """What is on offer, and what was. `manage.py register_prices` makes the prices known to Stripe."""

    list_display = ("name", "code", "summary", "retired_at")
    inlines = (PriceInline,)


@admin.register(Subscription)
class SubscriptionAdmin(ReadOnlyAdmin):
    list_display = ("tenant", "plan", "status", "monthly", "period_end", "cancel_at_period_end", "synced_at")
    list_filter = ("status", "plan")
    list_select_related = ("tenant", "plan", "price")
    search_fields = ("tenant__name", "stripe_customer_id", "stripe_subscription_id")

    @admin.display(description="Price")
    def monthly(self, subscription: Subscription) -> str:
        price = subscription.price
        return f"{format_money(price.amount, price.currency)} a {price.interval}" if price else ""


class DoneFilter(admin.SimpleListFilter):
    """Whether an event had its effect."""

    title, parameter_name = "effect", "done"

    def lookups(self, _request: HttpRequest, _admin: "admin.ModelAdmin[StripeEvent]") -> list[tuple[str, str]]:
        return [("yes", "Done"), ("no", "Not done")]

    def queryset(self, _request: HttpRequest, events: QuerySet[StripeEvent]) -> QuerySet[StripeEvent]:
        return events.filter(done_at__isnull=self.value() == "no") if self.value() else events


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    """The events of Stripe; replaying asks Stripe how things are now and acts on that."""

    list_display = ("kind", "tenant", "made_at", "received_at", "done_at", "deliveries", "error")
    list_filter = (DoneFilter, "kind")
    list_select_related = ("tenant",)
    search_fields = ("event_id", "customer_id", "object_id", "tenant__name")
    ordering = ("-received_at",)
    actions = ("replay",)

    @admin.action(description="Replay")
    def replay(self, request: HttpRequest, chosen: QuerySet[StripeEvent]) -> None:
        for event in chosen:
            try:
                replay_event(actor=operator_of(request), event_pk=event.pk, now=timezone.now())
            except DomainError as refused:
                messages.error(request, f"{event.event_id}: {refused.detail}")
            else:
                messages.success(request, f"{event.event_id} was acted on again.")
