"""Bytes to tables: a file, an archive, a sheet, a document or a query becomes text cells under headings."""

from lookalike.companies.read.notes import told_rows
from lookalike.companies.read.table import RawTable, read, tables

__all__ = ["RawTable", "read", "tables", "told_rows"]
