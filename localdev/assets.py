"""The front end, built by the Node.js inside .venv, again only when its sources have changed."""

import hashlib
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from localdev.places import BIN, FRONTEND, ROOT
from localdev.problems import Problem

DIST = ROOT / "web" / "static" / "dist"
_NOT_SOURCES = {"node_modules", "dist", "__pycache__"}


def build_assets() -> int:
    """Exit status 0. Raises Problem when npm fails; its words go to the terminal."""
    lock = FRONTEND / "package-lock.json"
    modules = FRONTEND / "node_modules"
    if _changed(modules / ".installed", [lock]):
        print("Installing the front end's packages (once) …", flush=True)
        _npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        _remember(modules / ".installed", [lock])
    sources = list(_sources())
    if _changed(DIST / ".built", sources):
        _npm("run", "--silent", "build")
        _remember(DIST / ".built", sources)
    return 0


def _sources() -> Iterable[Path]:
    """Templates and views count: Tailwind finds its classes in them."""
    for directory, inner, names in os.walk(ROOT / "web"):
        inner[:] = sorted(set(inner) - _NOT_SOURCES)
        yield from (Path(directory) / name for name in sorted(names) if not name.endswith(".pyc"))


def _npm(*arguments: str) -> None:
    path = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    if subprocess.run([BIN / "npm", *arguments], cwd=FRONTEND, env=path, check=False).returncode:
        raise Problem(f"The front end could not be built: npm {arguments[0]} failed, see above.")


def _changed(stamp: Path, inputs: Iterable[Path]) -> bool:
    return not stamp.exists() or stamp.read_text() != _fingerprint(inputs)


def _remember(stamp: Path, inputs: Iterable[Path]) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_fingerprint(inputs))


def _fingerprint(inputs: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
