"""docs/rules.md names homes and tests that exist, and the plans' numbers as the code has them."""

import pkgutil
import re
from pathlib import Path

import pytest

from billing.rules.offer import PLANS
from kernel.entitlements import Feature

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/rules.md").read_text()
LINES = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith("| rule |")]
ROWS = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in LINES]
ANSWERS = {row[0]: row[1] for row in ROWS}

NAMES = sorted({found[1] for row in ROWS if (found := re.fullmatch(r"`([\w.]+)`", row[2]))})
IN_THE_DATABASE = [
    (found[1], found[2]) for row in ROWS if (found := re.fullmatch(r"`(\w+)` in `([\w/]+\.py)`", row[2]))
]
IN_THE_BROWSER = [(found[1], found[2]) for row in ROWS if (found := re.fullmatch(r"`(\w+)` in `([\w/]+\.js)`", row[2]))]
TESTS = sorted({row[3] for row in ROWS})


def test_the_table_is_read():
    assert {len(row) for row in ROWS} == {4}
    assert len(ANSWERS) == len(ROWS) > 25
    for _rule, _answer, home, _test in ROWS:
        assert home.strip("`") in NAMES or home.split("`")[1] in dict(IN_THE_DATABASE + IN_THE_BROWSER), home


@pytest.mark.parametrize("name", NAMES)
def test_the_home_of_a_rule_exists(name):
    pkgutil.resolve_name(name)


@pytest.mark.parametrize(("name", "path"), IN_THE_DATABASE)
def test_the_database_reports_this_name_and_that_file_gives_it(name, path):
    assert re.search(rf"\b{name}\b", (ROOT / path).read_text())
    assert any(name in each.read_text() for each in ROOT.glob("[!.]*/**/migrations/*.py"))


@pytest.mark.parametrize(("name", "path"), IN_THE_BROWSER)
def test_the_browser_has_a_function_of_this_name(name, path):
    assert re.search(rf"\bfunction {name}\(", (ROOT / path).read_text())


@pytest.mark.parametrize("test", TESTS)
def test_the_test_of_a_rule_exists(test):
    assert re.fullmatch(r"`tests/(\w+/)+test_\w+\.py`", test)
    assert (ROOT / test.strip("`")).is_file()


@pytest.mark.parametrize("rule", ANSWERS)
def test_an_answer_is_short(rule):
    assert 3 <= len(re.findall(r"\w+", ANSWERS[rule])) <= 35


def _said(offer):
    """What a plan allows, in the words of its row: what it limits, what it doesn't, its features."""
    unlimited = ", ".join(meter.label for meter, limit in offer.limits.items() if limit is None)
    limited = ", ".join(
        f"{limit:,} {meter.label_of_one if limit == 1 else meter.label}"
        for meter, limit in offer.limits.items()
        if limit is not None
    )
    features = ", ".join(feature.label for feature in Feature if feature in offer.features)
    return "; ".join(filter(None, [unlimited and f"any number of {unlimited}", limited, features])) + "."


@pytest.mark.parametrize("offer", PLANS, ids=lambda offer: offer.code)
def test_what_a_plan_allows_is_said_as_it_is(offer):
    assert ANSWERS[f"what the plan {offer.name} allows at first"].lower() == _said(offer).lower()


def test_every_plan_has_a_row():
    assert sum(rule.startswith("what the plan ") for rule in ANSWERS) == len(PLANS)
