"""Dates in every common form, a column at once; the order of day and month is decided per column and stated."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values.text import as_text
from lookalike.languages import Message, codes, content, say

_TIME = (
    r"(?:(?:[T\s,]|kl\.?|at|um|klo)+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<half>[aApP]\.?[mM]\.?)?\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_WORD = r"\pL[\pL\x{300}-\x{36f}]*"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª)?"
# How dates are written, the commonest first; RE2 expressions whose groups name the parts.
_FORMS = (
    rf"^(?P<year>\d{{4}})[-./\s]+(?P<month>\d{{1,2}})[-./\s]+(?P<day>\d{{1,2}})\.?{_TIME}$",
    rf"^(?P<one>\d{{1,2}})(?P<sign>[-./])\s?(?P<two>\d{{1,2}})[-./]\s?(?P<year>\d{{4}}|\d{{2}}){_TIME}$",
    r"^(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)$",
    rf"^(?:{_WORD},?\s+)?(?P<name>{_WORD})[.\s-]+{_DAY}[,\s-]+(?P<year>\d{{4}}){_TIME}$",
    rf"^(?:{_WORD}[.,]?\s+){{0,3}}{_DAY}[.\s-]*(?:(?:de|of)\s+)?(?P<name>{_WORD})[.,\s-]+(?:(?:de|del)\s+)?"
    rf"(?P<year>\d{{4}}|\d{{2}}){_TIME}$",
    rf"^(?:{_WORD},?\s+)?(?P<name>{_WORD})\s+{_DAY}{_TIME}\s+(?:[A-Z]{{2,5}}\s+)?(?P<year>\d{{4}})$",
    rf"^(?P<year>\d{{4}})[.\s]+(?P<name>{_WORD})[.\s]+{_DAY}\.?{_TIME}$",
    r"^(?P<year>(?:19|20)\d\d)\s*[-/.]\s*(?P<month>\d{1,2})$",
)
_NAMES = re.compile(r"\(\?P<(\w+)>")  # of the groups of a form
_SERIAL = r"^(?P<days>[2-6]\d{4})(?:[.,](?P<fraction>\d+))?$"
_EPOCH = r"^(?:/Date\()?(?P<ticks>\d{9,10}|\d{12,13}|\d{15,16})(?:\.0+)?(?:\)/)?$"
_TICKS = {9: "s", 10: "s", 12: "ms", 13: "ms", 15: "us", 16: "us"}  # digits -> what they count since 1970
_EARLIEST, _LATEST = 1700, 2250
# Days that systems write for "not known", beside years that no export can mean.
_NOT_KNOWN = tuple(
    np.datetime64(day) for day in ("1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "2099-12-31")
)
_NO_YEARS = (0, 1, 2222, 2500, 2999, 3000, 4712, 9998, 9999)
LEAST_LETTERS = 3  # of the beginning of a month's name that stands for it
LEAST_EXCHANGED = 6  # dates of either form from which days up to twelve here and above twelve there are no chance


@dataclass(frozen=True)
class DateOrder:
    """Whether the day comes first in a column's all-digit dates, and how that is known."""

    day_first: bool
    reason: Message
    certain: bool


@dataclass(frozen=True)
class Dates:
    """Texts as dates: arrays of one length.

    Parameters
    ----------
    values : ndarray of datetime64[ns]
        NaT where there is no date; times with a zone are UTC.
    not_known : ndarray of bool
        A date that stands for "not known", as 9999-12-31: NaT in `values`.
    order : DateOrder or None
        None where no date is written in digits alone with the year last.
    exchanged : ndarray of bool
        Dates in which a spreadsheet most likely exchanged day and month.
    """

    values: np.ndarray
    not_known: np.ndarray
    order: DateOrder | None
    exchanged: np.ndarray


def day_first_of_file(columns: Iterable[pd.Series]) -> bool | None:
    """The order of day and month that one of the columns of dates of a file proves; None where none does.

    Examples
    --------
    >>> day_first_of_file([pd.Series(["3/4/2024"]), pd.Series(["1/17/2019", None])])
    False
    """
    for column in columns:
        if column.dtype == object:
            order = read_dates(as_text(column).dropna().unique()).order
            if order is not None and order.certain:
                return order.day_first
    return None


