"""Adding and changing a product with its variations; adding a category on the way."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from inventory.catalogue.errors import CategoryTaken
from inventory.catalogue.operations.create_category import CreateCategory, create_category
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.operations.update_product import update_product
from inventory.catalogue.queries import categories
from inventory.stock.queries import product_for
from kernel.errors import DomainError
from kernel.permissions import Permission
from web.access import PageRequest, page
from web.forms.errors import show_errors
from web.forms.product import ProductForm, initial_of, product_command, variation_rows
from web.once import Done, answer_form, send_once
from web.shell import shell_of


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
    form = ProductForm(
        request.POST or None,
        categories=categories(request.user),
        initial={"name": product.name, "category_id": product.category_id, "description": product.description},
    )
    rows = variation_rows(
        request.POST or None,
        day=shell.today(now),
        business=shell.business,
        initial=[initial_of(variation) for variation in product.variations.all()],
    )
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            return send_once(
                request,
                lambda: update_product(
                    actor=request.user, product_id=product_id, command=product_command(form, rows), now=now
                ),
                lambda _: Done(reverse("product_detail", args=[product_id]), "Saved."),
            )
        except DomainError as error:
            show_errors(form, error, rows={"variations": rows})
    context = {"form": form, "rows": rows, "product": product}
    return render(request, "products/form.html", context, status=422 if request.POST else 200)


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
