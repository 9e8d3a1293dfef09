"""The decimal sign: what the values of a column prove, and what one column proves for the rest of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values.numbers import OTHER

_RANGE = re.compile(r"[9Z]\s*(?:-|–|—)\s*[9Z]")
_ROUND = re.compile(r"\.9{3},-")
MOST_SHAPES = 2000
FEWEST = 3  # different amounts with a sign before three digits, from which they are all of thousands


def decimal_sign(texts: Iterable[str], hint: str = "", whole: bool = False) -> tuple[str, bool]:
    """The decimal sign of a column and whether the values prove it.

    A value with both signs, a sign that is not followed by exactly three digits, a leading zero, or a sign that comes
    twice settles it; in ranges, which are of whole numbers, a sign before three digits is one of thousands. Without
    proof: the hint (what the rest of the file proves or suggests), else the point; but where `whole` amounts are meant
    (money, people) and a sign always stands before exactly three digits, it is one of thousands.

    Examples
    --------
    >>> decimal_sign(["1.234,5", "7"]), decimal_sign(["1,234", "12,500"]), decimal_sign(["0.265"])
    ((',', True), ('.', False), ('.', True))
    >>> decimal_sign(["1,001-5,000", "51-200"]), decimal_sign(["17"])
    (('.', True), ('.', True))
    >>> decimal_sign(["380.000", "20.000", "145.500"], whole=True), decimal_sign(["59.913", "60.391", "63.431"])
    ((',', False), ('.', False))
    """
    votes, either = _votes(np.asarray(list(texts), dtype=object))
    if votes["."] != votes[","]:
        return max(votes, key=lambda sign: votes[sign]), True
    if whole and not hint and either["."] >= FEWEST > either[","]:
        return ",", False
    return hint or ".", not any((*either.values(), *votes.values()))


def sign_of_file(columns: Iterable[pd.Series]) -> str:
    """The decimal sign that the columns of numbers of a file prove together; "" where none does, or as many each.

    Examples
    --------
    >>> sign_of_file([pd.Series(["1.032", "456"]), pd.Series(["237.365.000"]), pd.Series(["12,3"])])
    ','
    """
    proven = {".": 0, ",": 0}
    for column in columns:
        votes = _votes(column.dropna().unique())[0] if column.dtype == object else {".": 0, ",": 0}
        if votes["."] != votes[","]:
            proven[max(votes, key=lambda sign: votes[sign])] += 1
    return "" if proven["."] == proven[","] else max(proven, key=lambda sign: proven[sign])


def _votes(texts: np.ndarray) -> tuple[dict[str, int], dict[str, int]]:
    """How many texts speak for either sign as the decimal one, and how many have it where it could be either."""
    votes, either = {".": 0, ",": 0}, {".": 0, ",": 0}
    for shape, count in _shapes(texts):
        for number in re.findall(r"[9Z][9Z.,]*", shape):
            sign = _meant(number.rstrip(".,"), _RANGE.search(shape) is not None)
            if _ROUND.search(shape):  # "380.000,-"
                sign = ","
            if sign in votes:
                votes[sign] += count
            elif sign == "?":
                either["," if "," in number else "."] += count
    return votes, either


def _shapes(texts: np.ndarray) -> list[tuple[str, int]]:
    """The ways in which texts are written, the commonest first: digits as 9, a zero before a sign as Z."""
    if not len(texts):
        return []
    cells = pa.array(texts, pa.string())
    cells = pc.filter(cells, pc.match_substring_regex(cells, "[0-9][.,][0-9]"))
    zero = pc.replace_substring_regex(cells, r"(^|[^\d.,])0([.,])", r"\1Z\2")
    counted = pc.value_counts(pc.replace_substring_regex(zero, r"\d", "9"))
    found = [(one["values"], one["counts"]) for one in counted.to_pylist()]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:MOST_SHAPES]


def _meant(number: str, in_range: bool) -> str:
    """The decimal sign that one number proves; "?" where it could be either, "" where it has no sign or is no number.

    Examples
    --------
    >>> [_meant(text, False) for text in ("9.999,9", "9.999", "9,9", "9.999.999", "Z.999", "9.99.9999")]
    [',', '?', ',', ',', '.', '']
    """
    head, *groups = re.split(r"[.,]", number)
    signs = re.findall(r"[.,]", number)
    if not signs:
        return ""
    if len(set(signs)) == 2:
        return signs[-1] if signs.count(signs[-1]) == 1 else ""
    if len(signs) > 1:
        return OTHER[signs[0]] if all(len(group) == 3 for group in groups) else ""
    if len(groups[0]) != 3 or len(head) > 3 or head == "Z":
        return signs[0]
    return OTHER[signs[0]] if in_range else "?"
