"""What the database itself guarantees, as migrations write it: functions that nobody can mislead, and triggers.

Every function is SECURITY DEFINER: it runs as the owner of the tables, because the application may not write what only
triggers write. Its search_path is pinned to the schema that it is made in, with `pg_temp` named last: a path that is
switched before COMMIT, or a temporary table of the same name, leads it nowhere else.
"""

from django.db.migrations import RunSQL

REFUSED = "USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT ="
"""The end of a RAISE, before the name under which kernel.errors.BY_CONSTRAINT may know the refusal."""

_PIN = """
DO $do$ BEGIN
    EXECUTE format('ALTER FUNCTION {signature} SET search_path TO %s, pg_temp', current_setting('search_path'));
END $do$
"""

STEADY_PLANS = """
SET enable_seqscan TO off SET enable_hashjoin TO off SET enable_mergejoin TO off
SET plan_cache_mode TO force_generic_plan
"""
"""For functions on a sale's way. A connection keeps the plans it made while the tables were empty: only those are
allowed that stay right as they grow, and a generic one is made once instead of at each call."""


def function(signature: str, body: str, *, returns: str = "trigger", settings: str = "") -> RunSQL:
    """A PL/pgSQL function: `signature` with its arguments' names and types ("f()", "f(outlet bigint)")."""
    made = (
        f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE plpgsql SECURITY DEFINER {settings.strip()} "
        f"AS $${body}$$"
    )
    return RunSQL([made, _PIN.format(signature=signature)], f"DROP FUNCTION {signature}")


def trigger(name: str, table: str, when: str, then: str, *, deferred: bool = False) -> RunSQL:
    """A trigger: `when` is what stands before FOR EACH, `then` what stands behind ("ROW EXECUTE FUNCTION f()").

    A deferred one looks at COMMIT.
    """
    event, _, rest = when.partition(" REFERENCING ")
    kind, wait = ("CONSTRAINT TRIGGER", " DEFERRABLE INITIALLY DEFERRED") if deferred else ("TRIGGER", "")
    tables = f" REFERENCING {rest}" if rest else ""
    return RunSQL(
        f"CREATE {kind} {name} {event} ON {table}{wait}{tables} FOR EACH {then}", f"DROP TRIGGER {name} ON {table}"
    )


def append_only(table: str) -> RunSQL:
    """Rows are added and stay: nobody changes or deletes one, not even the owner by mistake."""
    return trigger(
        f"{table}_append_only",
        table,
        "BEFORE UPDATE OR DELETE OR TRUNCATE",
        "STATEMENT EXECUTE FUNCTION refuse_change()",
    )


def never_deleted(table: str) -> RunSQL:
    """Rows may change, by who may, and never go."""
    return trigger(
        f"{table}_never_deleted", table, "BEFORE DELETE OR TRUNCATE", "STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def kept(name: str, table: str, columns: tuple[str, ...], why: str) -> RunSQL:
    """These columns stay as they were inserted; the others may change. `name` is the constraint that is told."""
    new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
    return trigger(
        name, table, "BEFORE UPDATE", f"ROW WHEN (({new}) IS DISTINCT FROM ({old})) EXECUTE FUNCTION refuse('{why}')"
    )
