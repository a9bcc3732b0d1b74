"""A violated constraint is called by its name, whatever the process has imported."""

import ast
import subprocess
import sys

from config.rooms import ROOMS
from localdev.places import ROOT

LOADED = "import django; django.setup(); from kernel.errors import BY_CONSTRAINT; print(*sorted(BY_CONSTRAINT))"


def declared():
    """The constraints that the rooms' errors are named for."""
    files = [ROOT / room.name.replace(".", "/") / "errors.py" for room in ROOMS]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())) if file.exists() else ():
            names = {"constraint"} & {t.id for t in getattr(node, "targets", ()) if isinstance(t, ast.Name)}
            if names and isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
                yield from node.value.value.split()


def test_every_error_of_a_constraint_is_known_from_the_start():
    started = subprocess.run([sys.executable, "-c", LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(declared()) <= set(started.stdout.split())
    assert "selling_sale_pkey" in declared()
