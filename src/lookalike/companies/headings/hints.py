"""What the values of a column say about its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from lookalike.companies.values import (
    parse_outcome,
    parse_truth,
    read_dates,
    read_numbers,
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
        return (1.0 if numeric else _passed(_numeric(values, field.unit == "year"), 0.5)), ""
    if field.kind is Kind.DATE:
        dated = typed and pd.api.types.is_datetime64_any_dtype(column)
        return (1.0 if dated else _passed(_dated(values), 0.5)), ""
    if field.kind is Kind.BOOL:
        return _share(values, lambda value: parse_truth(value) is not None, 0.5), ""
    return 1.0, ""


def _numeric(values: list[str], dates: bool) -> np.ndarray:
    texts = np.array(values, dtype=object)
    read = read_numbers(texts).read | read_numbers(texts, ",").read
    return read | _dated(values) if dates else read


def _dated(values: list[str]) -> np.ndarray:
    read = read_dates(np.array(values, dtype=object))
    return ~np.isnat(read.values) | read.not_known


def _share(values: Sequence[str], test: Callable[[str], object], least: float) -> float:
    """1 when most values pass; falling below; 0 under the least share."""
    return _passed([bool(test(value)) for value in values], least)


def _passed(tests: Sequence[bool] | np.ndarray, least: float) -> float:
    passed = float(np.mean(tests))
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
