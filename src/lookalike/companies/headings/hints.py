"""What the values of a column say about its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import pandas as pd

from lookalike.companies.values import (
    parse_date,
    parse_number,
    parse_outcome,
    parse_truth,
    says_customer,
    says_former,
    without_blanks,
)
from lookalike.schema import Field, Kind

ROWS = 5000
SAMPLE = 400
_DOMAIN = re.compile(r"(https?://)?([\w-]+\.)+[a-z]{2,}(/.*)?", re.IGNORECASE)


def value_fit(column: pd.Series, field: Field) -> tuple[float, str]:
    """How well a column's values suit a field, 0-1, and in words what was seen when it tells.

    Examples
    --------
    >>> from lookalike.schema import TABLES
    >>> value_fit(pd.Series(["Won", "Lost"]), TABLES["deals"]["outcome"])
    (1.0, 'holds won, lost')
    >>> value_fit(pd.Series(["Oslo", "Bergen"]), TABLES["accounts"]["domain"])
    (0.0, '')
    """
    typed = not pd.api.types.is_object_dtype(column) and not pd.api.types.is_string_dtype(column)
    rows = column.dropna().iloc[:: max(1, len(column) // ROWS)].astype(object)
    values = without_blanks(rows, frozenset({"none"})).dropna().unique()[:SAMPLE].tolist()
    if not values:
        return 0.8, "empty"
    if field.name == "outcome":
        return _outcome(values)
    if field.name in ("relationship", "company_type"):
        told = says_customer(pd.Series(values)) | says_former(pd.Series(values))
        meant = bool(told.any()) == (field.name == "relationship")
        return (1.0 if meant else 0.9), "names customers" if told.any() else ""
    if field.name == "domain":
        return _share(values, lambda value: bool(_DOMAIN.fullmatch(value)), 0.3), ""
    if field.name == "org_number":
        return _share(values, lambda value: sum(map(str.isdigit, value)) >= 6, 0.3), ""
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        numeric = typed and pd.api.types.is_numeric_dtype(column)
        return 1.0 if numeric else _share(values, _is_year if field.unit == "year" else _is_number, 0.5), ""
    if field.kind is Kind.DATE:
        return (
            1.0
            if typed and pd.api.types.is_datetime64_any_dtype(column)
            else _share(values, lambda value: parse_date(value, True) or parse_date(value, False), 0.5)
        ), ""
    if field.kind is Kind.BOOL:
        return _share(values, lambda value: parse_truth(value) is not None, 0.5), ""
    return 1.0, ""


def _is_number(value: str) -> bool:
    return parse_number(value) is not None or parse_number(value, ",") is not None


def _is_year(value: str) -> bool:
    return _is_number(value) or parse_date(value) is not None


def _share(values: Sequence[str], test: Callable[[str], object], least: float) -> float:
    """1 when most values pass; falling below; 0 under the least share."""
    passed = sum(bool(test(value)) for value in values) / len(values)
    return 0.0 if passed < least else min(1.0, 0.5 + passed * 0.6)


def _outcome(values: Sequence[str]) -> tuple[float, str]:
    """Won or lost among the words makes it the outcome; only stages of open deals still fit."""
    meanings = {parse_outcome(value) for value in values}
    settled = [word for word in ("won", "lost") if word in meanings]
    if settled:
        return 1.0, f"holds {', '.join(settled)}"
    if all(parse_truth(value) is not None for value in values):
        return 0.9, "holds yes and no"
    if set(values) <= {"0", "1", "2", "3"}:
        return 0.9, "holds codes"
    return (0.7, "holds only open deals") if "open" in meanings else (0.4, "")
