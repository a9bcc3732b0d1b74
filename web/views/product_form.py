"""Adding and changing a product with its variations; adding a category on the way."""

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from inventory.catalogue.errors import CategoryTaken
from inventory.catalogue.operations.create_category import CreateCategory, create_category
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.operations.update_product import update_product
from inventory.catalogue.queries import categories
from inventory.catalogue.queries.products import product_as_it_is
from inventory.catalogue.rules.products import ProductInput
from inventory.stock.queries import product_for
from kernel.errors import DomainError
from kernel.permissions import Permission
from kernel.versions import VersionChanged
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.product import (
    ProductForm,
    VariationForm,
    product_command,
    show_saved_product,
    variation_rows,
    with_saved_rows,
)
from web.forms.versions import CHANGED_WORDS, sent_version, version_for
from web.once import Done, answer_form, send_once
from web.shell import shell_of

if TYPE_CHECKING:
    from django.forms import BaseFormSet


@page(Permission.CATALOGUE_PRODUCT_WRITE, methods=("GET", "POST"))
def new(request: PageRequest) -> HttpResponse:
    """Another product."""
    shell, now = shell_of(request), timezone.now()
    form = ProductForm(request.POST or None, categories=categories(request.user))
    rows = variation_rows(request.POST or None, day=shell.today(now), business=shell.business)
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            return send_once(
                request,
                lambda: create_product(actor=request.user, command=product_command(form, rows), now=now),
                lambda made: Done(reverse("product_detail", args=[made]), "Added. Count what is on the shelf next."),
            )
        except DomainError as error:
            show_errors(form, error, rows={"variations": rows})
    return render(request, "products/form.html", {"form": form, "rows": rows}, status=422 if request.POST else 200)


@page(Permission.CATALOGUE_PRODUCT_WRITE, methods=("GET", "POST"))
def edit(request: PageRequest, product_id: int) -> HttpResponse:
    """Change a product; its variations stay, others may be added."""
    shell, now = shell_of(request), timezone.now()
    product = product_for(shell.scope, product_id)
    saved = product_as_it_is(product)
    form, rows = _edit_forms(request, saved, request.POST or None, now)
    error: DomainError | None = None
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            return send_once(
                request,
                lambda: update_product(
                    actor=request.user,
                    product_id=product_id,
                    command=product_command(form, rows),
                    version=sent_version(request),
                    now=now,
                ),
                lambda _: Done(reverse("product_detail", args=[product_id]), "Saved."),
            )
        except VersionChanged as changed:
            error = changed
            form, rows = _told_of(request, saved, rows, now)
        except DomainError as refused:
            error = refused
            show_errors(form, error, rows={"variations": rows})
    context = {"form": form, "rows": rows, "product": product, "version": version_for(request, saved, error)}
    return render(request, "products/form.html", context, status=422 if request.POST else 200)


Rows: TypeAlias = "BaseFormSet[VariationForm]"


def _edit_forms(
    request: PageRequest, saved: ProductInput, data: QueryDict | None, now: datetime
) -> tuple[ProductForm, Rows]:
    shell, initial = shell_of(request), asdict(saved)
    form = ProductForm(data, categories=categories(request.user), initial=initial)
    rows = variation_rows(data, day=shell.today(now), business=shell.business, initial=list(initial["variations"]))
    return form, rows


def _told_of(request: PageRequest, saved: ProductInput, rows: Rows, now: datetime) -> tuple[ProductForm, Rows]:
    """The form as it was typed, and with it what somebody else saved meanwhile."""
    form, rows = _edit_forms(request, saved, with_saved_rows(request.POST, saved, rows.empty_form), now)
    if all([form.is_valid(), rows.is_valid()]):
        show_saved_product(form, rows, saved)
    form.add_error(None, CHANGED_WORDS)
    return form, rows


@page(Permission.CATALOGUE_PRODUCT_WRITE, methods=("POST",))
def new_category(request: PageRequest) -> HttpResponse:
    """Another category, from the product's form: answers with the field, the new one chosen, or with what is wrong."""
    problem, chosen = "", None
    command = CreateCategory(request.POST.get("category_name", ""))
    try:
        chosen = answer_form(
            request,
            lambda: create_category(actor=request.user, command=command, now=timezone.now()),
            lambda category: category.id,
        )
    except CategoryTaken:
        # A second click, or one that is there already: it is the one that was meant.
        chosen = categories(request.user).get(parent=None, name__iexact=command.name.strip()).pk
    except DomainError as error:
        problem = " ".join(message for messages_ in error.errors.values() for message in messages_) or error.detail
    form = ProductForm(categories=categories(request.user), initial={"category_id": chosen})
    return render(request, "products/category_field.html", {"form": form, "problem": problem, "renews_key": True})
