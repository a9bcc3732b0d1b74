"""Where the business's events are sent, and what came of it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kernel.errors import DomainError
from kernel.permissions import Permission
from kernel.versions import VersionChanged
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.versions import sent_version, show_change, version_for
from web.forms.webhook import ChangedWebhookForm, WebhookForm
from web.listing import shown_list
from web.once import Done, press_once, send_once
from web.shell import shell_of
from webhooks.operations.change_endpoint import change_endpoint
from webhooks.operations.create_endpoint import CreateEndpoint, create_endpoint
from webhooks.operations.remove_endpoint import remove_endpoint
from webhooks.operations.resend_delivery import resend_delivery
from webhooks.operations.rotate_secret import rotate_secret
from webhooks.queries.listings import DELIVERIES
from webhooks.queries.webhooks import deliveries, endpoint, endpoint_as_it_is, endpoints
from webhooks.records import ChangeEndpoint, CreatedEndpoint

_SHOWN_ONCE = "It was made. Its secret was shown then, and only then. If you missed it, make another."


@page(Permission.WEBHOOKS_ENDPOINT_READ)
def listing(request: PageRequest) -> HttpResponse:
    """Every webhook, with how it stands."""
    return render(request, "webhooks/list.html", {"endpoints": endpoints(request.user)})


@page(Permission.WEBHOOKS_ENDPOINT_WRITE, methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponse:
    """Another system; its secret is shown in the answer, once."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        command = CreateEndpoint(form.cleaned_data["url"], frozenset(form.cleaned_data["events"]))
        try:
            return send_once(
                request,
                lambda: create_endpoint(actor=request.user, command=command, now=timezone.now()),
                lambda _: Done(reverse("webhook_list"), _SHOWN_ONCE),
                show=lambda made: _made(request, made),
            )
        except DomainError as error:
            show_errors(form, error)
    return render(request, "webhooks/form.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.WEBHOOKS_ENDPOINT_READ)
def detail(request: PageRequest, endpoint_id: int) -> HttpResponse:
    """One webhook with its deliveries, newest first."""
    found = endpoint(request.user, endpoint_id)
    sent = shown_list(
        request,
        DELIVERIES,
        request.user,
        name="Deliveries",
        today=shell_of(request).today(timezone.now()),
        only=lambda rows: rows.filter(endpoint=found),
        per_page=25,
    )
    return render(request, "webhooks/detail.html", {"endpoint": found, "list": sent})


@page(Permission.WEBHOOKS_ENDPOINT_WRITE, methods=("GET", "POST"))
def edit(request: PageRequest, endpoint_id: int) -> HttpResponse:
    """Elsewhere, something else, off and on."""
    found = endpoint(request.user, endpoint_id)
    saved = endpoint_as_it_is(found)
    shown = {"url": saved.url, "events": sorted(saved.events), "active": saved.active}
    form = ChangedWebhookForm(request.POST or None, initial=shown)
    error: DomainError | None = None
    if form.is_valid():
        typed = form.cleaned_data
        command = ChangeEndpoint(typed["url"], frozenset(typed["events"]), typed["active"])
        try:
            return send_once(
                request,
                lambda: change_endpoint(
                    actor=request.user,
                    endpoint_id=endpoint_id,
                    command=command,
                    version=sent_version(request),
                    now=timezone.now(),
                ),
                lambda _: Done(reverse("webhook_detail", args=[endpoint_id]), "Saved."),
            )
        except VersionChanged as changed:
            error = changed
            show_change(form, shown)
        except DomainError as refused:
            error = refused
            show_errors(form, error)
    context = {"form": form, "endpoint": found, "version": version_for(request, saved, error)}
    return render(request, "webhooks/form.html", context, status=422 if form.errors else 200)


@page(Permission.WEBHOOKS_ENDPOINT_WRITE, methods=("POST",))
def rotate(request: PageRequest, endpoint_id: int) -> HttpResponse:
    """Another secret, shown once."""
    return press_once(
        request,
        lambda: rotate_secret(actor=request.user, endpoint_id=endpoint_id, now=timezone.now()),
        lambda _: Done(reverse("webhook_detail", args=[endpoint_id]), _SHOWN_ONCE),
        back="webhook_list",
        show=lambda made: _made(request, made),
    )


@page(Permission.WEBHOOKS_ENDPOINT_WRITE, methods=("POST",))
def remove(request: PageRequest, endpoint_id: int) -> HttpResponse:
    """Nothing is sent there any more."""
    return press_once(
        request,
        lambda: remove_endpoint(actor=request.user, endpoint_id=endpoint_id, now=timezone.now()),
        lambda _: Done(reverse("webhook_list"), "Nothing is sent there any more."),
        back="webhook_list",
    )


@page(Permission.WEBHOOKS_ENDPOINT_WRITE, methods=("POST",))
def resend(request: PageRequest, delivery_id: UUID) -> HttpResponse:
    """Once more."""
    found = deliveries(request.user).filter(pk=delivery_id).first()
    back = reverse("webhook_detail", args=[found.endpoint_id]) if found else reverse("webhook_list")
    return press_once(
        request,
        lambda: resend_delivery(actor=request.user, delivery_id=delivery_id, now=timezone.now()),
        lambda _: Done(back, "On its way."),
        back=back,
    )


def _made(request: PageRequest, made: CreatedEndpoint) -> HttpResponse:
    return render(request, "webhooks/made.html", {"made": made})
