"""What the values of a column say about its meaning: a heading is a hint, the values decide."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd

from lookalike.companies.values import (
    parse_code,
    parse_country,
    parse_mark,
    parse_outcome,
    parse_truth,
    read_dates,
    read_numbers,
    says_customer,
    says_former,
    spoilt,
    without_blanks,
)
from lookalike.languages import Message, Own, say, spoken
from lookalike.schema import MARKS, Field, Kind

ROWS = 5000
SAMPLE = 400
FEW_NAMES, MANY_ROWS = 10, 50  # so few different values in so many rows are kinds of companies, not companies
PROSE = 60  # letters: the half of a column's values longer than this are sentences about deals, not their state
MOST_WORDS = 20  # different words of a column that says who is a customer
FILLED = 0.9  # share of the deals that ended with a date, from which it is that of their end
UNDERSTOOD = 0.5  # share of rows whose words say won, lost or open, from which a column tells how deals ended
_DOMAIN = re.compile(r"(https?://)?([\w-]+\.)+[a-z]{2,}(/.*)?", re.IGNORECASE)
NAMES_COMPANIES = frozenset({"name", "account_id", "org_number", "domain", "prospect_id", "deal_id", "deal_name"})


def value_fit(column: pd.Series, field: Field, own: Own = ()) -> tuple[float, Message | None]:
    """How well a column's values suit a field, 0-1, and what was seen when it tells.

    Parameters
    ----------
    column : Series
        Raw cells.
    field : Field
    own : tuple
        Words that the settings give a meaning.

    Examples
    --------
    >>> from lookalike.schema import TABLES
    >>> fit, seen = value_fit(pd.Series(["Won", "Lost"]), TABLES["deals"]["outcome"])
    >>> fit, str(seen)
    (1.0, 'holds won and lost')
    >>> value_fit(pd.Series(["Oslo", "Bergen"]), TABLES["accounts"]["domain"])
    (0.0, None)
    """
    rows = sampled(column)
    values = rows.unique()[:SAMPLE].tolist()
    if not values:
        return 0.8, say("headings.empty")
    if field.name == "outcome":
        return _outcome(values, own)
    if field.name in ("relationship", "company_type"):
        if not any(re.search(r"[^\W\d_]", value) for value in values):
            return 0.0, None
        told = says_customer(pd.Series(values), own) | says_former(pd.Series(values), own)
        meant = bool(told.any()) == (field.name == "relationship")
        return (1.0 if meant else 0.9), say("headings.names_customers") if told.any() else None
    few = len(rows) >= MANY_ROWS and len(values) < FEW_NAMES
    if field.name in NAMES_COMPANIES and few and not spoilt(pd.Series(values)).all():
        return 0.0, None
    test, least = _test(field, column)
    return (1.0 if test is None else _passed(test(values), least)), None


def names_customers(column: pd.Series, own: Own = (), heading: str = "") -> bool:
    """Whether a few words of a column say who is a customer, or a yes or no does under a heading that asks for it.

    Examples
    --------
    >>> names_customers(pd.Series(["Current customer", "Never bought"])), names_customers(pd.Series(["IT", "Food"]))
    (True, False)
    >>> [names_customers(pd.Series(["Yes", "No"]), heading=one) for one in ("Aktiv kunde", "Customer portal")]
    [True, False]
    """
    if pd.api.types.is_bool_dtype(column):
        column = column.map({True: "yes", False: "no"})
    if not pd.api.types.is_object_dtype(column) and not pd.api.types.is_string_dtype(column):
        return False
    values = pd.Series(sampled(column).unique(), dtype=object)
    if not 1 < len(values) <= MOST_WORDS:
        return False
    if all(parse_truth(value) is not None for value in values):
        last = pd.Series(spoken(heading).replace("|", " ").split()[-1:], dtype=object)
        return bool(says_customer(last, own).any())
    return bool((says_customer(values, own) | says_former(values, own)).any())


def closing_date(column: pd.Series, outcome: pd.Series, own: Own = ()) -> bool:
    """Whether a column holds dates on nearly all deals that ended and hardly on those that are open.

    Examples
    --------
    >>> outcome = pd.Series(["Won", "Lost", "Open"])
    >>> closing_date(pd.Series(["2024-01-31", "2024-02-29", None]), outcome)
    True
    >>> closing_date(pd.Series(["2024-01-31", "2024-02-29", "2024-03-31"]), outcome)
    False
    """
    rows = pd.DataFrame({"day": column, "outcome": outcome}).iloc[:: max(1, len(column) // ROWS)]
    meant = rows["outcome"].map({text: parse_outcome(str(text), own) for text in rows["outcome"].dropna().unique()})
    filled = without_blanks(rows["day"].astype(object), frozenset()).notna()
    ended, still_open = filled[meant.isin(["won", "lost"])], filled[meant == "open"]
    if not len(ended) or not len(still_open) or ended.mean() < FILLED or still_open.mean() > 1 - FILLED:
        return False
    typed = pd.api.types.is_datetime64_any_dtype(column)
    return typed or bool(_dated([str(cell) for cell in rows["day"][filled].unique()[:SAMPLE]]).mean() >= FILLED)


def sampled(column: pd.Series) -> pd.Series:
    """Some rows of a column, from all over it, as text without blanks."""
    rows = column.dropna().iloc[:: max(1, len(column) // ROWS)].astype(object)
    return without_blanks(rows, frozenset({"none"})).dropna()


def _test(field: Field, column: pd.Series) -> tuple[Callable[[list[str]], np.ndarray] | None, float]:
    """Which values are such as a field holds, None where anything may stand; and the least share that must be."""
    typed = not pd.api.types.is_object_dtype(column) and not pd.api.types.is_string_dtype(column)
    if field.name == "domain":
        return _each(_DOMAIN.fullmatch), 0.3
    if field.name == "org_number":
        return _each(lambda value: sum(map(str.isdigit, value)) >= 6), 0.3
    if field.name == "country":
        return _each(parse_country), 0.5
    if field.kind is Kind.CODE:
        return _each(parse_code), 0.5
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        numeric = typed and pd.api.types.is_numeric_dtype(column)
        return (None if numeric else partial(_numeric, dates=field.unit == "year")), 0.5
    if field.kind is Kind.DATE:
        dated = typed and pd.api.types.is_datetime64_any_dtype(column)
        return (None if dated else _dated), 0.5
    if field.kind is Kind.BOOL:
        read = parse_mark if field.name in MARKS else parse_truth
        return _each(lambda value: read(value) is not None), 0.5
    return None, 0.0


def _each(test: Callable[[str], object]) -> Callable[[list[str]], np.ndarray]:
    return lambda values: np.array([bool(test(value)) for value in values])


def _numeric(values: list[str], dates: bool) -> np.ndarray:
    texts = np.array(values, dtype=object)
    read = read_numbers(texts).read | read_numbers(texts, ",").read
    return read | _dated(values) if dates else read


def _dated(values: list[str]) -> np.ndarray:
    read = read_dates(np.array(values, dtype=object))
    return ~np.isnat(read.values) | read.not_known


def _passed(passes: np.ndarray, least: float) -> float:
    """1 when most values pass; falling below; 0 under the least share."""
    share = float(passes.mean())
    return 0.0 if share < least else min(1.0, 0.5 + share * 0.6)


def _outcome(values: Sequence[str], own: Own) -> tuple[float, Message | None]:
    """Won or lost among the words makes it the outcome; only stages of open deals still fit."""
    meanings = {parse_outcome(value, own) for value in values}
    settled = [word for word in ("won", "lost") if word in meanings]
    if settled:
        return 1.0, say("headings.holds", words=settled)
    if all(parse_truth(value) is not None for value in values):
        return 0.9, say("headings.holds_truth")
    if set(values) <= {"0", "1", "2", "3"}:
        return 0.9, say("headings.holds_codes")
    return (0.7, say("headings.holds_open")) if "open" in meanings else (0.4, None)


def ends_of_deals(column: pd.Series, own: Own = ()) -> float:
    """How surely a column tells, whatever its heading, how deals ended: the share of rows that say won, lost or open.

    0 unless both won and lost occur, most rows are understood, and the values are no prose.

    Examples
    --------
    >>> ends_of_deals(pd.Series(["Closed Won", "Closed Lost", "Discovery"])) > 0.6
    True
    >>> ends_of_deals(pd.Series(["Won", "Pending", "Open"])), ends_of_deals(pd.Series(["IT", "Food"]))
    (0.0, 0.0)
    >>> told = "Their board liked it, but we lost the argument on price in the very last week"
    >>> ends_of_deals(pd.Series([told, told.replace("lost", "won")]))
    0.0
    """
    if not pd.api.types.is_object_dtype(column) and not pd.api.types.is_string_dtype(column):
        return 0.0
    counts = sampled(column).value_counts()
    if not 2 <= len(counts) <= SAMPLE or counts.index.str.len().to_series().median() > PROSE:
        return 0.0
    meant = counts.index.map(partial(parse_outcome, own=own))
    share = float(counts[meant.notna()].sum() / counts.sum())
    return share if {"won", "lost"} <= set(meant) and share >= UNDERSTOOD else 0.0
