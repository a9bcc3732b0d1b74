"""docker/compose.yml, run without Docker: each service's own command with its own environment, on this machine."""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from localdev.places import BIN, ROOT
from localdev.postgres import POSTGRES_BIN
from localdev.processes import Child

PASSWORDS = ("POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "READER_PASSWORD")


def services() -> dict[str, dict[str, Any]]:
    """By name, as the file has them, anchors resolved and variables not."""
    found: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker/compose.yml").read_text())["services"]
    return found


def dockerfile_command() -> list[str]:
    """What the image runs when a service names no command."""
    (command,) = re.findall(r"^CMD (\[.*\])$", (ROOT / "docker/Dockerfile").read_text(), re.MULTILINE)
    found: list[str] = json.loads(command)
    return found


def variables(text: str) -> dict[str, str]:
    """A file like .env.example: its variables as they stand there."""
    lines = (line.partition("=") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: value.strip('"') for name, _equals, value in lines}


@dataclass
class Composed:
    """What `docker compose` would be told, and where on this machine its hosts and volumes are.

    `places` has what stands in the file for what it is here: `{"@db:5432": "@127.0.0.1:41231"}`.
    """

    env_file: Mapping[str, str]
    places: dict[str, str]
    passwords: dict[str, str] = field(default_factory=lambda: {name: secrets.token_hex(16) for name in PASSWORDS})

    def environment(self, name: str) -> dict[str, str]:
        """The service's, with nothing of ours but the way to the programs."""
        plain = {"PATH": f"{BIN}{os.pathsep}{POSTGRES_BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
        service = services()[name]
        told = {**(self.env_file if "env_file" in service else {}), **service["environment"]}
        return {**plain, **{key: self.here(value) for key, value in told.items()}}

    def command(self, name: str) -> list[str]:
        return [self.here(part) for part in services()[name].get("command", dockerfile_command())]

    def run(self, name: str, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """The service's command, or another in its place, until it ends."""
        return subprocess.run(
            command or self.command(name),
            cwd=ROOT,
            env=self.environment(name) | more,
            capture_output=True,
            text=True,
            check=False,
        )

    @contextmanager
    def running(self, name: str, logs: Path) -> Iterator[Child]:
        child = Child(name, self.command(name), log=logs / f"{name}.log", env=self.environment(name), cwd=ROOT)
        try:
            yield child
        finally:
            child.stop()

    def here(self, text: str) -> str:
        """What stands in the file, as it is on this machine."""
        for name, password in self.passwords.items():
            text = re.sub(rf"\$\{{{name}(:\?[^}}]*)?\}}", password, text)
        for there, here in self.places.items():
            text = text.replace(there, here)
        return text


def manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "manage.py", *arguments)
