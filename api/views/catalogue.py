from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import ListView, OutletListView, TenantView
from api.examples import NEW_CATEGORY, NEW_PRODUCT
from api.serializers.catalogue import (
    CategorySerializer,
    ProductChangesSerializer,
    ProductSerializer,
    WholeProductSerializer,
    product_input,
    with_changes,
)
from api.versions import asked_version, tagged
from inventory.catalogue.operations.archive_product import archive_product
from inventory.catalogue.operations.create_category import CreateCategory, create_category
from inventory.catalogue.operations.create_product import create_product
from inventory.catalogue.operations.update_product import update_product
from inventory.catalogue.queries.listings import CATEGORIES
from inventory.catalogue.queries.products import product_as_it_is
from inventory.catalogue.rules.products import ProductInput
from inventory.stock.queries import product_for
from inventory.stock.queries.listings import PRODUCTS
from kernel.permissions import Permission
from kernel.versions import ANY, version_of


class Categories(ListView):
    """The category tree."""

    permissions = {"GET": Permission.CATALOGUE_PRODUCT_READ, "POST": Permission.CATALOGUE_PRODUCT_WRITE}
    serializer_class = CategorySerializer
    listing = CATEGORIES

    def get(self, request: Request) -> Response:
        """List categories."""
        return self.listed(CategorySerializer)

    @extend_schema(responses={201: CategorySerializer}, examples=[NEW_CATEGORY])
    def post(self, request: Request) -> Response:
        """Add a category."""
        command = CreateCategory(**self.read(CategorySerializer))
        return self.answer(
            lambda: create_category(actor=self.actor, command=command, now=self.now),
            lambda category: self.shown(CategorySerializer, category),
        )


class ProductView(TenantView):
    """What shows a product."""

    shows = Permission.CATALOGUE_PRODUCT_READ
    serializer_class = ProductSerializer

    def shown_product(self, product_id: int) -> object:
        """The product as it is now."""
        product = product_for(self.scope, product_id)
        return self.shown(ProductSerializer, product)


class Products(ProductView, OutletListView):
    """Products with their variations."""

    permissions = {"GET": Permission.CATALOGUE_PRODUCT_READ, "POST": Permission.CATALOGUE_PRODUCT_WRITE}
    listing = PRODUCTS

    def get(self, request: Request) -> Response:
        """List products; `on_hand` sums the outlets you work at."""
        return self.listed(ProductSerializer)

    @extend_schema(responses={201: ProductSerializer}, examples=[NEW_PRODUCT])
    def post(self, request: Request) -> Response:
        """Add a product with its variations."""
        command = product_input(self.read(ProductSerializer))
        return self.answer(lambda: create_product(actor=self.actor, command=command, now=self.now), self.shown_product)


class ProductDetail(ProductView):
    """One product."""

    permissions = {
        "GET": Permission.CATALOGUE_PRODUCT_READ,
        "PUT": Permission.CATALOGUE_PRODUCT_WRITE,
        "PATCH": Permission.CATALOGUE_PRODUCT_WRITE,
    }
    versioned = True

    def get(self, request: Request, product_id: int) -> Response:
        """Show a product."""
        product = product_for(self.scope, product_id)
        return tagged(Response(self.shown(ProductSerializer, product)), product_as_it_is(product))

    @extend_schema(request=WholeProductSerializer)
    def put(self, request: Request, product_id: int) -> Response:
        """Replace a product: every field of it, and every variation by `id`; those without an `id` are added."""
        return self._changed(request, product_id, product_input(self.read(WholeProductSerializer)))

    @extend_schema(request=ProductChangesSerializer)
    def patch(self, request: Request, product_id: int) -> Response:
        """Change some of a product: what is left out stays, fields, variations and their fields alike."""
        changes = self.read(ProductChangesSerializer)
        now = product_as_it_is(product_for(self.scope, product_id))
        return self._changed(request, product_id, with_changes(now, changes), made_from=now)

    def _changed(
        self, request: Request, product_id: int, command: ProductInput, *, made_from: ProductInput | None = None
    ) -> Response:
        version = asked_version(request)
        if version == ANY and made_from is not None:
            version = version_of(made_from)
        update_product(actor=self.actor, product_id=product_id, command=command, version=version, now=self.now)
        return self.get(request, product_id)


class ProductArchive(ProductView):
    """Take a product off the shelf."""

    permissions = {"POST": Permission.CATALOGUE_PRODUCT_WRITE}
    archived = True

    @extend_schema(request=None, responses=ProductSerializer)
    def post(self, request: Request, product_id: int) -> Response:
        """Archive a product; its history stays."""
        return self.answer(
            lambda: archive_product(actor=self.actor, product_id=product_id, archived=self.archived, now=self.now),
            lambda _: self.shown_product(product_id),
            status=200,
        )


class ProductRestore(ProductArchive):
    """Undo the archiving."""

    archived = False

    @extend_schema(request=None, responses=ProductSerializer)
    def post(self, request: Request, product_id: int) -> Response:
        """Bring an archived product back."""
        return super().post(request, product_id)
