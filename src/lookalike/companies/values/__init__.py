"""Cells to values: numbers, money, dates, countries, codes and fixed words, with what could not be read."""

from lookalike.companies.values.cleaned import Cleaned, Context
from lookalike.companies.values.column import clean_column
from lookalike.companies.values.countries import nearest_country, parse_country
from lookalike.companies.values.currencies import which_currency
from lookalike.companies.values.dates import day_first_of_file, month_of, read_dates
from lookalike.companies.values.decimals import decimal_sign, sign_of_file
from lookalike.companies.values.industry_codes import (
    code_levels,
    differ,
    divisions,
    find_system,
    levels_of,
    parse_code,
    revision,
)
from lookalike.companies.values.kinds import infer_kind
from lookalike.companies.values.meanings import parse_mark, parse_outcome, parse_set, parse_truth
from lookalike.companies.values.missing import ALWAYS, blank_words, means_nothing, without_blanks
from lookalike.companies.values.money import heading_unit
from lookalike.companies.values.numbers import parse_number, read_numbers
from lookalike.companies.values.states import (
    says_competitor,
    says_customer,
    says_dissolved,
    says_former,
    says_sole_trader,
)
from lookalike.companies.values.text import (
    comparable,
    is_text,
    one_form,
    plain_column,
    plain_text,
    spoilt,
    texts,
    where,
    whole,
)

__all__ = [
    "ALWAYS",
    "Cleaned",
    "Context",
    "blank_words",
    "clean_column",
    "code_levels",
    "comparable",
    "day_first_of_file",
    "decimal_sign",
    "differ",
    "divisions",
    "find_system",
    "heading_unit",
    "infer_kind",
    "is_text",
    "levels_of",
    "means_nothing",
    "month_of",
    "nearest_country",
    "one_form",
    "parse_code",
    "parse_country",
    "parse_mark",
    "parse_number",
    "parse_outcome",
    "parse_set",
    "parse_truth",
    "plain_column",
    "plain_text",
    "read_dates",
    "read_numbers",
    "revision",
    "says_competitor",
    "says_customer",
    "says_dissolved",
    "says_former",
    "says_sole_trader",
    "sign_of_file",
    "spoilt",
    "texts",
    "where",
    "which_currency",
    "whole",
    "without_blanks",
]
