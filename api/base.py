"""What all views of the API share: permission by method, answers given once, the business's currency."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Protocol, TypeVar, cast

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from api import bound, once
from api.listing import ListingFilter
from api.pagination import PAGE_PARAMETERS, Pages
from api.parameters import refuse_unknown
from api.permissions import RolePermission
from api.throttles import PlanThrottle
from audit.operations.answer_once import Answer, answer_once
from audit.operations.answer_once import Request as OnceRequest
from audit.operations.answer_resumable import answer_resumable
from company.queries import BusinessInfo, OutletInfo, business, currency
from company.scope import Scope, scope_of
from kernel.actors import Actor
from kernel.listings import Listing
from kernel.permissions import Permission, Role
from tenants.life.queries.hosts import TenantInfo

T = TypeVar("T")


class _Secretive(Protocol):
    @property
    def secret(self) -> str: ...


S = TypeVar("S", bound=_Secretive)


class Everybody:
    """Stands in for a caller while the API describes itself: reads no row."""

    pk = 0
    email = ""
    name = ""
    role = Role.OWNER
    via = ""

    def may(self, permission: Permission) -> bool:
        return bool(permission)

    def require(self, permission: Permission) -> None: ...


class TenantView(GenericAPIView[Any]):
    """A view of a business's own host. `permissions` names what each method needs, `shows` what every answer does."""

    permissions: ClassVar[dict[str, Permission]] = {}
    shows: ClassVar[Permission | None] = None
    permission_classes = [RolePermission]
    throttle_classes = [PlanThrottle]
    pagination_class: type[Pages] | None = None
    query_class: ClassVar[type[Serializer[Any]] | None] = None
    """What a GET may ask in its address; nothing if left out."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (DRF's own)
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, self.parameters() if request.method in SAFE_METHODS else ())

    def parameters(self) -> frozenset[str]:
        """The names that a GET may ask by."""
        return frozenset(self.query_class().fields) if self.query_class else frozenset()

    def asked(self) -> Any:  # noqa: ANN401 (what the serializer says)
        """What the address asks, checked."""
        return bound.read(cast("type[Serializer[Any]]", self.query_class), self.request.query_params, "")

    @cached_property
    def business(self) -> BusinessInfo:
        """One statement a request."""
        return business()

    @cached_property
    def currency(self) -> str:
        """What amounts are in, coming and going."""
        return currency()

    @property
    def actor(self) -> Actor:
        """Who is calling; the permission class has let nobody else in."""
        return Everybody() if self.describes_itself else cast("Actor", self.request.user)

    @property
    def tenant_id(self) -> int:
        """Whose host this is."""
        return int(self.request.tenant.id)  # type: ignore[attr-defined] # set by config.edge.tenant

    @property
    def describes_itself(self) -> bool:
        """Whether the view only stands model for the OpenAPI description."""
        return getattr(self, "swagger_fake_view", False)

    @property
    def tenant(self) -> TenantInfo:
        """The business whose host was asked, as the public schema knows it."""
        tenant: TenantInfo = self.request._request.tenant  # type: ignore[attr-defined]  # noqa: SLF001 (DRF's inner request)
        return tenant

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    def outlet(self, outlet_id: int) -> OutletInfo:
        """The outlet, if the caller works there. NotFound."""
        return self.scope.outlet(outlet_id)

    @cached_property
    def scope(self) -> Scope:
        """The caller and the outlets they work at: one statement a request."""
        return Scope(self.actor, (), ()) if self.describes_itself else scope_of(self.actor)

    def read(self, serializer_class: bound.SerializerClass) -> Any:  # noqa: ANN401 (what the serializer says)
        """The body, checked."""
        return bound.read(serializer_class, self.request.data, self.currency)

    def shown(self, serializer_class: bound.SerializerClass, value: object) -> Any:  # noqa: ANN401 (JSON)
        return bound.shown(serializer_class, value, self.currency)

    def answer(
        self, work: Callable[[], T], show: Callable[[T], Any], *, status: int = 201, key: str | None = None
    ) -> Response:
        """Do the work, once for each Idempotency-Key, and show its result.

        With a key: same key and same request give the first answer again (header `Idempotent-Replay: true`), another
        request under the same key is a 422. `key` is what the body itself gives (a sale's id):
        it stands before the header.
        """
        header = once.key_of(self.request)
        key = key or header
        if key is None:
            return Response(show(work()), status=status)
        answer = answer_once(
            request=OnceRequest(self.actor, key, once.fingerprint(self.request)),
            now=self.now,
            work=work,
            render=lambda result: Answer(status, show(result)),
        )
        return once.response(answer)

    def answer_with_secret(self, work: Callable[[], S], show: Callable[[S], Any], *, status: int = 201) -> Response:
        """Like `answer`, for a result with a `secret` that is shown once: a repeated request gets null instead of it.

        What is kept for a repetition would otherwise be a list of everybody's secrets.
        """
        results: list[S] = []

        def noted() -> S:
            results.append(work())
            return results[-1]

        response = self.answer(noted, lambda result: {**show(result), "secret": None}, status=status)
        if results:
            response.data["secret"] = results[-1].secret
        return response

    def answer_cross_schema(self, work: Callable[[], T], show: Callable[[T], Any], *, status: int = 201) -> Response:
        """Like `answer`, for work that leaves the business's schema, so that one transaction can't hold it.

        The work must bear being repeated: a request that broke off half-way does it again under its key.
        """
        key = once.key_of(self.request)
        if key is None:
            return Response(show(work()), status=status)
        answer = answer_resumable(
            actor=self.actor,
            key=key,
            fingerprint=once.fingerprint(self.request),
            now=self.now,
            work=work,
            render=lambda result: Answer(status, show(result)),
        )
        return once.response(answer)


class ListView(TenantView):
    """A view whose GET is the list that its room declares: filtered, searched, ordered, in cursor pages."""

    listing: ClassVar[Listing[Any, Any]]
    filter_backends = [ListingFilter]
    pagination_class = Pages
    lists = True

    def parameters(self) -> frozenset[str]:
        """Those of the listing, and of its pages."""
        return self.listing.parameters | PAGE_PARAMETERS

    @property
    def viewer(self) -> Any:  # noqa: ANN401 (what the listing's query takes)
        """Who looks: the caller."""
        return self.actor

    def get_queryset(self) -> QuerySet[Any]:
        return self.listing.rows(self.viewer)

    def listed(self, serializer_class: bound.SerializerClass) -> Response:
        """A page of the view's rows after its filters, without the columns that the caller may not see."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        data = bound.shown_all(serializer_class, rows or (), self.currency)
        hidden = self.listing.hidden_from(self.actor)
        return self.get_paginated_response([{key: row[key] for key in row if key not in hidden} for row in data])


class OutletListView(ListView):
    """A list of outlets' rows."""

    @property
    def viewer(self) -> Scope:
        """The caller with the outlets they work at."""
        return self.scope
