"""The database backend: django-tenants' own, which spares a request one statement. It imports no model."""

import psycopg
from django_tenants.postgresql_backend import base


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc] # it has no types
    """A kept connection is set to its schema before a request's first statement, which also shows whether it lives."""

    def is_usable(self) -> bool:
        """Whether the server answers. Django would ask it for nothing (SELECT 1), and then have the schema set."""
        if self.connection is None:
            return False
        self.search_path_set_schemas = None
        try:
            with self.connection.cursor() as cursor:
                self._handle_search_path(cursor)
        except psycopg.Error:
            return False
        return self.search_path_set_schemas is not None
