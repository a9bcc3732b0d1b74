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
    wings = {tower: sorted({room.wing for room in _tower(tower)}) for tower in Tower}
    rooms = [room.name for room in ROOMS]
    with_models = [room.name for room in ROOMS if (Path(room.name.replace(".", "/")) / "models").is_dir()]
    return [
        {
            "name": "Faces, joins, rooms of one tower above another, ground",
            "type": "layers",
            "layers": [
                *TOOLS[1::-1],
                "config",
                " | ".join(FACES),
                " | ".join(wings[Tower.JOIN]),
                *_layers(Tower.SHOP),
                *_layers(Tower.GROUND),
                "kernel",
            ],
        },
        {
            "name": "The platform stands on the same ground",
            "type": "layers",
            "layers": [
                " | ".join(wings[Tower.JOIN]),
                "billing",
                "tenants.upgrades | tenants.archives | tenants.domains",
                "tenants.life",
                "tenants.schemas",
                *_layers(Tower.GROUND),
                "kernel",
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
            "source_modules": [f"{room}.rules" for room in rooms if (_path(room) / "rules").is_dir()],
            "forbidden_modules": ["django", "rest_framework"],
            "allow_indirect_imports": "True",
        },
        {
            "name": "What a clock, a queue or an event starts calls operations",
            "type": "forbidden",
            "source_modules": [
                f"{room}.{part}"
                for room in rooms
                for part in ("tasks", "handlers", "jobs")
                if (_path(room) / part).is_dir() or (_path(room) / f"{part}.py").is_file()
            ],
            "forbidden_modules": [
                f"{room}.{part}" for room in rooms for part in ("models", "steps") if (_path(room) / part).is_dir()
            ],
            "allow_indirect_imports": "True",
        },
        *(
            {
                "name": f"The models of {name} are its wing's own; the console's admin lists them",
                "type": "protected",
                "protected_modules": [f"{name}.models"],
                "allowed_importers": [name.partition(".")[0], "console.admin"],
            }
            for name in with_models
        ),
    ]


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
