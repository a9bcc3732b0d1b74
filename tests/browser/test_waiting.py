"""While a page waits: its buttons can be read, and what is sent twice is done once."""

import pytest
from playwright.sync_api import Route, expect

from company.models import Outlet
from kernel.schemas import in_schema
from tests.browser import journey
from tests.installation import schema_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

# The contrast of each button's text with what is behind it (WCAG 2.1), faded as it is.
CONTRASTS = """() => {
    const canvas = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    const over = (paints) => {
        pen.globalAlpha = 1;
        for (const [colour, alpha] of paints) { pen.globalAlpha = alpha; pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
        return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const light = (rgb) => rgb.map((part) => part / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    return [...document.querySelectorAll("button.btn, a.btn")].filter((each) => each.checkVisibility()).map((button) => {
        const behind = [];
        for (let at = button.parentElement; at; at = at.parentElement)
            behind.unshift([getComputedStyle(at).backgroundColor, 1]);
        const {color, backgroundColor, opacity} = getComputedStyle(button);
        const base = [["white", 1], ...behind], field = [...base, [backgroundColor, Number(opacity)]];
        const [text, ground] = [light(over([...field, [color, Number(opacity)]])), light(over(field))];
        const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
        return [button.textContent.trim(), Math.round(ratio * 10) / 10];
    });
}"""


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_charge_button_can_be_read_while_the_price_is_asked_for(visit, shop, colours):
    visitor = visit("desktop", colours, shop.state)
    page = visitor.page
    asked: list[Route] = []
    page.route("**/api/v1/sales/quote/", lambda route: asked.append(route))  # noqa: PLW0108 (Playwright marks the function); never answered
    page.goto(f"{shop.home}/till/")
    journey.scan(page, "111")
    charge = page.locator(".till-cart").get_by_role("button", name="Charge")
    expect(charge).to_be_disabled()
    contrasts = page.evaluate(CONTRASTS)
    assert any(text.startswith("Charge") for text, _ in contrasts)
    assert [each for each in contrasts if each[1] < 4.5] == []
    visitor.check()
    for route in asked:
        route.abort()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_kind_of_button_can_be_read_when_it_waits(visit, shop, colours):
    page = visit("desktop", colours, shop.state).page
    page.goto(f"{shop.home}/products/new/")
    page.evaluate(
        """() => {
            const main = document.querySelector("main");
            for (const variant of ["primary", "secondary", "outline", "ghost", "destructive", "link"])
                for (const state of ["disabled", "aria-busy"]) {
                    const button = document.createElement("button");
                    button.className = "btn";
                    button.dataset.variant = variant;
                    button.setAttribute(state, "true");
                    button.textContent = `${variant} ${state}`;
                    main.append(button);
                }
        }"""
    )
    assert [each for each in page.evaluate(CONTRASTS) if each[1] < 4.5] == []


def test_a_form_that_leaves_twice_is_done_once_and_comes_back_empty(visit, shop):
    page = visit("desktop", "light", shop.state).page
    page.goto(f"{shop.home}/outlets/")
    page.locator("#id_name").fill("Harbour")
    page.locator("#id_code").fill("HB")
    form = "document.querySelector('form:has(#id_code)')"
    page.evaluate(f"fetch({form}.action, {{method: 'POST', body: new FormData({form})}}).then(() => {form}.submit())")
    expect(page.get_by_text("Harbour is open.").first).to_be_visible()
    expect(page.locator("#id_name")).to_have_value("")
    with in_schema(schema_of(shop.home.removeprefix("http://").partition(":")[0])):
        assert Outlet.objects.filter(code="HB").count() == 1
