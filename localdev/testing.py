"""`make test`: the servers for the tests, the browser for those that look, then pytest."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from localdev.assets import build_assets
from localdev.places import BIN, LOCAL, ROOT
from localdev.problems import Problem
from localdev.services import services

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def run_tests(arguments: Sequence[str]) -> int:
    """The exit status of pytest. With arguments of its own pytest runs just those; else everything, with coverage."""
    build_assets()
    browser = find_browser()
    with services(LOCAL / "test", durable=False) as env:
        env |= {"CHROMIUM": browser, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [str(BIN / "python"), "-m", "pytest", *(arguments or _everything())]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def _everything() -> list[str]:
    workers = min(os.cpu_count() or 1, 4)
    return ["-n", str(workers), "--dist", "loadgroup", "--cov", "--cov-report=term", "--durations=15"]


def find_browser() -> str:
    """The system's Chromium, installed when we may. Raises Problem that says what to install otherwise."""
    found = _which()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests (once) …", flush=True)
        subprocess.run(["apt-get", "install", "--yes", "--no-install-recommends", "chromium"], check=False)
        found = _which()
    if not found:
        raise Problem("The browser tests need Chromium: apt-get install chromium, or name one by CHROMIUM=/path/to/it.")
    return found


def _which() -> str | None:
    return os.environ.get("CHROMIUM") or next((path for name in BROWSERS if (path := shutil.which(name))), None)
