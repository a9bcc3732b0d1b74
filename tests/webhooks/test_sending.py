"""Requests that somebody else chose the address of: none of them reaches anything but the public Internet."""

import socket
import threading
import time

import pytest

from tests.shop import make_delivery, now
from tests.waiting import TIMEOUT
from tests.webhooks.receiver import ANSWERS, HOST, LOOKED_UP
from webhooks import sending
from webhooks.jobs.attempt_delivery import attempt_delivery
from webhooks.models import WebhookEndpoint
from webhooks.rules.addresses import is_public
from webhooks.rules.targets import BadTarget, read_target
from webhooks.sending import addresses_of, send

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.1.2.3", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
    "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2001:10::1",
    "2002:7f00:1::", "2002:a9fe:a9fe::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1",
    "5f00::1", "", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_that_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450:4001::1"]
)
def test_an_address_that_is(address):
    assert is_public(address)


@pytest.mark.parametrize("address", [address for address in PRIVATE if "." in address or ":" in address])
def test_a_name_that_leads_there_is_not_called(address, monkeypatch):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    ANSWERS["inside.example.com"] = [address]
    outcome = send("https://inside.example.com/", body="{}", headers={})
    assert (outcome.status, outcome.error) == (None, "The host has an address that is not on the public Internet.")


def test_one_private_address_among_public_ones_is_enough(monkeypatch, settings):
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    monkeypatch.setattr("tests.webhooks.receiver.resolve", lambda *_: ["8.8.8.8", "10.0.0.1"])
    assert "not on the public Internet" in send("https://both.example.com/", body="{}", headers={}).error
    monkeypatch.setattr("tests.webhooks.receiver.resolve", lambda *_: [])
    assert "not on the public Internet" in send("https://none.example.com/", body="{}", headers={}).error


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://hooks.example.com/", "Use https."),
        ("ftp://hooks.example.com/", "not a web address"),
        ("gopher://hooks.example.com/", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("//hooks.example.com/", "not a web address"),
        ("hooks.example.com", "not a web address"),
        ("https://", "not a web address"),
        ("https:///x", "not a web address"),
        ("https://hooks.example.com:99999/", "not a web address"),
        ("https://hooks.example.com:x/", "not a web address"),
        ("https://hooks.example.com/\r\nHost: localhost", "not a web address"),
        ("https://hooks.example.com/a b", "not a web address"),
        ("https://hooks.example.com\\@localhost/", "not a web address"),
        ("https://[::1/", "not a web address"),
        ("https://user@hooks.example.com/", "Leave out names"),
        ("https://hooks.example.com@169.254.169.254/", "Leave out names"),
        ("https://:@localhost/", "Leave out names"),
        ("https://hooks.example.com/#@localhost", "Leave out names"),
        ("https://hooks.example.com:22/", "Use port"),
        ("https://hooks.example.com:80/", "Use port"),
        ("https://hooks.example.com:25/", "Use port"),
        ("https://127.0.0.1/", "not on the public"),
        ("https://127.1/", "not on the public"),
        ("https://2130706433/", "not on the public"),
        ("https://0x7f000001/", "not on the public"),
        ("https://0x7f.1/", "not on the public"),
        ("https://0177.0.0.1/", "not on the public"),
        ("https://1.0x7f/", "not on the public"),
        ("https://a.0177/", "not on the public"),
        ("https://[::1]/", "not on the public"),
        ("https://[::ffff:127.0.0.1]/", "not on the public"),
        ("https://[fe80::1%25eth0]/", "not on the public"),
        ("https://169.254.169.254/latest/meta-data/", "not on the public"),
        ("https://localhost/", "not on the public"),
        ("https://localhost./", "not on the public"),
        ("https://redis/", "not on the public"),
        ("https://①②⑦.⓪.⓪.①/", "not on the public"),
        (f"https://hooks.example.com/{'x' * 500}", "at most 500"),
    ],
)
def test_what_is_no_acceptable_url(url, problem, monkeypatch):
    with pytest.raises(BadTarget, match=problem):
        read_target(url)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    assert problem in send(url, body="{}", headers={}).error
    assert not LOOKED_UP


def test_what_is():
    target = read_target(" https://Hooks.Example.com:8443/a/b?c=d ")
    assert (target.scheme, target.host, target.port, target.path) == ("https", "hooks.example.com", 8443, "/a/b?c=d")
    assert read_target("https://bücher.example.com").host == "xn--bcher-kva.example.com"
    assert read_target("https://8.8.8.8/").host == "8.8.8.8"
    assert read_target("https://example.com./").host == "example.com"
    assert read_target("http://localhost:3000/x", private=True).port == 3000


def test_a_webhook_arrives_at_the_name_over_tls(receiver):
    outcome = send(receiver.url, body='{"a":1}', headers={"X-Test": "yes"})
    assert (outcome.status, outcome.response, outcome.error) == (200, "thanks", "")
    ((path, headers, body),) = receiver.got
    assert (path, body) == ("/hook?from=counterfoil", '{"a":1}')
    assert headers["Host"] == f"{HOST}:{receiver.port}"
    assert headers["X-Test"] == "yes"


