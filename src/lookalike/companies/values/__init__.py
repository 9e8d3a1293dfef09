"""Cells to values: numbers, money, dates, countries, codes and fixed words, with what could not be read."""

from lookalike.companies.values.column import Cleaned, Context, clean_column
from lookalike.companies.values.dates import parse_date
from lookalike.companies.values.industry_codes import code_levels, find_system
from lookalike.companies.values.kinds import infer_kind
from lookalike.companies.values.meanings import parse_outcome, parse_truth
from lookalike.companies.values.missing import blank_words, without_blanks
from lookalike.companies.values.money import heading_unit
from lookalike.companies.values.numbers import parse_number
from lookalike.companies.values.states import says_competitor, says_customer, says_dissolved, says_former

__all__ = [
    "Cleaned",
    "Context",
    "blank_words",
    "clean_column",
    "code_levels",
    "find_system",
    "heading_unit",
    "infer_kind",
    "parse_date",
    "parse_number",
    "parse_outcome",
    "parse_truth",
    "says_competitor",
    "says_customer",
    "says_dissolved",
    "says_former",
    "without_blanks",
]
