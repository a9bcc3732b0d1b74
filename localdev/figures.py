"""`python -m localdev figures`: how large the house is, room by room, so that growth is seen and not felt."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from config.rooms import BESIDE, ROOMS
from localdev.contracts import contracts
from localdev.places import ROOT

LONG = 40
"""Lines of a function that no longer fits a screen."""


@dataclass(frozen=True, slots=True)
class Function:
    """Where a function stands ("room/module.py:12 name") and how many lines it has."""

    place: str
    lines: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`lines` has one number for each module that isn't empty; `functions` all functions, the longest first."""

    lines: list[int]
    functions: list[Function]

    @property
    def p95(self) -> float:
        return quantiles(self.lines, n=20)[-1] if len(self.lines) > 1 else float(self.lines[0])  # a size, no amount


def print_figures() -> int:
    """Exit status 0: figures are no check."""
    rooms = {room.name: measure_modules(_modules(room.name)) for room in ROOMS}
    for name, figures in rooms.items():
        print(f"{name:20} {len(figures.lines):4} modules, median {median(figures.lines):4.0f}, p95 {figures.p95:4.0f}")
    whole = measure_modules(path for name in [*rooms, *BESIDE] for path in _modules(name))
    print(f"\n{len(ROOMS)} rooms, {len(whole.lines)} modules, {sum(whole.lines)} lines", end="; ")
    print(f"median {median(whole.lines):.0f}, p95 {whole.p95:.0f}, longest {max(whole.lines)}")
    long = [function for function in whole.functions if function.lines > LONG]
    print(
        f"{len(long)} functions over {LONG} lines; the longest: {whole.functions[0].lines} ({whole.functions[0].place})"
    )
    for function in long:
        print(f"  {function.lines:3}  {function.place}")
    print(f"{len(contracts())} import contracts")
    return 0


def measure_modules(paths: Iterator[Path]) -> Figures:
    """Of these files; migrations are generated and tell nothing."""
    lines: list[int] = []
    functions: list[Function] = []
    for path in paths:
        text = path.read_text()
        if text.strip():
            lines.append(len(text.splitlines()))
            functions += _functions(path, text)
    return Figures(lines, sorted(functions, key=lambda function: -function.lines))


def _modules(name: str) -> Iterator[Path]:
    for path in sorted((ROOT / name.replace(".", "/")).rglob("*.py")):
        if not {"migrations", "node_modules"} & set(path.parts):
            yield path


def _functions(path: Path, text: str) -> Iterator[Function]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(
                f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}:{node.lineno} {node.name}", length
            )
