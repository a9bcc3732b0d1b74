"""`make bench` and `make replay`: on servers of their own, as durable as in production."""

import subprocess
from collections.abc import Sequence

from localdev.places import BIN, LOCAL, ROOT
from localdev.services import services


def measure(module: str, arguments: Sequence[str]) -> int:
    """The exit status of the module, run with arguments of its own."""
    command = [str(BIN / "python"), "-m", module, *arguments]
    if "http" in arguments:  # a server runs already
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    with services(LOCAL / "bench") as env:
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode
