"""Where a webhook goes, read from its URL as narrowly as it can be."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import idna

from webhooks.rules.addresses import is_public

MAX_URL_LENGTH = 500

_PLAIN = re.compile(r"[!-\[\]-~]+")
"""Visible ASCII but no backslash, which readers of URLs disagree about."""

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_PORTS = {"https": 443, "http": 80}
_FIRST_FREE_PORT = 1024


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an acceptable URL. `host` is what TLS and the Host header name; `path` includes the query."""

    scheme: str
    host: str
    port: int
    path: str


class BadTarget(ValueError):
    """Its text says, to people, what is wrong with a URL."""


def read_target(url: str, *, private: bool = False) -> Target:
    """The parts of a URL; BadTarget. `private` also takes plain HTTP and hosts that only this network knows."""
    parts = _split(url.strip())
    host = (parts.hostname or "").removesuffix(".")
    if parts.scheme not in _PORTS or not host:
        raise BadTarget("This is not a web address.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadTarget("Leave out names, passwords and what follows a #.")
    port = parts.port or _PORTS[parts.scheme]
    if not private:
        _require_public(parts.scheme, host, port)
    path = parts.path or "/"
    return Target(parts.scheme, host, port, f"{path}?{parts.query}" if parts.query else path)


def _split(url: str) -> SplitResult:
    """Its parts, of visible ASCII and with a port that is a number."""
    try:
        url = _in_ascii(url)
        parts = urlsplit(url)
        _ = parts.port, parts.hostname  # read only now: ValueError
    except (ValueError, UnicodeError) as error:
        raise BadTarget("This is not a web address.") from error
    if len(url) > MAX_URL_LENGTH:
        raise BadTarget(f"Use at most {MAX_URL_LENGTH} characters.")
    if not _PLAIN.fullmatch(url):
        raise BadTarget("This is not a web address.")
    return parts


def _require_public(scheme: str, host: str, port: int) -> None:
    """What anybody on the Internet could offer, and nothing that listens on a machine for itself."""
    if scheme != "https":
        raise BadTarget("Use https.")
    if port != _PORTS["https"] and port < _FIRST_FREE_PORT:
        raise BadTarget("Use port 443, or one from 1024 on.")
    if not _is_reachable(host):
        raise BadTarget("This host is not on the public Internet.")


def _in_ascii(url: str) -> str:
    """With its host as the DNS writes it."""
    if url.isascii():
        return url
    scheme, separator, rest = url.partition("://")
    host = re.split(r"[/?#:]", rest, maxsplit=1)[0]
    return f"{scheme}{separator}{idna.encode(host, uts46=True).decode()}{rest[len(host) :]}"


def _is_reachable(host: str) -> bool:
    """A public address, or a name that isn't a number in disguise (127.1, 0x7f.1, 2130706433)."""
    if ":" in host or re.fullmatch(r"[0-9.]+", host):
        return is_public(host)
    labels = host.split(".")
    return len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not re.match(r"[0-9]|0x", labels[-1])
