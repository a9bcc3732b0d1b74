"""A line of a template fits 120 characters, as a line of Python does."""

from localdev.places import ROOT

LIMIT = 120
TEMPLATES = [path for face in ("web", "console") for path in (ROOT / face / "templates").rglob("*.html")]

LONGER = {
    "console/templates/console/second_factor.html": 1,
    "console/templates/console/section.html": 2,
    "web/templates/allauth/elements/badge.html": 1,
    "web/templates/allauth/elements/button.html": 1,
    "web/templates/allauth/elements/field.html": 1,
    "web/templates/base_app.html": 1,
    "web/templates/cotton/sort.html": 1,
    "web/templates/people/list.html": 1,
    "web/templates/plan/overview.html": 2,
    "web/templates/products/detail.html": 1,
    "web/templates/public/landing.html": 1,
    "web/templates/sales/list.html": 1,
    "web/templates/settings/exports.html": 1,
    "web/templates/shell/notices.html": 1,
    "web/templates/shell/outlet_switcher.html": 1,
    "web/templates/webhooks/detail.html": 2,
}
"""How many lines of a file are longer: Django's tags can't be broken, and a space in an attribute or a text would show."""


def test_lines_fit():
    found = {
        str(path.relative_to(ROOT)): count
        for path in TEMPLATES
        if (count := sum(len(line) > LIMIT for line in path.read_text().splitlines()))
    }
    assert found == LONGER
