"""A client of the API on one keep-alive connection, with nothing but the standard library."""

import http.client
import json
import os
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

CSRF_TOKEN = "b" * 32
"""A browser's own choice: the server only asks that cookie and header agree."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    location: str
    cookies: str
    """Those it sets, as the next request sends them."""
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 (whatever the API says)
        return json.loads(self.body)


class Caller:
    """One keep-alive connection to one host of the server, from an address of its own."""

    def __init__(self, port: int, host: str, headers: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        own = ".".join(["10", *(str(part) for part in os.urandom(3))])
        self._headers = {
            "Host": f"{host}:{port}",
            "Accept": "application/json",
            "X-Forwarded-For": own,
            **(headers or {}),
        }

    def get(self, path: str, cookies: str = "") -> Answer:
        return self._call("GET", path, None, {"Cookie": cookies} if cookies else {})

    def post(self, path: str, body: object) -> Answer:
        """A JSON body under a fresh Idempotency-Key."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
        return self._call("POST", path, json.dumps(body).encode(), headers)

    def _call(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        self._connection.request(method, path, body, {**self._headers, **headers})
        response = self._connection.getresponse()
        cookies = "; ".join(each.partition(";")[0] for each in response.headers.get_all("Set-Cookie", []))
        return Answer(response.status, response.headers.get("Location", ""), cookies, response.read())
