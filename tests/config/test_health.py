import pytest

from config.edge import health

HOST = {"host": "10.0.0.7"}


@pytest.mark.usefixtures("tenant")
def test_alive_and_ready(client):
    assert client.get("/healthz", headers=HOST).json() == {"status": "alive"}
    assert client.get("/readyz", headers=HOST).json() == {"status": "ready", "failing": []}


@pytest.mark.usefixtures("tenant")
@pytest.mark.parametrize(("part", "status", "said"), [("database", 503, "unready"), ("cache", 200, "degraded")])
def test_what_does_not_answer_is_named(client, monkeypatch, part, status, said):
    def broken():
        raise OSError

    monkeypatch.setattr(health, f"_probe_{part}", broken)
    answer = client.get("/readyz", headers=HOST)
    assert (answer.status_code, answer.json()) == (status, {"status": said, "failing": [part]})
    assert client.get("/healthz", headers=HOST).status_code == 200