def test_a_name_that_answers_differently_the_second_time_is_asked_once(receiver, monkeypatch):
    """The connection goes to the address that was looked at. Nothing may look the name up behind our back."""
    ANSWERS[HOST] = ["127.0.0.1", "169.254.169.254"]
    monkeypatch.setattr(socket, "getaddrinfo", _only_addresses(socket.getaddrinfo))
    assert send(receiver.url, body="{}", headers={}).status == 200
    assert LOOKED_UP == [HOST]
    assert "not on the public Internet" in send(receiver.url, body="{}", headers={}).error
    assert len(receiver.got) == 1


def _only_addresses(real):
    def getaddrinfo(host, *rest, **more):
        assert host == "127.0.0.1", f"looked up {host}"
        return real(host, *rest, **more)

    return getaddrinfo


def test_a_redirect_is_not_followed(receiver):
    receiver.status, receiver.headers = 302, {"Location": "https://169.254.169.254/latest/meta-data/"}
    outcome = send(receiver.url, body="{}", headers={})
    assert (outcome.status, outcome.error) == (302, "Redirects are not followed.")
    assert len(receiver.got) == 1
    assert LOOKED_UP == [HOST]


def test_a_certificate_for_another_name_is_refused(receiver):
    ANSWERS["other.example.com"] = ["127.0.0.1"]
    outcome = send(f"https://other.example.com:{receiver.port}/", body="{}", headers={})
    assert outcome.status is None
    assert "SSLCertVerificationError" in outcome.error
    assert not receiver.got


def test_a_certificate_that_nobody_vouches_for_is_refused(receiver, settings):
    settings.WEBHOOK_CERTIFICATES = ""
    assert "SSLCertVerificationError" in send(receiver.url, body="{}", headers={}).error


@pytest.mark.parametrize("status", [199 + 1, 201, 204, 299])
def test_any_2xx_is_an_arrival(receiver, status):
    receiver.status = status
    receiver.answer = b"" if status == 204 else b"ok"
    assert send(receiver.url, body="{}", headers={}).error == ""


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_anything_else_is_none(receiver, status):
    receiver.status = status
    assert send(receiver.url, body="{}", headers={}).error == f"Answered {status}."


def test_of_a_long_answer_a_kilobyte_is_read_and_no_null_character_kept(receiver):
    receiver.answer = b"\0\xff" + b"x" * 50_000_000
    outcome = send(receiver.url, body="{}", headers={})
    assert receiver.written < 25_000_000  # what sockets held when the caller hung up
    assert outcome.response == "��" + "x" * 1022


def test_whoever_is_silent_is_given_up(receiver, monkeypatch):
    monkeypatch.setattr(sending, "_TIMEOUT_SOCKET", 0.2)
    receiver.fall_silent()
    outcome = send(receiver.url, body="{}", headers={})
    assert outcome.status is None
    assert outcome.error.startswith("TimeoutError")
    assert outcome.milliseconds > 150


def test_whoever_answers_a_byte_now_and_then_is_given_up(monkeypatch, settings):
    """Over plain HTTP, because this server never finishes its first line."""
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    monkeypatch.setattr(sending, "_TIMEOUT_TOTAL", 0.5)
    ANSWERS["slow.example.com"] = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            caller, _ = server.accept()
            with caller:
                try:
                    while True:
                        caller.sendall(b"H")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        outcome = send(f"http://slow.example.com:{server.getsockname()[1]}/", body="{}", headers={})
        thread.join(TIMEOUT)
    assert not thread.is_alive()
    assert outcome.error


@pytest.mark.parametrize("line", [b"HTTP/1.1 2\x0000 OK\r\n\r\n", b"\0\0\r\n\r\n"])
def test_whatever_is_answered_can_be_written_down(line, owner, settings):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    ANSWERS["odd.example.com"] = ["127.0.0.1"]
    delivery = make_delivery(owner)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            caller, _ = server.accept()
            with caller:
                caller.recv(65536)
                caller.sendall(line)

        thread = threading.Thread(target=answer)
        thread.start()
        url = f"http://odd.example.com:{server.getsockname()[1]}/"
        WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(url=url)
        assert attempt_delivery(delivery_id=delivery.pk, now=now())
        thread.join(TIMEOUT)
    delivery.refresh_from_db()
    assert delivery.attempts == 1
    assert "\0" not in delivery.error + delivery.response


def test_a_complaint_with_half_a_character_can_be_written_down(owner, receiver, monkeypatch):
    def fail(*_):
        raise OSError("\udcff\0")

    monkeypatch.setattr(sending, "_post", fail)
    delivery = make_delivery(owner)
    assert attempt_delivery(delivery_id=delivery.pk, now=now())
    delivery.refresh_from_db()
    assert delivery.error == "OSError: ?�"


def test_nobody_there(receiver):
    receiver.stop()
    assert "ConnectionRefusedError" in send(receiver.url, body="{}", headers={}).error
    assert send("https://unknown.example.com/", body="{}", headers={}).error.startswith("OSError: Name or service")


def test_this_machines_resolver_gives_addresses():
    assert "127.0.0.1" in addresses_of("localhost", 443)
    assert addresses_of("127.1", 443) == ["127.0.0.1"]


def test_a_developer_may_send_to_this_machine(settings, receiver):
    settings.WEBHOOKS_ALLOW_PRIVATE = True
    ANSWERS["inside"] = ["127.0.0.1"]
    assert "SSLCertVerificationError" in send(f"https://inside:{receiver.port}/", body="{}", headers={}).error
