"""Bytes to tables: a file, an archive, a sheet, a document or a query becomes text cells under headings."""

from lookalike.companies.read.notes import told_rows
from lookalike.companies.read.sheets import cell_text
from lookalike.companies.read.table import RawTable, first_rows, parquet_rows, read, tables
from lookalike.companies.read.typed import Only

__all__ = ["Only", "RawTable", "cell_text", "first_rows", "parquet_rows", "read", "tables", "told_rows"]
