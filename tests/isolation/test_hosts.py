"""Who a request is for is decided by its host alone, and a host of no business says nothing."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, get_resolver, reverse

from api.views.unknown import Unknown

SPELLINGS = ["{host}", "{upper}", "{host}.", "{host}:8000", "{host}.:443"]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_host_however_it_is_spelt(shops, spelling):
    a, _b = shops
    host = spelling.format(host=a.host, upper=a.host.upper())
    assert Client(headers={"host": host}).get("/sign-in/").status_code == 200


@pytest.mark.parametrize(
    "forged",
    ["x-forwarded-host", "x-host", "forwarded", "x-original-host", "x-forwarded-server", "x-http-host-override"],
)
def test_other_headers_do_not_move_a_request(shops, forged):
    a, b = shops
    browser = a.browser(signed_in=True)
    assert b"shop-a" in browser.get("/", headers={forged: b.host}).content
    assert browser.get("/", headers={forged: "localhost"}).status_code == 200
    assert Client(headers={"host": "nobody.localhost", forged: a.host}).get("/").status_code == 404


@pytest.mark.parametrize(
    "host",
    ["nobody.localhost", "shop-a.localhost.evil.example", "evil.example", "shop-a", "x.shop-a.localhost",
     "shop-a.localhost@evil.example", "shop-a.localhost/..", "127.0.0.1", "[::1]", "shop_a.localhost", "", "shop-a.localhost shop-b.localhost"],
)  # fmt: skip
def test_a_host_that_is_nobodys_is_a_plain_page(shops, host):
    answer = Client(headers={"host": host}).get("/sign-in/")
    assert answer.status_code == 404
    assert answer.content == Client(headers={"host": "nobody.localhost"}).get("/anything").content
    assert b"shop" not in answer.content


def test_a_host_with_a_port_that_is_none(shops):
    assert Client(headers={"host": f"{shops[0].host}:80x"}).get("/").status_code == 404


def _routes(urlconf):
    """Every named route of the urlconf that needs no arguments, with its path."""
    found = {}

    def walk(resolver, prefix):
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                walk(pattern, [*prefix, pattern.namespace] if pattern.namespace else prefix)
            elif pattern.name:
                name = ":".join([*prefix, pattern.name])
                try:
                    found[name] = reverse(name, urlconf=urlconf)
                except NoReverseMatch:
                    found[name] = reverse_with_arguments(name, pattern, urlconf)

    walk(get_resolver(urlconf), [])
    return {name: path for name, path in found.items() if path}


def reverse_with_arguments(name, pattern, urlconf):
    uuid = "01900000-0000-7000-8000-000000000000"
    for value in (uuid, 1, "x"):
        arguments = dict.fromkeys(pattern.pattern.regex.groupindex or getattr(pattern.pattern, "converters", {}), value)
        try:
            return reverse(name, kwargs=arguments, urlconf=urlconf)
        except NoReverseMatch:
            continue
    return None


def test_every_route_of_the_public_host_at_a_business_and_the_reverse(shops):
    """A path that is only one's own is not there at the other: 404, for everybody."""
    a, _b = shops
    public, tenant = _routes(settings.PUBLIC_SCHEMA_URLCONF), _routes(settings.ROOT_URLCONF)
    assert len(public) > 10
    assert len(tenant) > 30
    business, outside = a.browser(signed_in=True), Client(headers={"host": "localhost"})
    shared = _resolvable(settings.ROOT_URLCONF)
    for path in set(public.values()):
        if not shared(path):
            assert business.get(path).status_code == 404, path
    shared = _resolvable(settings.PUBLIC_SCHEMA_URLCONF)
    for path in set(tenant.values()):
        if not shared(path):
            assert outside.get(path).status_code == 404, path


def _resolvable(urlconf):
    def resolvable(path):
        try:
            view = get_resolver(urlconf).resolve(path).func
        except Resolver404:
            return False
        return getattr(view, "cls", None) is not Unknown

    return resolvable


def test_what_both_hosts_answer_is_known():
    """A path that both have must be meant for both; this list is where somebody says so."""
    at_business = _resolvable(settings.ROOT_URLCONF)
    both = {path for path in _routes(settings.PUBLIC_SCHEMA_URLCONF).values() if at_business(path)}
    assert both <= {"/", "/sign-in/", "/api/schema/", "/api/docs/", "/api/redoc/"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["localhost", "10.0.0.7", "nobody.localhost"])
def test_health_is_told_to_whoever_knows_the_machine(shops, path, host):
    assert Client(headers={"host": host}).get(path).status_code == 200
