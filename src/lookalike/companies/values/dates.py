"""Dates in every common form; the order of day and month is decided per column and stated."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lookalike.languages import words

_TIME = (
    r"(?:[T\s,]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-./\s]+(?P<month>\d{{1,2}})[-./\s]+(?P<day>\d{{1,2}})\.?{_TIME}", re.I)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)")
_NUMERIC = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<sign>[-./])\s?(?P<two>\d{{1,2}})[-./]\s?(?P<year>\d{{4}}|\d{{2}}){_TIME}", re.I
)
_WORDS = re.compile(
    rf"(?:[^\W\d]+[.,]?\s+){{0,2}}(?P<day>\d{{1,2}})[.\s-]*(?:de\s+|st\s+|nd\s+|rd\s+|th\s+)?(?P<name>[^\W\d]+)[.,\s-]+(?P<year>\d{{4}}|\d{{2}}){_TIME}",
    re.I,
)
_WORDS_US = re.compile(
    rf"(?:[^\W\d]+,\s+)?(?P<name>[^\W\d]+)[.\s-]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[,\s-]+(?P<year>\d{{4}}){_TIME}",
    re.I,
)
_MONTH_ONLY = re.compile(r"(?P<year>(?:19|20)\d\d)\s*[-/.]\s*(?P<month>\d{1,2})")
_SERIAL = re.compile(r"(?P<days>[2-6]\d{4})(?:\.\d+)?")
_EARLIEST, _LATEST = 1700, 2250


@dataclass(frozen=True)
class DateOrder:
    """Whether the day comes first in a column's all-digit dates, and how that is known."""

    day_first: bool
    reason: str
    certain: bool


def find_order(texts: Iterable[str], hint: bool | None = None) -> DateOrder:
    """Day or month first, from the values of a column.

    A part above 12 settles it, the majority where values contradict each other; points mean day first; without proof
    the hint (another column of the file) decides, else day first.

    Examples
    --------
    >>> find_order(["4/11/2019", "1/17/2019"])
    DateOrder(day_first=False, reason='month before day, as in 1/17/2019', certain=True)
    """
    day, month, dots = [], [], False
    for text in texts:
        match = _NUMERIC.fullmatch(text.strip())
        if match:
            dots |= match["sign"] == "."
            if int(match["one"]) > 12:
                day.append(text)
            elif int(match["two"]) > 12:
                month.append(text)
    if day or month:
        first = len(day) >= len(month)
        proof = (day if first else month)[0]
        words = "day before month" if first else "month before day"
        return DateOrder(first, f"{words}, as in {proof}", not (day and month))
    if dots:
        return DateOrder(True, "day before month, as always with points", True)
    if hint is not None:
        return DateOrder(
            hint, f"{'day before month' if hint else 'month before day'}, as in the rest of the file", True
        )
    return DateOrder(True, "day before month, assumed: no value tells", False)


def parse_date(text: str, day_first: bool = True, numbers: bool = True) -> dt.datetime | None:
    """One date, with its time when given (times with a zone become UTC); None when it is no date.

    Parameters
    ----------
    text : str
    day_first : bool
        For all-digit dates such as 3/4/2024.
    numbers : bool
        Whether five digits are a spreadsheet's day number.

    Examples
    --------
    >>> parse_date("2024-05-01").date().isoformat(), parse_date("1. mai 2024").date().isoformat()
    ('2024-05-01', '2024-05-01')
    >>> parse_date("5/1/24", day_first=False).date().isoformat(), parse_date("45413").date().isoformat()
    ('2024-05-01', '2024-05-01')
    """
    clean = " ".join(text.split())
    if match := _YEAR_FIRST.fullmatch(clean) or _COMPACT.fullmatch(clean):
        return _build(match, int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _NUMERIC.fullmatch(clean):
        one, two = int(match["one"]), int(match["two"])
        day, month = (one, two) if day_first else (two, one)
        return _build(match, _full_year(match["year"]), month, day)
    if match := _WORDS.fullmatch(clean) or _WORDS_US.fullmatch(clean):
        month_of_name = _month(match["name"])
        return _build(match, _full_year(match["year"]), month_of_name, int(match["day"])) if month_of_name else None
    if match := _MONTH_ONLY.fullmatch(clean):
        return _build(match, int(match["year"]), int(match["month"]), 1)
    if numbers and (match := _SERIAL.fullmatch(clean)):
        return dt.datetime(1899, 12, 30) + dt.timedelta(days=int(match["days"]))
    return None


def _month(name: str) -> int | None:
    """The month whose first letters a word has, the longest of them first."""
    lower = name.casefold()
    lengths, known = _months()
    return next((known[lower[:length]] for length in lengths if lower[:length] in known), None)


@cache
def _months() -> tuple[tuple[int, ...], dict[str, int]]:
    """The first letters that tell the months apart in all languages, with their lengths, longest first."""
    known = {letters: int(month) for letters, month in words("month").items()}
    return tuple(sorted({len(letters) for letters in known}, reverse=True)), known


def _full_year(text: str) -> int:
    """Two digits: 69-99 are the 1900s, as in POSIX."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 69 else 2000)


def _build(match: re.Match[str], year: int, month: int, day: int) -> dt.datetime | None:
    parts = match.groupdict()
    hour = int(parts.get("hour") or 0)
    half = (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        moment = dt.datetime(year, month, day, hour, int(parts.get("minute") or 0), int(parts.get("second") or 0))
    except ValueError:
        return None
    zone = (parts.get("zone") or "").replace(":", "")
    if len(zone) == 5:
        offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
        moment += offset if zone[0] == "-" else -offset
    return moment
