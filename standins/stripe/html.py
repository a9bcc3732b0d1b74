"""The frame of the stand-in's pages, and small pieces of HTML."""

from datetime import UTC, datetime
from html import escape

_CSS = """
:root { color-scheme: light; font-family: system-ui, sans-serif; color: #1c2333; background: #f4f5f8 }
* { box-sizing: border-box } body { margin: 0; line-height: 1.5 }
.note { background: #fff3cd; color: #4d3b00; padding: .6rem 1rem; text-align: center; border-bottom: 1px solid #e5c95c }
main { max-width: 34rem; margin: 1.5rem auto; padding: 0 1rem } h1 { font-size: 1.4rem; margin: 0 0 1rem }
h2 { font-size: 1.05rem; margin: 0 0 .6rem }
section { background: #fff; border: 1px solid #dde1ea; border-radius: .75rem; padding: 1.1rem; margin-bottom: 1rem }
label { display: block; font-weight: 600; margin: .8rem 0 .25rem }
input, select { width: 100%; font: inherit; padding: .6rem .7rem; border: 1px solid #8a93a6; border-radius: .5rem; background: #fff; color: inherit }
small { display: block; color: #515a6b; margin-top: .25rem }
button, .button { font: inherit; font-weight: 600; border: 1px solid #2a5bd7; border-radius: .5rem; padding: .65rem 1rem; cursor: pointer; background: #2a5bd7; color: #fff; text-decoration: none; display: inline-block }
button.quiet, .button.quiet { background: #fff; color: #1f49b6 } .wide { width: 100%; margin-top: 1rem; text-align: center }
:focus-visible { outline: 3px solid #2a5bd7; outline-offset: 2px } a { color: #1f49b6 }
.row { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; flex-wrap: wrap; padding: .35rem 0 }
.total { font-weight: 700; border-top: 1px solid #dde1ea; margin-top: .4rem; padding-top: .6rem }
.error { background: #fde8e8; color: #8c1515; border: 1px solid #e3a1a1; border-radius: .5rem; padding: .6rem .8rem; margin: 0 0 1rem }
.tabular { font-variant-numeric: tabular-nums } form.inline { display: inline }
"""


def page(title: str, body: str) -> str:
    note = "Stand-in for Stripe on this machine: no money moves, no card is real."
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f"<title>{escape(title)} (stand-in)</title><style>{_CSS}</style></head>"
        f'<body><div class="note" role="note"><strong>STAND-IN.</strong> {note}</div>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )


def field(name: str, label: str, value: str = "", *, hint: str = "", required: bool = False, kind: str = "text") -> str:
    about = f' aria-describedby="{name}-hint"' if hint else ""
    said = f'<small id="{name}-hint">{escape(hint)}</small>' if hint else ""
    return (
        f'<label for="{name}">{escape(label)}</label><input id="{name}" name="{name}" type="{kind}" '
        f'value="{escape(value)}" autocomplete="off"{about}{" required" if required else ""}>{said}'
    )


def row(left: str, right: str, *, total: bool = False) -> str:
    return (
        f'<div class="row{" total" if total else ""}"><span>{escape(left)}</span>'
        f'<span class="tabular">{escape(right)}</span></div>'
    )


def action(name: str, text: str, *, hidden: dict[str, str] | None = None, quiet: bool = False) -> str:
    """A form of one button."""
    more = "".join(
        f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">' for key, value in (hidden or {}).items()
    )
    look = ' class="quiet"' if quiet else ""
    return f'<form method="post" class="inline">{more}<button{look} name="action" value="{name}">{escape(text)}</button></form>'


def failure(message: str) -> str:
    return f'<p class="error" role="alert">{escape(message)}</p>' if message else ""


def money(amount: int, currency: str) -> str:
    sign, digits = "−" if amount < 0 else "", abs(amount)
    if currency in {"jpy", "krw", "vnd", "ugx", "xaf", "xof"}:
        return f"{sign}{digits:,} {currency.upper()}"
    return f"{sign}{digits // 100:,}.{digits % 100:02d} {currency.upper()}"


def day(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%-d %B %Y")
