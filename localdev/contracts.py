"""The import contracts, made from the list of rooms (config.rooms), for import-linter."""

from pathlib import Path
from typing import Any

from config.rooms import FACES, ROOMS, TOOLS, Room, Tower
from localdev.places import LOCAL

INSIDE = (
    "tasks",
    "handlers | jobs",
    "operations",
    "steps",
    "queries",
    "models",
    "errors : events",
    "rules",
    "enums",
)
"""The layers inside a room, highest first; a room that needs no such module has none."""


def _tower(tower: Tower) -> list[Room]:
    return [room for room in ROOMS if room.tower is tower]


def _layers(tower: Tower) -> list[str]:
    """Each room a layer, highest first."""
    return [room.name for room in reversed(_tower(tower))]


def contracts() -> list[dict[str, Any]]:
    """Every contract as import-linter's options."""
    rooms = [room.name for room in ROOMS]
    return [*_towers(), *_inside(rooms), *_started(rooms), *_models(rooms)]


def _towers() -> list[dict[str, Any]]:
    """Imports go down the towers, and the two don't see each other."""
    wings = {tower: sorted({room.wing for room in _tower(tower)}) for tower in Tower}
    ground = [*_layers(Tower.GROUND), "kernel"]
    joins = " | ".join(wings[Tower.JOIN])
    return [
        {
            "name": "Faces, joins, rooms of one tower above another, ground",
            "type": "layers",
            "layers": [*TOOLS[1::-1], "config", " | ".join(FACES), joins, *_layers(Tower.SHOP), *ground],
        },
        {
            "name": "The platform stands on the same ground",
            "type": "layers",
            "layers": [
                joins,
                "billing",
                "tenants.upgrades | tenants.archives | tenants.domains",
                "tenants.life",
                "tenants.schemas",
                *ground,
            ],
        },
        *(
            {
                "name": f"The {one} doesn't see the {other}",
                "type": "forbidden",
                "source_modules": wings[one],
                "forbidden_modules": wings[other],
            }
            for one, other in ((Tower.SHOP, Tower.PLATFORM), (Tower.PLATFORM, Tower.SHOP))
        ),
    ]


def _inside(rooms: list[str]) -> list[dict[str, Any]]:
    """What stands on what inside a room."""
    return [
        {
            "name": "Inside a room, imports go down too",
            "type": "layers",
            "containers": rooms,
            "layers": [
                " : ".join(f"({part.strip()})" for part in layer.replace("|", ":").split(":")) for layer in INSIDE
            ],
        },
        {
            "name": "Rules know no Django",
            "type": "forbidden",
            "source_modules": _parts(rooms, "rules"),
            "forbidden_modules": ["django", "rest_framework"],
            "allow_indirect_imports": "True",
        },
    ]


def _started(rooms: list[str]) -> list[dict[str, Any]]:
    """What a queue or an event starts."""
    return [
        {
            "name": "Tasks call handlers, jobs and operations",
            "type": "forbidden",
            "source_modules": [f"{room}.tasks" for room in rooms if (_path(room) / "tasks.py").is_file()],
            "forbidden_modules": _parts(rooms, "models", "steps"),
            "allow_indirect_imports": "True",
        },
        {
            "name": "Handlers know no models",
            "type": "forbidden",
            "source_modules": _parts(rooms, "handlers"),
            "forbidden_modules": _parts(rooms, "models"),
            "allow_indirect_imports": "True",
        },
    ]


def _models(rooms: list[str]) -> list[dict[str, Any]]:
    """Whose tables are whose."""
    return [
        {
            "name": f"The models of {room} are its wing's own; the console's admin lists them",
            "type": "protected",
            "protected_modules": [f"{room}.models"],
            "allowed_importers": [room.partition(".")[0], "console.admin"],
        }
        for room in rooms
        if (_path(room) / "models").is_dir()
    ]


def _parts(rooms: list[str], *names: str) -> list[str]:
    """The packages of these names that there are."""
    return [f"{room}.{name}" for room in rooms for name in names if (_path(room) / name).is_dir()]


def _path(room: str) -> Path:
    return Path(room.replace(".", "/"))


def write_contracts() -> Path:
    """The file for `lint-imports --config`, written anew."""
    lines = ["[importlinter]", "root_packages ="]
    lines += [
        f"    {name}" for name in dict.fromkeys([*TOOLS, "config", *FACES, *(room.wing for room in ROOMS), "kernel"])
    ]
    lines += ["include_external_packages = True", ""]
    for number, contract in enumerate(contracts(), start=1):
        lines.append(f"[importlinter:contract:{number}]")
        for key, value in contract.items():
            if isinstance(value, list):
                lines += [f"{key} =", *(f"    {each}" for each in value)]
            else:
                lines.append(f"{key} = {value}")
        lines.append("")
    LOCAL.mkdir(exist_ok=True)
    file = LOCAL / "import-contracts.ini"
    file.write_text("\n".join(lines))
    return file
