"""A scanner in a browser's test: real keys, as close together as a scanner's, however slow this machine is."""

from playwright.sync_api import Page

TEA, RICE, MILK = "8901063000018", "8901063000025", "8901063000032"
"""Codes of what the shop of these tests sells; UNKNOWN is of nothing."""
UNKNOWN = "8901063000094"

QUICK, SLOW = 4, 250

# The clock of key events is the test's while keys are typed here: each key comes so long after the one before it. So is
# the pause after which the page takes what was typed for a person's (PAUSE of scanner.js): a slow machine types slowly.
CLOCK = """() => {
    const later = window.setTimeout;
    window.setTimeout = (work, wait, ...given) => later(work, window.keyGap && wait === 120 ? 5000 : wait, ...given);
    const real = Object.getOwnPropertyDescriptor(Event.prototype, "timeStamp").get;
    const given = new WeakMap();
    let at = 1000;
    Object.defineProperty(Event.prototype, "timeStamp", {
        configurable: true,
        get() {
            if (!(this instanceof KeyboardEvent) || !window.keyGap) return real.call(this);
            if (!given.has(this)) given.set(this, this.type === "keydown" ? (at += window.keyGap) : at);
            return given.get(this);
        },
    });
}"""


def burst(page: Page, code: str, *, end: str = "Enter") -> None:
    """What a scanner types."""
    _keys(page, code, end, QUICK)


def typed(page: Page, text: str, *, end: str = "") -> None:
    """What a person types."""
    _keys(page, text, end, SLOW)


def _keys(page: Page, text: str, end: str, gap: int) -> None:
    # The first key comes long after whatever was typed before.
    page.evaluate("(gap) => { window.keyGap = gap }", SLOW)
    for place, key in enumerate([*text, *([end] if end else [])]):
        if place == 1:
            page.evaluate("(gap) => { window.keyGap = gap }", gap)
        page.keyboard.press(key if key != " " else "Space") if len(key) > 1 or key == " " else page.keyboard.type(key)
