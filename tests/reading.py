"""A page as a browser reads it: how the template's lines are broken doesn't show."""

from typing import Any


def read(answer: Any) -> str:
    """The page's HTML with every run of white space as one space."""
    return " ".join(answer.content.decode().split())
