"""Two requests at once under one key: whatever the loser does, the winner's answer is kept."""

import pytest

from audit.models import IdempotencyKey
from audit.operations.answer_once import Answer
from audit.operations.answer_resumable import answer_resumable
from kernel.schemas import PUBLIC, in_schema
from tests.installation import NOW


def ask(work):
    return answer_resumable(
        actor=None, key="k", fingerprint="f", now=NOW, work=work, render=lambda body: Answer(201, body)
    )


def lose():
    raise RuntimeError("lost")


def fail_as_first():
    """The first request fails after the second, which came meanwhile, was answered."""
    ask(lambda: "won")
    lose()


def win_as_first():
    """The second request fails while the first is at it, and something took the claim away."""
    with pytest.raises(RuntimeError, match="lost"):
        ask(lose)
    assert IdempotencyKey.objects.exists()
    IdempotencyKey.objects.all().delete()
    return "won"


def test_the_loser_came_first(tenant):
    with in_schema(PUBLIC):
        with pytest.raises(RuntimeError, match="lost"):
            ask(fail_as_first)
        assert ask(lose) == Answer(201, "won", replayed=True)


def test_the_loser_came_second(tenant):
    with in_schema(PUBLIC):
        assert ask(win_as_first) == Answer(201, "won")
        assert ask(lose) == Answer(201, "won", replayed=True)


def test_what_failed_alone_leaves_the_key_free(tenant):
    with in_schema(PUBLIC):
        with pytest.raises(RuntimeError, match="lost"):
            ask(lose)
        assert not IdempotencyKey.objects.exists()
