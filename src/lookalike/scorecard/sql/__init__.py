"""A model as one SQL query, for scoring inside a warehouse."""

from lookalike.scorecard.sql.query import to_sql

__all__ = ["to_sql"]
