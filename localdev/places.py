"""Where things are in a checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = Path(os.environ.get("LOCAL_DIR", ROOT / ".local"))
"""Everything that running the product here leaves behind; git ignores it."""

BIN = ROOT / ".venv" / "bin"
FRONTEND = ROOT / "web" / "frontend"
