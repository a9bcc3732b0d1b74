from audit.queries.entries import entries

__all__ = ["entries"]
