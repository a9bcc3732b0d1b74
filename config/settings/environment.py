"""What the environment says. Every variable is read once, here or by the file of its concern."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env

BASE_DIR = Path(__file__).resolve().parents[2]

env = Env()
env.read_env(BASE_DIR / ".env")

DEBUG: bool = env.bool("DEBUG", default=False)

PUBLIC_URL: str = env.str("PUBLIC_URL", default="http://localhost:8000").rstrip("/")
"""Where the public site is reached. Every business lives on a subdomain of its host."""

HTTPS: bool = urlsplit(PUBLIC_URL).scheme == "https"
BASE_DOMAIN: str = urlsplit(PUBLIC_URL).hostname or "localhost"

BEHIND_PROXY: bool = env.bool("BEHIND_PROXY", default=False)
"""Whether one reverse proxy stands in front, which sets X-Forwarded-For and X-Forwarded-Proto itself."""

PROCESS: str = os.environ.get("COUNTERFOIL_PROCESS", "")
"""What kind of process this is, as config/wsgi.py and config/celery.py say: "web", "worker", or a command."""
