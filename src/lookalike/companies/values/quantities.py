"""Columns of numbers and of money, without the numbers that stand for "not known": -1, 0 where it cannot be, 999999."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies.values.cleaned import Cleaned, Context, Problem, unread
from lookalike.companies.values.currencies import currency_code
from lookalike.companies.values.dates import read_dates
from lookalike.companies.values.decimals import decimal_sign
from lookalike.companies.values.missing import without_blanks
from lookalike.companies.values.money import heading_unit, in_one_currency
from lookalike.companies.values.numbers import Numbers, read_numbers
from lookalike.languages import say
from lookalike.schema import Kind

LATEST_YEAR = 2200
# A number with both signs in which the column's decimal sign comes first.
_AGAINST = {".": r"^[^,]*\.[^,]*,[^,]*$", ",": r"^[^.]*,[^.]*\.[^.]*$"}


_NEGATIVE = np.array([-1.0, -9.0, -99.0, -999.0, -9999.0, -99999.0])
_NINES = np.array([float("9" * digits) for digits in range(3, 13)])
_EARLIEST_YEAR, _LATEST_YEAR = 1000, 2200
FAR = 5.0  # times the largest other value from which a number of nines is no measurement
FEWEST_OTHERS = 3  # other numbers, without which none tells
FEWEST_ZEROS = 5
SHARE_OF_ZEROS = 0.02


def clean_numbers(column: pd.Series, kind: Kind, unit: str, known: Context) -> Cleaned:
    """A column of numbers or of money.

    Parameters
    ----------
    column : Series
        Text cells in one form, or typed values.
    kind : Kind
        NUMBER or MONEY.
    unit : str
        The field's unit.
    known : Context

    Returns
    -------
    Cleaned
        `values` are float64; money is in one currency.
    """
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        cleaned = _without_placeholders(Cleaned(column.astype("float64")), kind, unit)
        return _money(cleaned, np.full(len(column), "", dtype=object), kind, known)
    text = without_blanks(column, known.blanks | {"none"})
    codes, uniques = pd.factorize(text.to_numpy(dtype=object))
    sign, certain = decimal_sign(uniques, known.decimal, kind is Kind.MONEY or unit == "heads")
    read = read_numbers(uniques, sign)
    if unit == "year":
        read = _years(read, uniques, known.day_first)
    values = np.append(read.values, np.nan)[codes]
    problems = unread(codes, uniques, ~read.read, "unreadable-number", say("values.unreadable_number"))
    notes = [] if certain else [say("values.decimal_assumed", sign=sign)]
    notes += [say("values.ranges")] if read.ranged.any() else []
    strays = uniques[pd.Series(uniques, dtype=object).str.contains(_AGAINST[sign]).to_numpy(dtype=bool)]
    notes += [say("values.decimal_stray", sign=sign, example=str(strays[0]))] if len(strays) else []
    cleaned = Cleaned(pd.Series(values, index=column.index), problems, tuple(notes))
    own = np.append(read.currency, "")[codes]
    return _money(_without_placeholders(cleaned, kind, unit), own, kind, known)


def _years(read: Numbers, texts: Any, day_first: bool | None) -> Numbers:
    """Numbers of a column of years, with the years of whole dates among them."""
    whole = ~read.read | (read.values > LATEST_YEAR)
    dates = read_dates(texts[whole], day_first).values
    years = dates.astype("datetime64[Y]").astype("float64") + 1970
    values, good = read.values.copy(), read.read.copy()
    found = ~np.isnat(dates)
    places = np.flatnonzero(whole)[found]
    values[places], good[places] = years[found], True
    return replace(read, values=values, read=good)


def _without_placeholders(cleaned: Cleaned, kind: Kind, unit: str) -> Cleaned:
    """The column without numbers that stand for "not known", which are told."""
    values = cleaned.values
    stands = placeholders(values.to_numpy(), unit or ("money" if kind is Kind.MONEY else ""))
    if not stands.any():
        return cleaned
    counts = values[stands].value_counts()
    shown = tuple(f"{value:.15g}" for value in counts.index[:3])
    told = Problem("placeholder", say("values.placeholders"), int(stands.sum()), shown)
    return replace(cleaned, values=values.mask(stands), problems=(*cleaned.problems, told))


def _money(cleaned: Cleaned, own: np.ndarray, kind: Kind, known: Context) -> Cleaned:
    """Money in the unit and currency that the heading, the values and the currency column say."""
    if kind is not Kind.MONEY:
        return cleaned
    _, factor, named = heading_unit(known.column)
    values = cleaned.values.where(own != "", cleaned.values * factor)
    codes = np.where(own == "", named, own)
    if known.currencies is not None:
        given = known.currencies.reindex(values.index)
        meant = {value: currency_code(value) for value in given.unique()}
        codes = np.where(codes == "", given.map(meant).to_numpy(dtype=object), codes)
    where = say("values.where", file=known.file, column=known.column)
    values, currency, converted = in_one_currency(values, codes, known.currency, known.rates or {}, where)
    scaled = (say("values.scaled", factor=factor),) if factor != 1 else ()
    notes = (*cleaned.notes, *scaled, *((converted,) if converted else ()))
    return replace(cleaned, values=values, notes=notes, currency=currency)


def placeholders(values: np.ndarray, unit: str = "") -> np.ndarray:
    """Which numbers of a column stand for "not known".

    A year that can be none; a negative number of a column that otherwise has none; nines far above everything else, or
    that come again; and zero heads where the smallest of the others are many.

    Parameters
    ----------
    values : ndarray of float
    unit : str
        The field's unit: "year", "heads", "percent", "money" and the like.

    Returns
    -------
    ndarray of bool

    Examples
    --------
    >>> placeholders(np.array([12.0, -1, 30, 999999, 45, 8]), "heads").tolist()
    [False, True, False, True, False, False]
    >>> placeholders(np.array([1998.0, 0, 2004, 9999]), "year").tolist()
    [False, True, False, True]
    >>> placeholders(np.array([4.0, -1, 3, -2.5]), "percent").tolist()
    [False, False, False, False]
    """
    if unit == "year":
        return (values < _EARLIEST_YEAR) | (values > _LATEST_YEAR)
    known = np.isfinite(values)
    negative, nines = np.isin(values, _NEGATIVE), np.isin(values, _NINES)
    rest = values[known & ~nines & ~negative]
    if len(rest) < FEWEST_OTHERS:
        return np.zeros(len(values), dtype=bool)
    stands = np.zeros(len(values), dtype=bool)
    if unit != "percent" and not (rest < 0).any():
        stands |= negative
    stands |= nines & _beyond(values, nines, rest)
    if unit == "heads":
        stands |= _impossible_zeros(values, rest)
    return stands


def _beyond(values: np.ndarray, nines: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Nines that lie far above the rest, or come again above it."""
    largest = float(np.abs(rest).max())
    numbers, counts = np.unique(values[nines], return_counts=True)
    many = dict(zip(numbers.tolist(), counts.tolist(), strict=True))
    again = np.array([many.get(value, 0) > 1 for value in values.tolist()], dtype=bool)
    return (values > FAR * largest) | (again & (values > largest))


def _impossible_zeros(values: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """Zeros beside numbers of which hardly one is small: companies without people come with those of one and two."""
    zeros, counted = values == 0, rest[rest > 0]
    many = zeros.sum() >= max(FEWEST_ZEROS, SHARE_OF_ZEROS * len(values))
    few_small = len(counted) >= FEWEST_ZEROS and (counted <= 3).sum() < 0.1 * zeros.sum()
    return zeros if many and few_small else np.zeros(len(values), dtype=bool)
