"""An operator's first sign-in with a phone in the hand, and a visit to a business that asked for help."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from kernel.schemas import use_public
from people.models import User
from tests.console.entry import code_now

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PASSWORD = "a long enough password"


@pytest.fixture
def operator(site):
    """Audit entries keep the row for good, so it is only shut out afterwards."""
    use_public()
    person = User.objects.create_superuser(f"{uuid4().hex}@counterfoil.test", PASSWORD, name="Op Erator")
    yield person
    use_public()
    User.objects.filter(pk=person.pk).update(is_staff=False, is_active=False)


@pytest.mark.parametrize(("size", "colours"), [("desktop", "light"), ("phone", "dark")])
def test_from_the_first_sign_in_to_the_end_of_a_visit(site, shop, operator, visit, size, colours):
    visitor = visit(size, colours)
    page = visitor.page
    page.goto(f"{site}/console/")
    page.get_by_label("Email").fill(operator.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    visitor.check()
    secret = page.locator("p.font-mono").inner_text()
    page.get_by_role("textbox", name="Code").fill(code_now(secret))
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Your recovery codes")).to_be_visible()
    visitor.check()
    page.get_by_role("link", name="I have kept them").click()

    expect(page.get_by_role("heading", name="Revenue")).to_be_visible()
    visitor.check()
    page.goto(f"{site}/console/life/tenant/")
    page.get_by_role("link", name="Corner Shop").first.click()
    expect(page.get_by_role("heading", name="Usage")).to_be_visible()
    visitor.check()
    page.goto(page.url.replace("/change/", "/impersonate/"))
    page.get_by_label("Reason").fill("Ticket 812: the receipt prints twice")
    visitor.check()
    page.get_by_role("button", name="Look in").click()
    page.get_by_role("link", name="Open Corner Shop").click()

    page.wait_for_url(f"{shop.home}/")
    banner = page.get_by_role("complementary", name="Support is here")
    expect(banner).to_contain_text("Op Erator from support is looking at this as Olive Owner · 30 min left")
    visitor.check()
    page.goto(f"{shop.home}/till/")
    expect(banner).to_be_visible()
    banner.get_by_role("button", name="End").click()
    page.wait_for_url("**/sign-in/")
