"""One cell by itself, read as in a column of a file: the part of cleaning that does not depend on other rows."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies.values import (
    means_nothing,
    nearest_country,
    parse_code,
    parse_country,
    parse_number,
    parse_set,
    plain_text,
)
from lookalike.schema import Kind

DISTINCT = 1 << 17  # texts whose meaning is kept
_PLAIN = re.compile(r"(?!xn--)[!-%'-~]+(?: (?!xn--)[!-%'-~]+)*", re.IGNORECASE)


def written(value: Any) -> str | None:
    """A value of a program as a file would have it written; None where there is none.

    Examples
    --------
    >>> [written(value) for value in (62.0, True, ["Azure", "SAP"], float("nan"), b"NO")]
    ['62', 'yes', 'Azure;SAP', None, 'NO']
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):  # text of programs that do not say so
        return value.decode("utf-8", "replace")
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        parts = [written(one) for one in value]
        return ";".join(part.strip() for part in parts if part) or None
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value)


@lru_cache(DISTINCT)
def read_word(text: str, kind: Kind, field: str = "") -> str | None:
    """The value that a text stands for in a column of words.

    Parameters
    ----------
    text : str
    kind : Kind
        CODE, SET or any other that is text in a clean table.
    field : str
        The canonical column, where it is one.

    Returns
    -------
    str or None
        As in a clean table; None for what means nothing, or nothing in such a column.

    Examples
    --------
    >>> read_word(" Norge ", Kind.CATEGORY, "country"), read_word("SNI 62010", Kind.CODE), read_word("n/a", Kind.TEXT)
    ('NO', '62.010', None)
    """
    text = text if _PLAIN.fullmatch(text) else plain_text(text)
    if not text or means_nothing(text):
        return None
    if field == "country":
        return parse_country(text) or nearest_country(text)
    if kind is Kind.SET:
        return parse_set(text)
    return parse_code(text) if kind is Kind.CODE else text


@lru_cache(DISTINCT)
def read_amount(text: str) -> float | None:
    """The number that a text stands for: NaN for what means nothing, None for what is none.

    Without a column beside it a point or comma before three digits is a sign of thousands, the comma rather.

    Examples
    --------
    >>> read_amount("1,200"), read_amount("1,5"), read_amount("11-50"), read_amount(" "), read_amount("many")
    (1200.0, 1.5, 30.5, nan, None)
    """
    plain = plain_text(text)
    if not plain or means_nothing(plain):
        return float("nan")
    found = parse_number(plain, ".") or parse_number(plain, ",")
    return found.value if found else None
