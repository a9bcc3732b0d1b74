"""A line of a template fits 120 characters, as a line of Python does."""

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
