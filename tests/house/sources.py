"""The house's own source, for tests that read it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from config.rooms import BESIDE, ROOMS, Room
from localdev.places import ROOT


def folder(room: Room) -> Path:
    return ROOT / room.name.replace(".", "/")


def modules(*inner: str) -> Iterator[tuple[Room, Path]]:
    """Every module of every room but migrations, or only those in its inner modules of these names ("queries")."""
    for room in ROOMS:
        for path in sorted(folder(room).rglob("*.py")):
            inside = path.relative_to(folder(room)).parts
            if "migrations" not in inside and (not inner or Path(inside[0]).stem in inner):
                yield room, path


def beside() -> Iterator[Path]:
    """Every module of what is no room: kernel, config, the faces."""
    for name in BESIDE:
        yield from sorted((ROOT / name).rglob("*.py"))


def dotted(path: Path) -> str:
    """A module's name: "inventory.stock.queries.batches"."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def texts(tree: ast.AST) -> Iterator[str]:
    """Every string in it, parts of f-strings included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
