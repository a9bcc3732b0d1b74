"""The stand-in inside a test."""

import urllib.error
import urllib.parse
import urllib.request
from types import TracebackType
from typing import Self

from standins.stripe import pages
from standins.stripe.server import Server, start
from standins.stripe.webhooks import Courier, signed
from standins.stripe.world import Obj, World, shown


class Clock:
    """Now of the stand-in, in Unix seconds."""

    def __init__(self, world: World) -> None:
        self._world = world

    @property
    def now(self) -> int:
        return self._world.now

    def advance(self, *, days: float = 0, seconds: int = 0) -> None:
        """Everything that falls due on the way happens, in order."""
        with self._world.lock:
            pages.advance(self._world, int(days * 86400) + seconds)

    def to(self, moment: int) -> None:
        self.advance(seconds=moment - self.now)


class FakeStripe:
    """Serves on a free port while it is entered. Events wait in `events()`; nothing is delivered by itself."""

    api_key = "sk_test_standin"

    def __init__(self, *, webhook_secret: str = "whsec_standin", after_dunning: str = "unpaid") -> None:
        self.webhook_secret = webhook_secret
        self.world = World()
        self.world.after_dunning = after_dunning
        self.clock = Clock(self.world)
        self._server = Server(0, self.world, Courier(self.world, "", webhook_secret))
        self.url = self.world.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread = start(self._server)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def events(self, *kinds: str, since: int = 0) -> list[Obj]:
        """Every event so far from the number `since` on, oldest first; of these kinds alone, if any are named."""
        with self.world.lock:
            return [shown(event) for event in self.world.every("event")[since:] if not kinds or event["type"] in kinds]

    def signed(self, event: Obj, *, at: int | None = None, secret: str = "") -> tuple[bytes, dict[str, str]]:
        """The body and headers of the event's delivery, signed at that Unix second (now)."""
        return signed(event, secret or self.webhook_secret, at=at)

    def check_out(self, url: str, *, number: str = "4242424242424242", **form: str) -> str:
        """Press Pay on a checkout page; where the browser is sent. ValueError says what the page complains of."""
        return self._post(url, number=number, **form)

    def in_portal(self, url: str, action: str, **form: str) -> str:
        """Press a button of a portal page: card (number), cancel or resume (subscription), pay (invoice), tax_id."""
        return self._post(url, action=action, **form)

    def _post(self, url: str, **form: str) -> str:
        opener = urllib.request.build_opener(_Stay)
        try:
            opener.open(url, data=urllib.parse.urlencode(form).encode())
        except urllib.error.HTTPError as answer:
            if answer.status == 303:
                return answer.headers["Location"]
            raise ValueError(answer.read().decode()) from None
        raise AssertionError("the page neither sent the browser on nor complained")


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        """Redirects are what the caller wants to see."""
