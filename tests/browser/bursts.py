"""Random scans into every field and button of every page: drawn from a seed, so that a fault can be seen again."""

import string
from random import Random

from playwright.sync_api import Page

from tests.browser.scanner import MILK, RICE, TEA, burst

PAGES = [
    "/", "/products/", "/products/1/", "/products/1/edit/", "/products/new/", "/stock/", "/stock/batches/", "/stock/opening/",
    "/stock/opening/?product=1", "/till/", "/sales/", "/money/trial-balance/", "/people/", "/people/new/", "/people/1/",
    "/outlets/", "/settings/keys/new/", "/settings/domains/", "/settings/webhooks/new/", "/account/password/change/",
    "/account/email/",
]  # fmt: skip

FOCUSABLE = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, summary, a[href]")]
    .filter((each) => !each.disabled && each.offsetParent !== null)"""
# What the fields hold, by name; left out is where a scan belongs: the barcodes of a product, the lines of a cart.
FIELDS = """() => {
    const names = new Map();
    const named = (name) => { names.set(name, (names.get(name) ?? 0) + 1); return `${name} ${names.get(name)}`; };
    return Object.fromEntries([...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
        .filter((each) => !each.name.endsWith("barcodes") && !each.closest(".cart-line"))
        .map((each) => [named(each.name || each.id || each.ariaLabel), `${each.value} ${each.checked ?? ""}`]));
}"""
WATCH = """() => {
    window.done = [];
    for (const kind of ["submit", "click"]) {
        window.addEventListener(kind, (event) => { window.done.push(kind); event.preventDefault(); }, true);
    }
    HTMLFormElement.prototype.requestSubmit = function () { window.done.push("submit"); };
    const count = () => document.querySelectorAll("[data-row]").length;
    const barcodes = () => [...document.querySelectorAll("[name$=barcodes]")].map((each) => each.value).join();
    const [rows, codes] = [count(), barcodes()];
    const alert = () => document.querySelector(".till-shelf [role=alert]")?.offsetParent != null;
    window.isHeard = () => count() > rows || barcodes() !== codes || document.querySelector("[data-of-script], .cart-line")
        || alert() || document.activeElement.name?.endsWith("quantity");
}"""


def code_of(dice: Random) -> str:
    """A code of the shop's, digits, or whatever else a scanner reads."""
    if not dice.randrange(4):
        return dice.choice([TEA, RICE, MILK])
    letters = dice.choice([string.digits, string.ascii_letters + string.digits + "-./+$% "])
    text = "".join(dice.choice(letters) for _ in range(dice.choice([4, 8, 12, 13, 14, 20])))
    return text.strip().rjust(4, "7")


def wrong_with(page: Page, url: str, dice: Random) -> str:
    """Scan once, somewhere on the page: what a scan must never do, and did; else nothing."""
    page.goto(url)
    page.evaluate("sessionStorage.clear()")
    page.goto(url)
    code, draw = code_of(dice), dice.random()
    target = page.evaluate_handle(
        f"(draw) => {{ const all = ({FOCUSABLE})(); return all[Math.floor(draw * all.length)]; }}", draw
    )
    page.evaluate(WATCH)
    target.evaluate("(each) => each.focus()")
    told = f"{code!r} into {target.evaluate('(each) => each.outerHTML.slice(0, 120)')} of {url}: "
    before = page.evaluate(FIELDS)
    burst(page, code)
    page.wait_for_function("() => !window.done || window.isHeard()")
    if not page.evaluate("Boolean(window.done)"):
        return "" if code in {TEA, RICE, MILK} and "/products/" in page.url else f"{told}left for {page.url}"
    if page.evaluate("window.done.length"):
        return f"{told}did {page.evaluate('window.done')}"
    after = page.evaluate(FIELDS)
    changed = {name: after.get(name) for name, value in before.items() if after.get(name) != value}
    return f"{told}filled {changed}" if changed else ""
