"""Finds the business that a request is for by its host, and sets the connection to its schema."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import set_urlconf

from tenants.models import Domain


class TenantMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        connection.set_schema_to_public()
        try:
            host = request.get_host().rpartition(":")[0] or request.get_host()
        except DisallowedHost:
            return HttpResponseNotFound()
        if host in settings.PUBLIC_HOSTS:
            request.tenant = None
            request.urlconf = settings.PUBLIC_SCHEMA_URLCONF
            set_urlconf(request.urlconf)
            return self.get_response(request)
        domain = Domain.objects.select_related("tenant").filter(domain=host).first()
        if domain is None:
            return HttpResponseNotFound()
        request.tenant = domain.tenant
        connection.set_tenant(domain.tenant)
        set_urlconf(settings.ROOT_URLCONF)
        return self.get_response(request)
