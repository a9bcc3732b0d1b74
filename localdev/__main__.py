"""What the Makefile calls: `python -m localdev COMMAND`."""

import sys
from collections.abc import Callable, Sequence

from localdev.assets import build_assets
from localdev.check import run_checks
from localdev.figures import print_figures
from localdev.measuring import measure
from localdev.problems import Problem
from localdev.run import run
from localdev.testing import run_tests

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": lambda _arguments: run(),
    "test": run_tests,
    "check": lambda _arguments: run_checks(),
    "figures": lambda _arguments: print_figures(),
    "assets": lambda _arguments: build_assets(),
    "bench": lambda arguments: measure("bench", arguments),
    "bench-platform": lambda arguments: measure("bench.platform", arguments),
    "bench-proof": lambda arguments: measure("bench.proof", arguments),
    "bench-scans": lambda arguments: measure("bench.scans", arguments),
    "replay": lambda arguments: measure("bench.replay", arguments),
}


def main(command: str = "", *arguments: str) -> int:
    """Exit status: 2 with one line when something about this machine is wrong."""
    if command not in COMMANDS:
        print(f"Known to localdev: {', '.join(COMMANDS)}. See also make help.", file=sys.stderr)
        return 2
    try:
        return COMMANDS[command](arguments)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
