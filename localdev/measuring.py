"""`make bench` and `make replay`: on servers of their own, as durable as in production."""

import subprocess
from collections.abc import Sequence

from localdev.places import BIN, LOCAL, ROOT
from localdev.services import services


def measure(module: str, arguments: Sequence[str]) -> int:
    """The exit status of the module, run with arguments of its own."""
    with services(LOCAL / "bench") as env:
        return subprocess.run([BIN / "python", "-m", module, *arguments], cwd=ROOT, env=env, check=False).returncode
