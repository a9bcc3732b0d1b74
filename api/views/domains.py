"""The hosts that a business answers at, on the public schema: each action is several transactions."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.base import TenantView
from api.examples import NEW_DOMAIN
from api.serializers.domains import DomainSerializer, NewDomainSerializer
from kernel.permissions import Permission
from tenants.domains.operations.own_domains import (
    add_own_domain,
    check_own_domain,
    make_own_domain_primary,
    remove_own_domain,
)
from tenants.domains.queries.domains import domain, domains


class DomainView(TenantView):
    """A view of the business's hosts."""

    shows = Permission.COMPANY_DOMAIN_READ
    serializer_class = DomainSerializer

    def carry_out(self, operation: Callable[..., object], host: str) -> Any:  # noqa: ANN401 (what it returns)
        return operation(actor=self.actor, tenant_id=self.tenant.id, host=host, now=self.now)

    def one(self, host: str) -> Any:  # noqa: ANN401 (JSON)
        return self.shown(DomainSerializer, domain(self.actor, tenant_id=self.tenant.id, host=host))


class Domains(DomainView):
    """The hosts that the business answers at, or will."""

    permissions = {"GET": Permission.COMPANY_DOMAIN_READ, "POST": Permission.COMPANY_DOMAIN_WRITE}

    @extend_schema(responses=DomainSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the subdomain and the domains of your own."""
        return Response(DomainSerializer(domains(self.actor, tenant_id=self.tenant.id), many=True).data)

    @extend_schema(request=NewDomainSerializer, responses={201: DomainSerializer}, examples=[NEW_DOMAIN])
    def post(self, request: Request) -> Response:
        """Add a domain of your own; it answers once its TXT record is found."""
        host = self.read(NewDomainSerializer)["host"]
        return self.answer_cross_schema(lambda: self.carry_out(add_own_domain, host), self.one)


class DomainCheck(DomainView):
    """Looking for a proof."""

    permissions = {"POST": Permission.COMPANY_DOMAIN_WRITE}

    @extend_schema(request=None)
    def post(self, request: Request, host: str) -> Response:
        """Look for the TXT record now."""
        return self.answer_cross_schema(
            lambda: self.carry_out(check_own_domain, host), lambda _: self.one(host), status=200
        )


class DomainPrimary(DomainView):
    """Where mails and links point."""

    permissions = {"POST": Permission.COMPANY_DOMAIN_WRITE}

    @extend_schema(request=None)
    def post(self, request: Request, host: str) -> Response:
        """Have mails and links point to this host."""
        return self.answer_cross_schema(
            lambda: self.carry_out(make_own_domain_primary, host), lambda _: self.one(host), status=200
        )


class DomainRemoval(DomainView):
    """Giving a domain up."""

    permissions = {"POST": Permission.COMPANY_DOMAIN_WRITE}

    @extend_schema(request=None, responses=DomainSerializer(many=True))
    def post(self, request: Request, host: str) -> Response:
        """Give a domain up; it answers no more. Shows the hosts that are left."""
        return self.answer_cross_schema(
            lambda: self.carry_out(remove_own_domain, host),
            lambda _: DomainSerializer(domains(self.actor, tenant_id=self.tenant.id), many=True).data,
            status=200,
        )
