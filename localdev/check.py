"""Everything that is checked without running the product."""

import subprocess
import time

from localdev.contracts import write_contracts
from localdev.places import BIN, ROOT

CHECKS = {
    "ruff": ["ruff", "check", "--quiet", "."],
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "djlint": ["djlint", "--quiet", "--lint", "web/templates"],
    "import contracts": ["lint-imports", "--no-logo", "--config", str(write_contracts())],
    "mypy": ["mypy", "."],
}


def run_checks() -> int:
    """Exit status 1 when any fails; all are run, and a failing one shows what it found."""
    failed = []
    for name, command in CHECKS.items():
        started = time.monotonic()
        done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False, capture_output=True, text=True)
        print(f"{'FAILED' if done.returncode else 'ok':>6}  {name} ({time.monotonic() - started:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr)
    return 1 if failed else 0
