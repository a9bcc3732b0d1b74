from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import ListView, TenantView
from api.examples import NEW_OUTLET, NEW_PERSON
from api.serializers.company import (
    AuditEntrySerializer,
    BusinessSerializer,
    MeSerializer,
    OutletNameSerializer,
    OutletSerializer,
)
from api.serializers.people import NewPersonSerializer, PersonSerializer, PlacedPersonSerializer, PlaceSerializer
from api.versions import asked_version, tagged
from audit.queries.listings import TRAIL
from company.operations.create_outlet import CreateOutlet, create_outlet
from company.operations.hire_person import hire_person
from company.operations.place_person import place_person
from company.operations.rename_outlet import RenameOutlet, rename_outlet
from company.queries.places import place_of
from kernel.permissions import Permission, Role
from people.operations.deactivate_person import deactivate_person
from people.operations.reactivate_person import reactivate_person
from people.queries.listings import PEOPLE
from people.queries.people import person
from people.steps import HirePerson


class Business(TenantView):
    """The business itself."""

    permissions = {"GET": Permission.COMPANY_SETTINGS_READ}
    serializer_class = BusinessSerializer

    def get(self, request: Request) -> Response:
        """Show the business: currency, clock, how prices are shown."""
        return Response(self.shown(BusinessSerializer, self.business))


class Me(TenantView):
    """Who is calling."""

    permissions = {"GET": Permission.COMPANY_SETTINGS_READ}
    serializer_class = MeSerializer

    def get(self, request: Request) -> Response:
        """Show who you are, what you may do and where you work."""
        actor = self.actor
        shown: dict[str, Any] = {
            "pk": actor.pk,
            "email": actor.email,
            "name": actor.name,
            "role": actor.role,
            "permissions": [permission for permission in Permission if actor.may(permission)],
            "outlets": self.scope.outlets,
        }
        return Response(self.shown(MeSerializer, shown))


class Outlets(TenantView):
    """Outlets."""

    permissions = {"GET": Permission.COMPANY_OUTLET_READ, "POST": Permission.COMPANY_OUTLET_WRITE}
    serializer_class = OutletSerializer

    @extend_schema(responses=OutletSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the outlets you work at."""
        return Response(OutletSerializer(self.scope.outlets, many=True).data)

    @extend_schema(responses={201: OutletSerializer}, examples=[NEW_OUTLET])
    def post(self, request: Request) -> Response:
        """Open another outlet."""
        command = CreateOutlet(**self.read(OutletSerializer))
        return self.answer(
            lambda: create_outlet(actor=self.actor, command=command, now=self.now),
            lambda outlet: self.shown(OutletSerializer, outlet),
        )


class OutletDetail(TenantView):
    """One outlet."""

    permissions = {"GET": Permission.COMPANY_OUTLET_READ, "PATCH": Permission.COMPANY_OUTLET_WRITE}
    shows = Permission.COMPANY_OUTLET_READ
    serializer_class = OutletSerializer
    versioned = True

    def get(self, request: Request, outlet_id: int) -> Response:
        """Show an outlet that you work at."""
        outlet = self.outlet(outlet_id)
        return tagged(Response(self.shown(OutletSerializer, outlet)), RenameOutlet(outlet.name))

    @extend_schema(request=OutletNameSerializer)
    def patch(self, request: Request, outlet_id: int) -> Response:
        """Call an outlet something else; its code and its clock stay."""
        command = RenameOutlet(**self.read(OutletNameSerializer))
        renamed = rename_outlet(
            actor=self.actor, outlet_id=outlet_id, command=command, version=asked_version(request), now=self.now
        )
        return tagged(Response(self.shown(OutletSerializer, renamed)), RenameOutlet(renamed.name))


class People(ListView):
    """The people of the business."""

    permissions = {"GET": Permission.PEOPLE_PERSON_READ, "POST": Permission.PEOPLE_PERSON_WRITE}
    shows = Permission.PEOPLE_PERSON_READ
    serializer_class = PersonSerializer
    listing = PEOPLE

    def get(self, request: Request) -> Response:
        """List people."""
        return self.listed(PersonSerializer)

    @extend_schema(request=NewPersonSerializer, responses={201: PersonSerializer}, examples=[NEW_PERSON])
    def post(self, request: Request) -> Response:
        """Add a teammate with a first password, who works at these outlets (managers and staff do at no others)."""
        data = self.read(NewPersonSerializer)
        outlet_ids = data.pop("outlet_ids")
        command = HirePerson(**{**data, "role": Role(data["role"])})
        return self.answer(
            lambda: hire_person(actor=self.actor, command=command, outlet_ids=outlet_ids, now=self.now),
            lambda person_id: self.shown(PersonSerializer, person(self.actor, person_id)),
        )


class PersonDetail(TenantView):
    """One person."""

    permissions = {"GET": Permission.PEOPLE_PERSON_READ, "PATCH": Permission.PEOPLE_PERSON_WRITE}
    shows = Permission.PEOPLE_PERSON_READ
    serializer_class = PlacedPersonSerializer
    versioned = True

    def get(self, request: Request, person_id: int) -> Response:
        """Show a person, and at which outlets they were put."""
        found = person(self.actor, person_id)
        place = place_of(found)
        shown = {**self.shown(PersonSerializer, found), "outlet_ids": place.outlet_ids}
        return tagged(Response(shown), place)

    @extend_schema(request=PlaceSerializer)
    def patch(self, request: Request, person_id: int) -> Response:
        """Give a person another name, address or role, or other outlets instead of theirs; what is left out stays."""
        data = self.read(PlaceSerializer)
        role = Role(data["role"]) if "role" in data else None
        place_person(
            actor=self.actor,
            person_id=person_id,
            name=data.get("name"),
            email=data.get("email"),
            role=role,
            outlet_ids=data.get("outlet_ids"),
            version=asked_version(request),
            now=self.now,
        )
        return self.get(request, person_id)


class PersonDeactivation(TenantView):
    """Deactivating a person."""

    permissions = {"POST": Permission.PEOPLE_PERSON_WRITE}
    serializer_class = PersonSerializer

    @extend_schema(request=None, responses=PersonSerializer)
    def post(self, request: Request, person_id: int) -> Response:
        """Deactivate a person: they can sign in no more; what they did stays."""
        return self.answer(
            lambda: deactivate_person(actor=self.actor, person_id=person_id, now=self.now),
            lambda _: self.shown(PersonSerializer, person(self.actor, person_id)),
            status=200,
        )


class PersonReactivation(TenantView):
    """Somebody who is back."""

    permissions = {"POST": Permission.PEOPLE_PERSON_WRITE}
    serializer_class = PersonSerializer

    @extend_schema(request=None, responses=PersonSerializer)
    def post(self, request: Request, person_id: int) -> Response:
        """Let a person who was deactivated in again, with the role, outlets and password they had."""
        return self.answer(
            lambda: reactivate_person(actor=self.actor, person_id=person_id, now=self.now),
            lambda _: self.shown(PersonSerializer, person(self.actor, person_id)),
            status=200,
        )


class AuditEntries(ListView):
    """Who did what, newest first."""

    permissions = {"GET": Permission.AUDIT_ENTRY_READ}
    serializer_class = AuditEntrySerializer
    listing = TRAIL

    def get(self, request: Request) -> Response:
        """List the audit trail."""
        return self.listed(AuditEntrySerializer)
