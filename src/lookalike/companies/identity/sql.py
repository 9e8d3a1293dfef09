"""The one in-memory database that the room's set operations run in."""

from __future__ import annotations

from functools import cache

import duckdb


@cache
def _database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def cursor() -> duckdb.DuckDBPyConnection:
    """A cursor of its own; what is registered in it is gone when it is closed."""
    return _database().cursor()
