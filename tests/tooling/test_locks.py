"""A lock is installed as it is, without resolving anything: so it has to name everything itself."""

import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
GROUPS: dict[str, list[str]] = {
    "production": [],
    "local": ["local"],
    "dev": ["local", "dev"],
    "bench": ["local", "dev", "bench"],
}


def _pins(lock: str) -> dict[str, str]:
    """The version of every package in the lock, by name."""
    lines = (ROOT / "requirements" / f"{lock}.lock").read_text().splitlines()
    pins = (line.split(";")[0].rstrip(" \\").split("==") for line in lines if line and not line.startswith((" ", "#")))
    return {canonicalize_name(name.split("[")[0]): version for name, version in pins}


def _roots(lock: str) -> list[Requirement]:
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    for group in GROUPS[lock]:
        wanted += project["dependency-groups"][group]
    return [Requirement(text) for text in wanted]


def _needs(requirement: Requirement) -> list[Requirement]:
    """What the package asks for here, for itself and for the extras that are wanted of it; [] when it isn't installed."""
    try:
        asked = [Requirement(text) for text in requires(requirement.name) or ()]
    except PackageNotFoundError:
        return []
    extras = ["", *requirement.extras]
    return [
        need for need in asked if not need.marker or any(need.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def missing(lock: str, pins: dict[str, str]) -> set[str]:
    """Everything that the lock's packages need, in whatever depth, and the lock doesn't pin in a version that fits."""
    found, seen, waiting = set(), set(), _roots(lock)
    while waiting:
        requirement = waiting.pop()
        if str(requirement) in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(str(requirement))
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None or not requirement.specifier.contains(pin, prereleases=True):
            found.add(str(requirement))
        waiting += [Requirement(str(need).split(";")[0]) for need in _needs(requirement)]
    return found


@pytest.mark.parametrize("lock", GROUPS)
def test_a_lock_names_everything_that_its_packages_need(lock):
    assert missing(lock, _pins(lock)) == set()


def test_a_lock_that_lacks_what_an_extra_needs_is_found():
    pins = _pins("dev")
    del pins["coverage"]
    assert any(each.startswith("coverage") for each in missing("dev", pins))


def test_all_locks_hold_the_same_versions():
    largest = _pins("bench")
    for lock in [*GROUPS, "installer"]:
        assert _pins(lock).items() <= largest.items()


@pytest.mark.parametrize("lock", [*GROUPS, "installer"])
def test_every_line_of_a_lock_has_a_hash(lock):
    text = (ROOT / "requirements" / f"{lock}.lock").read_text()
    assert all("--hash=sha256:" in part for part in text.replace(" \\\n", " ").splitlines() if part.strip())
