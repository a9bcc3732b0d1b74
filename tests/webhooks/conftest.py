from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.webhooks.receiver import ANSWERS, HOST, LOOKED_UP, Receiver
from webhooks import sending
from webhooks.rules.addresses import is_public


@pytest.fixture(autouse=True)
def own_resolver(settings):
    settings.WEBHOOK_RESOLVER = "tests.webhooks.receiver.resolve"
    ANSWERS.clear()
    LOOKED_UP.clear()


@pytest.fixture
def receiver(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Listens on this machine, whose address alone counts as public."""
    receiver = Receiver(tmp_path)
    settings.WEBHOOK_CERTIFICATES = str(receiver.certificate)
    ANSWERS[HOST] = ["127.0.0.1"]
    monkeypatch.setattr(sending, "is_public", lambda address: address == "127.0.0.1" or is_public(address))
    yield receiver
    receiver.stop()


@pytest.fixture
def sent(monkeypatch):
    """What was handed to Celery."""
    messages = []
    monkeypatch.setattr("celery.current_app.send_task", lambda name, **options: messages.append((name, options)))
    return messages
