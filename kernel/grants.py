"""What the application's role may do to a table. Said beside each model as `grants`; tables that aren't ours are in
config.settings.grants. Everything may be read, nothing else may be done that isn't said.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Grants:
    """`privileges` are on the whole table; `columns` may be changed where the table as a whole mayn't.

    `SELECT … FOR UPDATE` needs one column that may be changed: choose one through which nothing can be.
    """

    privileges: frozenset[str] = frozenset()
    columns: tuple[str, ...] = ()

    def and_update(self, *columns: str) -> "Grants":
        """The same, and these columns may be changed."""
        return Grants(self.privileges, columns)


APPENDED = Grants(frozenset({"INSERT"}))
"""A row stays as it was written."""

EDITED = Grants(frozenset({"INSERT", "UPDATE"}))
"""A row changes and never goes."""

LISTED = Grants(frozenset({"INSERT", "DELETE"}))
"""A row is there or not: it never changes."""

TAKEN = Grants(frozenset({"DELETE"}))
"""The owner writes a row, the application takes it away."""

FREE = Grants(frozenset({"INSERT", "UPDATE", "DELETE"}))
"""Whatever its operations do."""

DERIVED = Grants()
"""Only triggers write."""

FIXED = Grants()
"""Only the owner writes: migrations, and what runs where the owner's address is known."""
