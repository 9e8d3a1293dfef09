"""A raw column to a clean one of a given kind, with what could not be read and what was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies.values.countries import nearest_country, parse_country
from lookalike.companies.values.dates import find_order, parse_date
from lookalike.companies.values.industry_codes import parse_code
from lookalike.companies.values.meanings import parse_outcomes, parse_set, parse_truth
from lookalike.companies.values.missing import without_blanks
from lookalike.companies.values.money import currency_code, heading_unit, in_one_currency
from lookalike.companies.values.numbers import decimal_sign, parse_number
from lookalike.schema import Kind


@dataclass(frozen=True)
class Context:
    """What is known beside the column itself.

    Parameters
    ----------
    field : str
        Canonical name: `country` and `outcome` have their own reading.
    decimal : str
        "," or "." as the settings or the file's other habits say; what the values prove wins.
    day_first : bool or None
        What other date columns of the file prove.
    blanks : frozenset of str
        Words the file uses for missing (`values_missing.blank_words`).
    currency : str
        The project's currency; "" when unknown.
    rates : dict
        Value of one unit of another currency in the project's.
    currencies : Series or None
        Currency per row, aligned with the column.
    closed : Series or None
        Whether each deal is closed, as text, beside an outcome that only tells whether it was won.
    codes : dict
        What the codes in a CRM's own column mean.
    file, column : str
        For messages.
    """

    field: str = ""
    decimal: str = ""
    day_first: bool | None = None
    blanks: frozenset[str] = frozenset()
    currency: str = ""
    rates: dict[str, float] | None = None
    currencies: pd.Series | None = None
    closed: pd.Series | None = None
    codes: dict[str, str] | None = None
    file: str = ""
    column: str = ""


@dataclass(frozen=True)
class Problem:
    """Values that could not be read as they stand: what, how many rows, and the commonest of them."""

    code: str
    message: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Cleaned:
    """A clean column; what was wrong; and what was decided in words ("" when there was nothing to decide)."""

    values: pd.Series
    problems: tuple[Problem, ...] = ()
    note: str = ""
    currency: str = ""
    day_first: bool | None = None


def clean_column(column: pd.Series, kind: Kind, unit: str = "", context: Context | None = None) -> Cleaned:
    """Read a column as one kind of value.

    Parameters
    ----------
    column : Series
        Text cells or typed values.
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
    >>> clean_column(pd.Series(["4/11/2019", "1/17/2019"]), Kind.DATE).note
    'month before day, as in 1/17/2019'
    """
    known = context or Context()
    if kind in (Kind.NUMBER, Kind.MONEY):
        return _numbers(column, kind, unit, known)
    if kind is Kind.DATE:
        return _dates(column, known)
    text = without_blanks(as_text(column), known.blanks)
    if kind is Kind.BOOL:
        return _truths(text)
    if known.field == "country":
        return _countries(text)
    if known.field == "outcome":
        return _outcomes(text, known)
    if known.field == "status":
        return Cleaned(_status(text, known.column))
    if kind is Kind.SET:
        return _mapped(text, parse_set, "empty-set", "hold no value")
    if kind is Kind.CODE:
        return _mapped(text, parse_code, "unreadable-code", "are no industry code")
    if known.field == "account_id":
        return _first_company(text)
    return Cleaned(text)


def _first_company(text: pd.Series) -> Cleaned:
    """The company of each row; the first where a CRM joins several by ";"."""
    several = text.str.contains(";", regex=False, na=False).astype(bool)
    if not several.any():
        return Cleaned(text)
    first = text.map(lambda value: value.split(";")[0].strip() or None if value else None).astype(object)
    return Cleaned(first, note=f"{int(several.sum())} rows name several companies: the first is used")


def as_text(column: pd.Series) -> pd.Series:
    """Typed values as text, whole floats without a point; text and mixed columns as they are."""
    if column.dtype == object:
        return column
    if pd.api.types.is_bool_dtype(column):
        return column.map({True: "true", False: "false"}).astype(object).where(column.notna(), None)
    if pd.api.types.is_float_dtype(column):
        whole = column.dropna()
        if (whole % 1 == 0).all() and (whole.abs() < 2**53).all():
            return column.map(lambda value: None if pd.isna(value) else str(int(value))).astype(object)
    return column.map(lambda value: None if _missing(value) else str(value)).astype(object)


def _missing(value: Any) -> bool:
    return value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def _spread(text: pd.Series, parse: Callable[[str], Any]) -> tuple[np.ndarray, Any, list[Any]]:
    """Parse each distinct text once: row codes, the distinct texts, and what they mean."""
    codes, uniques = pd.factorize(text)
    return codes, uniques, [parse(value) for value in uniques]


def _unread(codes: np.ndarray, uniques: Any, parsed: list[Any], code: str, message: str) -> tuple[Problem, ...]:
    failed = [position for position, value in enumerate(parsed) if value is None]
    if not failed:
        return ()
    counts = np.bincount(codes[codes >= 0], minlength=len(parsed))
    order = sorted(failed, key=lambda position: (-counts[position], str(uniques[position])))
    return (Problem(code, message, int(counts[failed].sum()), tuple(str(uniques[position]) for position in order[:3])),)


def _mapped(text: pd.Series, parse: Callable[[str], str | None], code: str, message: str) -> Cleaned:
    codes, uniques, parsed = _spread(text, parse)
    values = np.array([*parsed, None], dtype=object)[codes]
    return Cleaned(pd.Series(values, index=text.index, dtype=object), _unread(codes, uniques, parsed, code, message))


def _status(text: pd.Series, heading: str) -> pd.Series:
    """A status in words; where a register only says yes or no under a heading ("bankrupt"), yes is the heading."""
    distinct = text.dropna().unique()
    if not len(distinct) or any(parse_truth(value) is None for value in distinct):
        return text
    return text.map({value: heading if parse_truth(value) else None for value in distinct}).astype(object)


def _outcomes(text: pd.Series, known: Context) -> Cleaned:
    values = parse_outcomes(text, known.closed, known.codes)
    codes, uniques = pd.factorize(text)
    parsed = values.groupby(text.to_numpy(dtype=object)).first()
    problems = _unread(
        codes, uniques, [parsed.get(one) for one in uniques], "unknown-outcome", "are neither won, lost nor open"
    )
    return Cleaned(values, problems)


def _truths(text: pd.Series) -> Cleaned:
    codes, uniques, parsed = _spread(text, parse_truth)
    values = pd.array([*(pd.NA if one is None else one for one in parsed), pd.NA], dtype="boolean")
    problems = _unread(codes, uniques, parsed, "unreadable-bool", "are neither yes nor no")
    return Cleaned(pd.Series(values[codes], index=text.index), problems)


def _countries(text: pd.Series) -> Cleaned:
    guesses: list[str] = []

    def parse(value: str) -> str | None:
        code = parse_country(value)
        if code is None and (code := nearest_country(value)):
            guesses.append(f"{value} = {code}")
        return code

    cleaned = _mapped(text, parse, "unknown-country", "name no country")
    return replace(cleaned, note=f"misspelt countries read as {', '.join(guesses[:5])}" if guesses else "")


def _dates(column: pd.Series, known: Context) -> Cleaned:
    if pd.api.types.is_datetime64_any_dtype(column):
        moments = column.dt.tz_convert("UTC").dt.tz_localize(None) if column.dt.tz is not None else column
        return Cleaned(moments.astype("datetime64[ns]"))
    text = without_blanks(as_text(column), known.blanks | {"none"})
    order = find_order(text.dropna().unique(), known.day_first)
    codes, uniques, parsed = _spread(text, lambda value: parse_date(value, order.day_first))
    values = np.array([*(np.datetime64(one or "NaT", "ns") for one in parsed), np.datetime64("NaT", "ns")])[codes]
    problems = _unread(codes, uniques, parsed, "unreadable-date", "are no dates")
    slashed = any(character in value for value in uniques[:200] for character in "/.-") and not all(
        value[:4].isdigit() for value in uniques[:200]
    )
    proven = order.day_first if order.certain and slashed else None
    return Cleaned(pd.Series(values, index=column.index), problems, order.reason if slashed else "", day_first=proven)


def _numbers(column: pd.Series, kind: Kind, unit: str, known: Context) -> Cleaned:
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        typed = column.astype("float64")
        return _money(Cleaned(typed), np.full(len(typed), "", dtype=object), kind, known)
    text = without_blanks(as_text(column), known.blanks | {"none"})
    codes, uniques = pd.factorize(text)
    sign, certain = decimal_sign(uniques, known.decimal)
    parsed = [parse_number(value, sign) for value in uniques]
    if unit == "year":
        parsed = [one or _year(value) for one, value in zip(parsed, uniques, strict=True)]
    values = np.array([*(one.value if one else np.nan for one in parsed), np.nan])[codes]
    problems = _unread(codes, uniques, parsed, "unreadable-number", "are no numbers")
    notes = [] if certain else [f"{sign!r} taken for the decimal sign: no value tells"]
    if any(one and one.ranged for one in parsed):
        notes.append("ranges read as their middle, open ends as their bound")
    other = "," if sign == "." else "."
    strays = [value for value, one in zip(uniques, parsed, strict=True) if one and _against(value, sign, other)]
    if strays:
        notes.append(f"{sign!r} is the decimal sign, but not in {strays[0]!r}: a number with both signs tells its own")
    own = np.array([*(one.currency if one else "" for one in parsed), ""], dtype=object)[codes]
    cleaned = Cleaned(pd.Series(values, index=column.index), problems, "; ".join(notes))
    return _money(cleaned, own, kind, known)


def _against(text: str, sign: str, other: str) -> bool:
    """Whether a number has both signs, and the column's decimal sign comes first."""
    return -1 < text.find(sign) < text.find(other) and text.count(other) == 1


def _year(text: str) -> Any:
    """The year of a date in a column of years."""
    moment = parse_date(text)
    return parse_number(str(moment.year)) if moment else None


def _money(cleaned: Cleaned, own: np.ndarray, kind: Kind, known: Context) -> Cleaned:
    """Money in the unit and currency that the heading, the values and the currency column say."""
    if kind is not Kind.MONEY:
        return cleaned
    _, factor, named = heading_unit(known.column)
    values = cleaned.values.where(own != "", cleaned.values * factor)
    codes = np.where(own == "", named, own)
    if known.currencies is not None:
        given = known.currencies.reindex(values.index).map(currency_code).to_numpy(dtype=object)
        codes = np.where(codes == "", given, codes)
    where = f"{known.file}, column {known.column!r}"
    values, currency, note = in_one_currency(values, codes, known.currency, known.rates or {}, where)
    scaled = f"in units of {factor:,.0f}, as the heading says" if factor != 1 else ""
    notes = "; ".join(filter(None, (cleaned.note, scaled, note)))
    return replace(cleaned, values=values, note=notes, currency=currency)
