"""A raw column to a clean one of a given kind, with what could not be read and what was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies.values.cleaned import Cleaned, Context, Problem, unread
from lookalike.companies.values.countries import nearest_country, parse_country
from lookalike.companies.values.currencies import currency_code
from lookalike.companies.values.dates import Dates, read_dates
from lookalike.companies.values.industry_codes import parse_code
from lookalike.companies.values.meanings import parse_set, parse_truth
from lookalike.companies.values.missing import errors, without_blanks
from lookalike.companies.values.quantities import clean_numbers
from lookalike.languages import Message, say
from lookalike.schema import Kind


def clean_column(column: pd.Series, kind: Kind, unit: str = "", context: Context | None = None) -> Cleaned:
    """Read a column as one kind of value.

    Parameters
    ----------
    column : Series
        Text cells in one form (`text.one_form`), or typed values.
    kind : Kind
    unit : str
        The field's unit: "percent", "year" and the like.
    context : Context, optional

    Returns
    -------
    Cleaned
        `values` has the column's index and the dtype that `schema.Kind` names.

    Examples
    --------
    >>> clean_column(pd.Series(["36.9 Million", "n/a", "x"]), Kind.NUMBER).values.tolist()
    [36900000.0, nan, nan]
    >>> str(clean_column(pd.Series(["4/11/2019", "1/17/2019"]), Kind.DATE).notes[0])
    'month before day, as in 1/17/2019'
    """
    known = context or Context()
    cleaned = _of_kind(column, kind, unit, known)
    broken = errors(column)
    if not broken:
        return cleaned
    # Without examples: an error's text is not to come back in anything that is written.
    error = Problem("spreadsheet-error", say("values.spreadsheet_errors"), broken, ())
    return replace(cleaned, problems=(error, *cleaned.problems))


def _of_kind(column: pd.Series, kind: Kind, unit: str, known: Context) -> Cleaned:
    if kind in (Kind.NUMBER, Kind.MONEY):
        return clean_numbers(column, kind, unit, known)
    if kind is Kind.DATE:
        return _dates(column, known)
    text = without_blanks(column, known.blanks)
    if kind is Kind.BOOL:
        return _truths(text)
    if known.field == "country":
        return _countries(text)
    if known.field == "currency":
        return _mapped(text, lambda value: currency_code(value) or None, "", say("values.unknown_currency"))
    if known.field == "status":
        return Cleaned(_status(text, known.column))
    if kind is Kind.SET:
        return _mapped(text, parse_set, "empty-set", say("values.empty_set"))
    if kind is Kind.CODE:
        return _mapped(text, parse_code, "unreadable-code", say("values.unreadable_code"))
    if known.field == "account_id":
        return _first_company(text)
    return Cleaned(text)


def _first_company(text: pd.Series) -> Cleaned:
    """The company of each row; the first where a CRM joins several by ";"."""
    several = text.str.contains(";", regex=False, na=False).astype(bool)
    if not several.any():
        return Cleaned(text)
    first = text.map(lambda value: value.split(";")[0].strip() or None if value else None).astype(object)
    return Cleaned(first, notes=(say("values.several_companies", n=int(several.sum())),))


def _parsed(text: pd.Series, parse: Callable[[str], Any]) -> tuple[np.ndarray, Any, list[Any], np.ndarray]:
    """Each distinct text parsed once: row codes, the distinct texts, what they mean, and which mean nothing."""
    codes, uniques = pd.factorize(text)
    parsed = [parse(value) for value in uniques]
    return codes, uniques, parsed, np.array([one is None for one in parsed], dtype=bool)


def _mapped(text: pd.Series, parse: Callable[[str], str | None], code: str, message: Message) -> Cleaned:
    codes, uniques, parsed, failed = _parsed(text, parse)
    values = np.array([*parsed, None], dtype=object)[codes]
    return Cleaned(pd.Series(values, index=text.index, dtype=object), unread(codes, uniques, failed, code, message))


def _status(text: pd.Series, heading: str) -> pd.Series:
    """A status in words; where a register only says yes or no under a heading ("bankrupt"), yes is the heading."""
    distinct = text.dropna().unique()
    if not len(distinct) or any(parse_truth(value) is None for value in distinct):
        return text
    return text.map({value: heading if parse_truth(value) else None for value in distinct}).astype(object)


def _truths(text: pd.Series) -> Cleaned:
    codes, uniques, parsed, failed = _parsed(text, parse_truth)
    values = pd.array([*(pd.NA if one is None else one for one in parsed), pd.NA], dtype="boolean")
    problems = unread(codes, uniques, failed, "unreadable-bool", say("values.unreadable_bool"))
    return Cleaned(pd.Series(values[codes], index=text.index), problems)


def _countries(text: pd.Series) -> Cleaned:
    guesses: list[Message] = []

    def parse(value: str) -> str | None:
        code = parse_country(value)
        if code is None and (code := nearest_country(value)):
            guesses.append(say("values.taken_for", text=value, meant=code))
        return code

    cleaned = _mapped(text, parse, "unknown-country", say("values.unknown_country"))
    return replace(cleaned, notes=(say("values.misspelt_countries", meant=guesses[:5]),) if guesses else ())


def _dates(column: pd.Series, known: Context) -> Cleaned:
    if pd.api.types.is_datetime64_any_dtype(column):
        moments = column.dt.tz_convert("UTC").dt.tz_localize(None) if column.dt.tz is not None else column
        return Cleaned(moments.astype("datetime64[ns]"))
    text = without_blanks(column, known.blanks | {"none"})
    codes, uniques = pd.factorize(text.to_numpy(dtype=object))
    read = read_dates(uniques, known.day_first)
    values = np.append(read.values, np.datetime64("NaT", "ns"))[codes]
    unreadable = np.isnat(read.values) & ~read.not_known
    problems = (
        *unread(codes, uniques, unreadable, "unreadable-date", _whyunread(read)),
        *unread(codes, uniques, read.not_known, "placeholder", say("values.placeholders")),
        *unread(codes, uniques, read.exchanged, "exchanged-dates", say("values.exchanged_dates")),
    )
    order = read.order
    proven = order.day_first if order is not None and order.certain else None
    return Cleaned(pd.Series(values, index=column.index), problems, (order.reason,) if order else (), day_first=proven)


def _whyunread(read: Dates) -> Message:
    """Dates that are none; where a column's dates contradict each other, that day and month are exchanged in a part."""
    mixed = read.order is not None and not read.order.certain and "assumed" not in read.order.reason.key
    return say("values.mixed_dates" if mixed else "values.unreadable_date")
