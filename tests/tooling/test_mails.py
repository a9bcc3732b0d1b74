"""What a mail is written as: plain text, from its subject on."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

HERE = Path(__file__).resolve().parents[2]
MAILS = sorted(
    path.relative_to(HERE).as_posix()
    for pattern in ("*/templates/*/mail/*.txt", "*/*/templates/*/mail/*.txt")
    for path in HERE.glob(pattern)
    if not path.relative_to(HERE).parts[0].startswith(".")
)


@pytest.mark.parametrize("path", MAILS)
def test_no_mail_writes_entities(path):
    text = (HERE / path).read_text()
    assert text.startswith("{% autoescape off %}")
    assert text.count("{% autoescape") == 1


def test_a_subject_says_the_name_as_it_is():
    context = {"state": "export_open", "business": "Tom & Jerry's"}
    assert render_to_string("billing/mail/state.txt", context).startswith("Tom & Jerry's is suspended\n")


@pytest.mark.parametrize("name", ["verify", "welcome"])
def test_what_somebody_typed_at_sign_up_is_not_sent_to_an_address_that_nobody_proved(name):
    context = {"owner": {"name": "You won! https://evil.test", "email": "a@b.test"}, "host": "h", "link": "l"}
    assert "evil" not in render_to_string(f"life/mail/{name}.txt", context)
