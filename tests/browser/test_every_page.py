"""Every page on a desktop and on a phone, light and dark: nothing complains, nothing overflows, axe finds nothing."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PUBLIC = ["/", "/sign-up/", "/sign-in/", "/nothing-here/"]
STRANGERS = ["/sign-in/", "/account/password/reset/"]
INSIDE = [
    "/", "/products/", "/products/1/", "/products/1/edit/", "/products/new/", "/stock/", "/stock/batches/", "/stock/opening/", "/stock/opening/recorded/",
    "/stock/opening/?product=1", "/till/", "/sales/", "/money/trial-balance/", "/money/months/", "/people/", "/people/new/", "/people/1/", "/outlets/",
    "/settings/keys/", "/settings/keys/new/", "/settings/domains/", "/settings/webhooks/", "/settings/webhooks/new/",
    "/account/password/change/", "/account/email/", "/account/2fa/", "/no-such-page/",
]  # fmt: skip
# Colours decide contrast and sizes decide overflow: two looks see all of both.
LOOKS = [("desktop", "light"), ("phone", "dark")]


def _see(visitor, url):
    visitor.page.goto(url)
    # A page that isn't there says so by its status too, which the browser remarks on.
    visitor.complaints[:] = [line for line in visitor.complaints if "status of 404" not in line]
    visitor.check()


@pytest.mark.parametrize(("size", "colours"), LOOKS)
def test_pages_for_everybody(site, visit, shop, size, colours):
    visitor = visit(size, colours)
    for path in PUBLIC:
        _see(visitor, site + path)
    for path in STRANGERS:
        _see(visitor, shop.home + path)
    _see(visitor, site.replace("//", "//nobody."))


@pytest.mark.parametrize(("size", "colours"), LOOKS)
def test_pages_of_a_business(site, visit, shop, size, colours):
    visitor = visit(size, colours, shop.state)
    for path in INSIDE:
        _see(visitor, shop.home + path)