@dataclass(frozen=True)
class _Parts:
    """The parts of the dates that are written in one form: where they stand, and texts by part."""

    places: np.ndarray
    texts: dict[str, pa.Array]

    def number(self, part: str) -> np.ndarray:
        """A part as whole numbers; 0 where it is missing."""
        if part not in self.texts:
            return np.zeros(len(self.places), "int64")
        digits = pc.if_else(pc.equal(self.texts[part], ""), "0", self.texts[part])
        return pc.cast(digits, pa.int64()).to_numpy(zero_copy_only=False)

    def length(self, part: str) -> np.ndarray:
        """How many characters a part has."""
        return pc.utf8_length(self.texts[part]).to_numpy(zero_copy_only=False)

    def meant(self, part: str, meaning: Callable[[str], int]) -> np.ndarray:
        """What a part means as a whole number, asked once per distinct text; 0 where it is missing."""
        if part not in self.texts:
            return np.zeros(len(self.places), "int64")
        coded = self.texts[part].dictionary_encode()
        known = np.array([meaning(text) if text else 0 for text in coded.dictionary.to_pylist()], "int64")
        return known[coded.indices.to_numpy(zero_copy_only=False)]


def read_dates(texts: np.ndarray, day_first: bool | None = None, numbers: bool = True) -> Dates:
    """Many texts as dates.

    Parameters
    ----------
    texts : ndarray of str
        Distinct texts without missing ones.
    day_first : bool or None
        For all-digit dates such as 3/4/2024 where the values do not tell; None takes the day to come first.
    numbers : bool
        Whether numbers alone are a spreadsheet's days, or seconds or milliseconds since 1970.

    Examples
    --------
    >>> read_dates(np.array(["1. mai 2024", "May 1st, 2024"], dtype=object)).values.astype("M8[D]").tolist()
    [datetime.date(2024, 5, 1), datetime.date(2024, 5, 1)]
    >>> read_dates(np.array(["4/11/2019", "1/17/2019"], dtype=object)).values.astype("M8[D]").tolist()
    [datetime.date(2019, 4, 11), datetime.date(2019, 1, 17)]
    >>> read_dates(np.array(["45413", "1714521600", "1714521600000"], dtype=object)).values.astype("M8[D]").tolist()
    [datetime.date(2024, 5, 1), datetime.date(2024, 5, 1), datetime.date(2024, 5, 1)]
    """
    cells = pa.array(texts, pa.string())
    values = np.full(len(texts), np.datetime64("NaT", "s"))
    not_known = np.zeros(len(texts), dtype=bool)
    forms = _by_form(cells, _FORMS)
    order = _order(forms[1], texts, day_first)
    for parts in forms:
        days, unknown = _moments(parts, order)
        values[parts.places], not_known[parts.places] = days, unknown
    if numbers:
        for places, moments in _counted(cells):
            values[places] = moments
    exchanged = np.zeros(len(texts), dtype=bool)
    exchanged[_exchanged(forms[0], forms[1])] = True
    return Dates(values.astype("datetime64[ns]"), not_known, order, exchanged)


def _by_form(cells: pa.Array, forms: Iterable[str]) -> list[_Parts]:
    """The parts of each date, by the first form that it has."""
    left = np.arange(len(cells))
    found = []
    for form in forms:
        if not len(left):  # most columns are written in one form; to look for the others takes longer than to read it
            found.append(_Parts(left, dict.fromkeys(_NAMES.findall(form), pa.array([], pa.string()))))
            continue
        struct = pc.extract_regex(cells.take(pa.array(left)), form)
        fits = pc.is_valid(struct).to_numpy(zero_copy_only=False)
        told = pc.filter(struct, pa.array(fits))
        names = [one.name for one in struct.type]
        parts = {name: pc.struct_field(told, name) for name in names}
        found.append(_Parts(left[fits], parts))
        left = left[~fits]
    return found


def _order(digits: _Parts, texts: np.ndarray, hint: bool | None) -> DateOrder | None:
    """Day or month first, from the dates in digits alone.

    A part above 12 settles it, the majority where values contradict each other; points mean day first; without proof
    the hint (another column of the file) decides, else day first.
    """
    if not len(digits.places):
        return None
    day, month = digits.number("one") > 12, digits.number("two") > 12
    if day.any() or month.any():
        first = bool(day.sum() >= month.sum())
        proof = str(texts[digits.places[day if first else month]][0])
        reason = say("values.day_first" if first else "values.month_first", example=proof)
        return DateOrder(first, reason, not (day.any() and month.any()))
    if pc.any(pc.equal(digits.texts["sign"], ".")).as_py():
        return DateOrder(True, say("values.day_first_points"), True)
    if hint is not None:
        return DateOrder(hint, say("values.day_first_file" if hint else "values.month_first_file"), True)
    return DateOrder(True, say("values.day_first_assumed"), False)


