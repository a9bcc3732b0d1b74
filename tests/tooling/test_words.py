"""The field's own words, so that a newcomer's search finds them: ours have a test that finds them too."""

import re

import pytest

from localdev.places import ROOT
from tests.tooling.test_bans import SOURCES, WINGS

PLACES = ("docs", "tests", *WINGS)
ENDINGS = {".py", ".md", ".html", ".txt", ".js"}


def _written(folder):
    """What we wrote of it: no packages, nothing that a build made."""
    for path in folder.rglob("*"):
        if path.suffix in ENDINGS and not {"node_modules", "dist"} & set(path.relative_to(ROOT).parts):
            yield path


TEXTS = sorted(
    {*SOURCES, *(path for place in PLACES for path in _written(ROOT / place))} - {ROOT / "tests/tooling/test_words.py"}
)

PRIVATE = {
    r"\bdeeds?\b": "action",
    r"\babroad\b": "cross-schema",
    r"\bstandings?\b|_standing\b|\bstanding_": "entitlements",
    r"\b(let|lets|letting)_go\b|\blet-go\b|\blet go\b|\bwas let go\b": "deactivate",
    r"\bkeep_business\b": "cancel_closing",
    r"\b[A-Z_]*_?KEPT(_[A-Z_]+)?\b": "RETENTION",
    r"\b_?PATIENCE\b|\bpatience\b": "TIMEOUT",
    r"\b_?MOST\b": "MAX_…",
    r"\b_?forget_\w+|\bdef forget\b|\bimport forget\b": "invalidate_…, delete_…",
    r"\bdef _?look(_\w+)?\b": "check",
    r"\bdef _?tell(_\w+)?\b": "notify",
    r"\b[Ss]upport ?[Vv]isits?\b|\bvisits? of support\b|\bbegin_visit\b|\bvisit_of\b": "impersonation",
    r"\bbur(y|ied|ying)\b": "dead-letter",
    r"\b[Ww]hoever\b": "the person, the caller, the process: who it is",
    r"\b[Nn]obody's\b": "unknown, of no business: what it is",
}
"""A pattern of ours → the field's word for it."""


@pytest.mark.parametrize("pattern", PRIVATE)
def test_a_private_word_is_written_nowhere(pattern):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in TEXTS
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if re.search(pattern, line)
    ]
    assert not found, f"say {PRIVATE[pattern]}"
