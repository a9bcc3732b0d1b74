MAX_WORDS = 8
"""Each word narrows a search by another join; nobody types more."""


def words(text: str) -> list[str]:
    """The words that are searched for."""
    return text.split()[:MAX_WORDS]