def _moments(parts: _Parts, order: DateOrder | None) -> tuple[np.ndarray, np.ndarray]:
    """The moments of dates of one form, and which of them stand for "not known"."""
    year = parts.number("year")
    short = parts.length("year") == 2
    year = np.where(short, year + np.where(year >= 69, 1900, 2000), year)  # as in POSIX
    if "one" in parts.texts:
        first, second = parts.number("one"), parts.number("two")
        day, month = (first, second) if order is None or order.day_first else (second, first)
    else:
        day = parts.number("day") if "day" in parts.texts else np.ones(len(year), "int64")
        month = parts.meant("name", month_of) if "name" in parts.texts else parts.number("month")
    hour, minute, second = (parts.number(one) for one in ("hour", "minute", "second"))
    half = parts.meant("half", lambda text: 1 + (text[0] in "pP"))
    hour = np.where(half == 0, hour, hour % 12 + 12 * (half - 1))
    unknown = np.isin(year, _NO_YEARS) | ((month == 0) & (day == 0))
    sound = (year >= _EARLIEST) & (year <= _LATEST) & (month >= 1) & (month <= 12) & (day >= 1) & ~unknown
    sound &= (hour < 24) & (minute < 60) & (second < 60)
    start = np.where(sound, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
    sound &= day <= ((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype("int64")
    days = start.astype("datetime64[D]") + np.where(sound, day - 1, 0)
    unknown |= sound & np.isin(days, _NOT_KNOWN)
    moments = days.astype("datetime64[s]") + (hour * 3600 + minute * 60 + second - parts.meant("zone", _offset))
    return np.where(sound & ~unknown, moments, np.datetime64("NaT", "s")), unknown


def _offset(zone: str) -> int:
    """Seconds that a zone is ahead of UTC."""
    bare = zone.replace(":", "")
    return 0 if bare[0].isalpha() else (int(bare[1:3]) * 3600 + int(bare[3:]) * 60) * (-1 if bare[0] == "-" else 1)


def _counted(cells: pa.Array) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    """Days of a spreadsheet, and seconds, milli- or microseconds since 1970: where they stand, and the moments."""
    serial, epoch = _by_form(cells, (_SERIAL, _EPOCH))
    fraction = serial.number("fraction") / 10.0 ** serial.length("fraction")
    seconds = np.rint(fraction * 86400).astype("int64")
    yield serial.places, np.datetime64("1899-12-30", "s") + serial.number("days") * 86400 + seconds
    ticks, digits = epoch.number("ticks"), epoch.length("ticks")
    for size, unit in _TICKS.items():
        chosen = digits == size
        yield epoch.places[chosen], ticks[chosen].astype(f"datetime64[{unit}]").astype("datetime64[s]")


def _exchanged(years_first: _Parts, digits: _Parts) -> np.ndarray:
    """Where a spreadsheet of another country took the day for the month: dates it understood have days up to twelve
    only, those it left as text have days above twelve only.
    """
    one, two = digits.number("one"), digits.number("two")
    left_alone = len(one) >= LEAST_EXCHANGED and bool((np.maximum(one, two) > 12).all())
    understood = years_first.number("day")
    if not left_alone or len(understood) < LEAST_EXCHANGED or understood.max() > 12 or len(set(understood)) < 3:
        return np.zeros(0, "int64")
    return years_first.places


def month_of(name: str) -> int:
    """The number of a month by its name, its abbreviation or the beginning of its name; 0 for what is none.

    The product's own languages are asked first, then all others; a name that is two months there is none.

    Examples
    --------
    >>> month_of("Mai"), month_of("toukokuuta"), month_of("Sept"), month_of("mrt"), month_of("mayo"), month_of("Blue")
    (5, 5, 9, 3, 5, 0)
    """
    text = _folded(name)
    return next((found for known in (_names(False), _names(True)) if (found := _month_in(text, known))), 0)


def _month_in(text: str, known: dict[str, int]) -> int:
    if text in known or len(text) < LEAST_LETTERS:
        return known.get(text, 0)
    begun = {month for name, month in known.items() if name.startswith(text)}
    return begun.pop() if len(begun) == 1 else 0


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip(". ")


@cache
def _names(everywhere: bool) -> dict[str, int]:
    """Names and abbreviations of the months in the product's languages, or in all; 0 for a name of two months."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    own = [content(code)["locale"] for code in codes()]
    every = sorted(name for name in locale_identifiers() if "_" not in name) if everywhere else []
    names: dict[str, int] = {"mrz": 3}
    for locale in map(Locale.parse, [*own, *every]):
        for months in (
            locale.months[use][width] for use in ("format", "stand-alone") for width in ("wide", "abbreviated")
        ):
            for number, name in months.items():
                if any(character.isalpha() for character in name):
                    names[_folded(name)] = number if names.get(_folded(name), number) == number else 0
    return names
