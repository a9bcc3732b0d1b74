"""Which names may be a business's own, and what the real DNS says about them."""

import dns.exception
import dns.resolver
import pytest

from tenants.domains.dns import Unanswered, ask, txt_records
from tenants.domains.rules.domains import normalised, problem_with


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("shop.example.com", ""),
        ("example.com", ""),
        ("Bäckerei.example.com", ""),
        ("दुकान.भारत", ""),
        ("localhost", "could reach"),
        ("intranet", "could reach"),
        ("shop.local", "could reach"),
        ("printer.internal", "could reach"),
        ("127.0.0.1", "not an address"),
        ("[::1]", "not an address"),
        ("::1", "not an address"),
        ("0x7f.1", "not an address"),
        ("2130706433", "not an address"),
        ("counterfoil.test", "could reach"),
        ("counterfoil.app", "is ours"),
        ("other.counterfoil.app", "is ours"),
        ("counterfoil.app.example.com", ""),
        ("https://shop.example.com", "not a domain name"),
        ("shop.example.com:443", "not a domain name"),
        ("shop.example.com/x", "not a domain name"),
        ("-shop.example.com", "not a domain name"),
        ("shop_1.example.com", "not a domain name"),
        ("*.example.com", "not a domain name"),
        ("a..example.com", "not a domain name"),
        ("", "not a domain name"),
        ("shop.example.com\0", "not a domain name"),
        ("shop.example.com evil.example.com", "not a domain name"),
        (f"{'a' * 64}.example.com", "not a domain name"),
        (".".join(["a" * 60] * 4) + ".com", "not a domain name"),
    ],
)
def test_which_names_are_acceptable(typed, problem):
    found = problem_with(normalised(typed), platform="counterfoil.app")
    assert bool(found) == bool(problem)
    assert problem in found


def test_a_name_is_kept_as_the_dns_writes_it():
    assert normalised("Bäckerei.Example.com.") == "xn--bckerei-5wa.example.com"
    assert normalised("STRASSE.example.com") == "strasse.example.com"


def test_it_joins_strings_and_tells_nothing_from_no_answer(settings, monkeypatch):
    settings.DOMAIN_LOOKUP = "tenants.domains.dns.ask"

    class Record:
        strings = (b"cf-verify=", b"abc\xff")

    answers = iter([[Record()], dns.resolver.NXDOMAIN(), dns.resolver.NoAnswer(), dns.exception.Timeout()])

    def resolve(name, kind, lifetime):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("dns.resolver.resolve", resolve)
    assert txt_records("x") == ["cf-verify=abc�"]
    assert ask("x") == ask("x") == []
    with pytest.raises(Unanswered):
        ask("x")
