"""Raw tables to clean ones: canonical names, typed values, one spelling for one value."""

from lookalike.companies.clean.blocks import Reading
from lookalike.companies.clean.files import Files, list_headings, read_files, rows_left_out
from lookalike.companies.clean.lists import unexplained
from lookalike.companies.clean.pieces import Piece
from lookalike.companies.clean.table import Intake

__all__ = ["Files", "Intake", "Piece", "Reading", "list_headings", "read_files", "rows_left_out", "unexplained"]
