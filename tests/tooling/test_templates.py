"""A line of a template fits 120 characters, as a line of Python does; what a script hides stays hidden."""

import re

from localdev.places import ROOT

LIMIT = 120
TEMPLATES = [path for face in ("web", "console") for path in (ROOT / face / "templates").rglob("*.html")]


def test_lines_fit():
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LIMIT
    ] == []


def test_no_class_outweighs_what_hides_an_element():
    """`x-show` writes `display: none` into the element's style, and an important class such as `block!` wins over it."""
    shown = re.compile(r"<[a-z]+[^<]*?x-show=[^<]*?>", re.DOTALL)
    displayed = re.compile(r"(?<![:\w-])(?:block|flex|grid|inline|contents|inline-flex|inline-block|table)!")
    assert [
        (path.name, tag) for path in TEMPLATES for tag in shown.findall(path.read_text()) if displayed.search(tag)
    ] == []
