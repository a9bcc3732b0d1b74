"""A real browser at a real server: sign-ups commit, and everything is tidied up after the module."""

import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from company.models import Outlet
from company.scope import scope_of
from kernel.schemas import in_schema
from localdev.places import FRONTEND
from tests.browser.scanner import CLOCK, MILK, RICE, TEA
from tests.installation import open_shop, schema_of, tidy
from tests.shop import make_product, put_on_shelf
from tests.waiting import TIMEOUT, sessions, until

expect.set_options(timeout=TIMEOUT * 1000)

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
SIZES = {"desktop": DESKTOP, "phone": PHONE}

# What has just changed begins to move in the next frame, so a page is at rest when a frame was drawn and nothing moves.
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    for (;;) {
        await frame();
        await frame();
        const moving = document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < Infinity);
        if (!moving.length) return;
        await Promise.all(moving.map((each) => each.finished.catch(() => null)));
    }
}"""


@dataclass
class Visitor:
    """A page of the browser, and what the browser complained about on it."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def check(self) -> None:
        """No complaint, nothing wider than the screen, and nothing that axe holds against WCAG 2.1 AA."""
        assert self.complaints == [], self.page.url
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        self.page.evaluate(SETTLED)
        self.page.evaluate((FRONTEND / "node_modules/axe-core/axe.min.js").read_text())
        # Axe reads a text's colour and its ground one after the other: what changes in between is no fault of the page.
        if self._faults():
            self.page.wait_for_timeout(500)
            assert self._faults() == [], self.page.url

    def _faults(self) -> list[tuple[str, list[object]]]:
        found = self.page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
        return [
            (rule["id"], [(node["target"], node["failureSummary"]) for node in rule["nodes"]])
            for rule in found["violations"]
        ]


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The public address of the running product."""
    with django_db_blocker.unblock(), tidy():
        handler: Any = lambda _: StaticFilesHandler(WSGIHandler())  # noqa: E731 (it stands for a class)
        server = LiveServerThread("localhost", handler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        assert server.error is None, server.error
        with override_settings(PUBLIC_URL=f"http://localhost:{server.port}"):
            yield settings.PUBLIC_URL
        server.terminate()
        server.join()
        _await_quiet()


def _await_quiet() -> None:
    """Until no thread of the server uses the database any more, which can't be dropped before."""
    until(lambda: sessions() == 1, "the server closes its connections")


@pytest.fixture(scope="module")
def browser(site: str) -> Iterator[Browser]:
    """Closed before the server stops: its connections are the server's threads'."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller; it is none.
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()
        connection.close()  # the one of this loop: Django keeps another where no loop runs


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """visit("phone", "dark") is somebody with a phone who likes it dark."""
    contexts = []

    def arrive(size: str = "desktop", colours: Any = "light", state: Any = None) -> Visitor:
        viewport: Any = SIZES[size]
        context = browser.new_context(**viewport, color_scheme=colours, storage_state=state)
        context.set_default_timeout(TIMEOUT * 1000)
        context.add_init_script(f"({CLOCK})()")
        contexts.append(context)
        visitor = Visitor(context.new_page())
        complain = visitor.complaints.append

        def hear(message: ConsoleMessage) -> None:
            # A machine that is busy draws the first text late: when the font was used says nothing of the page.
            if message.type in {"error", "warning"} and "was preloaded using link preload" not in message.text:
                complain(message.text)

        visitor.page.on("console", hear)
        visitor.page.on("pageerror", lambda error: complain(str(error)))
        return visitor

    yield arrive
    for context in contexts:
        context.close()


@dataclass(frozen=True)
class OpenShop:
    """A business with three things on the shelf of its one outlet: tea (2 left), rice (50), milk (expired)."""

    home: str
    outlet: int
    tea: int
    state: dict[str, Any]
    """Cookies of its owner's browser."""


@pytest.fixture
def shop(site: str, request: pytest.FixtureRequest) -> OpenShop:
    """A new one for each test: what it sells stays sold."""
    opened = open_shop(f"shop-{zlib.crc32(request.node.name.encode())}")
    schema = schema_of(opened.host)
    with in_schema(schema):
        owner = get_user_model().objects.get()
        outlet = scope_of(owner).outlet(Outlet.objects.get().pk)
        tea = make_product(
            owner, name="Tea", sku="TEA", price=100_00, tax="GST5", barcodes=("111", TEA), reorder_point=Decimal(5)
        )
        rice = make_product(owner, name="Rice", sku="RIC", price=49_50, tax="NONE", barcodes=("222", RICE), unit="kg")
        milk = make_product(owner, name="Milk", sku="MLK", price=30_00, barcodes=("333", MILK), tracks_expiry=True)
        put_on_shelf(owner, outlet, tea, 2)
        put_on_shelf(owner, outlet, rice, 50)
        put_on_shelf(owner, outlet, milk, 5, expires_on=datetime.now(UTC).date() - timedelta(days=5), batch="OLD")
        state = state_of(opened.host, owner)
    return OpenShop(opened.home.rstrip("/"), outlet.id, tea, state)


def state_of(host: str, person: Any) -> dict[str, Any]:
    """The cookies of a new session of the person's, as Playwright takes them."""
    client = Client(headers={"host": host})
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    common = {"domain": host, "path": "/", "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    return {"cookies": [{"name": session.key, "value": session.value, **common}], "origins": []}
