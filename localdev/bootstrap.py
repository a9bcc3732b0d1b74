"""Make .venv and install a locked set of packages into it, unless that has been done: `bootstrap.py local|dev|bench`.

Uses nothing but the standard library, because it runs before anything is installed. pip installs uv and nothing else:
uv installs the same locks eight times faster (docs/decisions/0031). A lock is complete, so nobody resolves anything
(`--no-deps`): an older pip fetched the newest release of what an extra names, which has no hash in the lock.
tests/tooling/test_locks.py fails when a lock isn't complete.
"""

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)


def main(group: str) -> None:
    if sys.version_info < OLDEST_PYTHON:
        found = f"{sys.executable} is {sys.version.split()[0]}"
        give_up(f"Counterfoil needs Python 3.11 or newer; {found}. Another one: make run PYTHON=python3.11")
    lock = ROOT / "requirements" / f"{group}.lock"
    stamp = VENV / f"installed-{group}.sha256"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    python = VENV / "bin" / "python"
    if not python.exists():
        make_venv()
    print(f"Installing the packages of requirements/{group}.lock (once) …", flush=True)
    install_lock([str(python), "-m", "pip", "install", "--disable-pip-version-check"], "installer")
    install_lock([str(VENV / "bin" / "uv"), "pip", "install", "--python", str(python)], group)
    stamp.write_text(wanted)


def install_lock(command: list[str], name: str) -> None:
    lock = ROOT / "requirements" / f"{name}.lock"
    if subprocess.run([*command, "--quiet", "--no-deps", "--require-hashes", "-r", str(lock)], check=False).returncode:
        give_up(
            f"The packages of requirements/{name}.lock could not be installed: see the lines above, then try again."
        )


def make_venv() -> None:
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False, capture_output=True, text=True)
    if made.returncode:
        lacks_venv = "ensurepip" in made.stdout + made.stderr
        reason = "on Debian and Ubuntu, apt-get install python3-venv" if lacks_venv else made.stderr.strip()
        give_up(f"Python could not make a virtual environment in {VENV}: {reason}")


def give_up(line: str) -> NoReturn:
    print(line, file=sys.stderr)
    raise SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1])
