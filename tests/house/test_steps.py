"""A step is a part of somebody's transaction, and says so: it calls require_transaction, or something that does."""

import ast

import pytest

from tests.house.sources import dotted, modules, parse

DEMANDS = {"require_transaction", "insert"}
"""kernel.transactions.require_transaction, and kernel.rows.insert, which calls it."""

NEEDS_NONE = {
    "audit.steps.send_delivery.send_delivery": "hands a message to Celery after its caller's commit",
    "audit.steps.emit.event_row": "makes a row for `insert`",
    "audit.steps.emit.hint_after_commit": "asks for something after a commit",
    "audit.steps.record.entry_row": "makes a row for `insert`",
    "billing.steps.settle.state_of": "computes",
    "people.steps.set_details.wrong_details": "looks at values",
    "tenants.archives.steps.archive.add": "writes into a file",
    "tenants.archives.steps.archive.add_documents": "writes into a file",
    "tenants.archives.steps.delete_files.delete_files": "deletes files",
    "tenants.archives.steps.delete_files.files_below": "lists files",
    "tenants.archives.steps.load_backup.load_documents": "writes files",
    "tenants.archives.steps.read_backup.read_backup": "reads a file",
    "tenants.archives.steps.write_backup.signature": "computes",
    "tenants.archives.steps.write_backup.write_backup": "writes a file; pg_dump reads in a transaction of its own",
    "tenants.life.steps.invalidate_cache.invalidate_cache": "touches the cache only",
    "tenants.schemas.steps.make_schema.new_schema_name": "computes",
    "tenants.schemas.steps.pg_dump.pg_dump": "another program reads the database",
}
"""A step → why it needs no transaction."""


def functions(sources):
    """Every public function of the modules, {name: tree}, by its dotted name, with the module's tree."""
    return {
        f"{name}.{node.name}": (node, tree)
        for name, tree in sources.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def demanding(sources):
    """Those that demand a transaction, themselves or through another."""
    known: set[str] = set()
    while True:
        found = {name for name, (node, tree) in functions(sources).items() if _demands(node, tree, known)}
        if found == known:
            return found
        known = found


def _demands(function, tree, known):
    """Whether it calls require_transaction, a step that is known to, or a function of its module that does."""
    calls = {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    if calls & {*DEMANDS, *_steps_imported(tree, known)}:
        return True
    own = [
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in calls and node is not function
    ]
    return any(_demands(each, tree, known) for each in own)


def _steps_imported(tree, known):
    """The names here of known steps, imported from their modules or from the package that offers them."""
    offered = {(module, name) for module, _, name in (step.rpartition(".") for step in known)}
    offered |= {(module.rpartition(".")[0], name) for module, name in offered}
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module, alias.name) in offered
    }


def steps():
    return {dotted(path): parse(path) for _, path in modules("steps") if path.name != "__init__.py"}


def test_every_step_demands_a_transaction_or_says_why_not():
    found = steps()
    assert set(functions(found)) - demanding(found) == set(NEEDS_NONE)


@pytest.mark.parametrize(
    ("source", "demands"),
    [
        ("def write(): require_transaction()", True),
        ("def write(): _inner()\ndef _inner(): require_transaction()", True),
        ("from a.steps.first import first\ndef write(): first()", True),
        ("from a.steps import first\ndef write(): first()", True),
        ("from a.steps.first import first\ndef write(): pass", False),
        ("from a.steps.first import other\ndef write(): other()", False),
        ("def write(): pass\ndef also(): require_transaction()", False),
    ],
)
def test_who_demands_one(source, demands):
    first = "def first(): require_transaction()\ndef other(): pass"
    sources = {"a.steps.first": ast.parse(first), "b": ast.parse(source)}
    assert ("b.write" in demanding(sources)) is demands
