"""One column against one comparison, over whole tables: what is true, what is false, and what cannot be known."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache, reduce, singledispatch
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.errors import SettingsError
from lookalike.languages import say

Value = float | str
Mask = NDArray[np.bool_]

ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPERATORS = ("=", "!=", *ORDER, "contains", "in", "between")
# What may stand beside a phrase, so that `contains` finds whole words: no "Java" in "JavaScript", no "C" in "C++".
_EDGE = r"[\s;,/()|-]"


@singledispatch
def match(column: Any, op: str, values: Sequence[Value]) -> tuple[Mask, Mask]:
    """Where a comparison is certainly true and where it is certainly false.

    Text is compared without regard to case. A missing value makes the answer unknown: neither true nor false.

    Parameters
    ----------
    column : Series of n values, or what a room to the right has registered
        Numbers, dates, booleans (read as yes / no) or text; several values in one cell are separated by ";".
    op : str
        One of `OPERATORS`.
    values : sequence of float or str
        One value; two for `between` (both ends belong to it); one or more for `in`.

    Returns
    -------
    tuple of two bool arrays of shape (n,)

    Raises
    ------
    SettingsError
        The comparison makes no sense for this column, as in `employees > "many"`.

    Examples
    --------
    >>> true, false = match(pd.Series([10.0, 80.0, np.nan], name="employees"), ">", [50.0])
    >>> true.tolist(), false.tolist()
    ([False, True, False], [True, False, False])
    """
    if pd.api.types.is_bool_dtype(column):
        column = column.astype("boolean").map({True: "yes", False: "no"}).astype(object)
    known = column.notna().to_numpy(dtype=bool)
    if pd.api.types.is_datetime64_any_dtype(column):
        return _ordered(column.to_numpy(), known, op, [_date(value, column.name) for value in values], column.name)
    if pd.api.types.is_numeric_dtype(column):
        return _ordered(column.to_numpy(), known, op, [_number(value, column.name) for value in values], column.name)
    codes, texts = pd.factorize(column)
    return worded(codes, texts, op, values, column.name)


@match.register
def _(column: np.ndarray, op: str, values: Sequence[Value]) -> tuple[Mask, Mask]:
    """Of float64, shape (n,)."""
    return _ordered(column, ~np.isnan(column), op, [_number(value, "the column") for value in values])


def written(value: Value) -> str:
    """A value as people write it: whole numbers without a decimal point.

    Examples
    --------
    >>> written(50.0), written(0.25), written("IT")
    ('50', '0.25', 'IT')
    """
    return value if isinstance(value, str) else repr(float(value)).removesuffix(".0")


def _ordered(
    cells: np.ndarray, known: Mask, op: str, values: Sequence[Any], name: object = "the column"
) -> tuple[Mask, Mask]:
    """A comparison on numbers or dates."""
    if op == "contains":
        raise SettingsError(say("rules.contain_nothing", column=str(name)), "= < <= > >= in between")
    if op == "between":
        true = (cells >= values[0]) & (cells <= values[1])
    elif op in ORDER:
        true = ORDER[op](cells, values[0])
    else:
        equal = reduce(operator.or_, (cells == value for value in np.asarray(values, dtype=cells.dtype)))
        true = equal ^ (op == "!=")
    true = np.asarray(true, dtype=bool) & known
    return true, known & ~true


def worded(
    codes: np.ndarray, texts: Iterable[Any], op: str, values: Sequence[Value], name: object = "the column"
) -> tuple[Mask, Mask]:
    """A comparison on text: decided once per distinct text, then spread over the rows.

    Parameters
    ----------
    codes : int array of shape (n,)
        Places in `texts`, -1 = missing.
    """
    if op in ORDER or op == "between":
        raise SettingsError(say("rules.of_text", column=str(name), op=op), say("rules.for_text"))
    folded = [str(text).strip().casefold() for text in texts]
    wanted, phrase = _wanted(tuple(values))
    if op == "contains":
        verdict = [phrase.search(text) is not None for text in folded]
    else:
        verdict = [(text in wanted) != (op == "!=") for text in folded]
    known = codes >= 0
    true = np.array([*verdict, False], dtype=bool)[codes]
    return true, known & ~true


@lru_cache(maxsize=4096)
def _wanted(values: tuple[Value, ...]) -> tuple[frozenset[str], re.Pattern[str]]:
    """Values as they are compared, and the phrase that finds one of them as whole words."""
    wanted = frozenset(written(value).strip().casefold() for value in values)
    return wanted, re.compile(rf"(?:^|{_EDGE})(?:{'|'.join(map(re.escape, sorted(wanted)))})(?:$|{_EDGE})")


def _number(value: Value, column: object) -> float:
    try:
        return float(value)
    except ValueError:
        found = say("rules.of_numbers", column=str(column), value=str(value))
        raise SettingsError(found, say("rules.a_number")) from None


def _date(value: Value, column: object) -> np.datetime64:
    try:
        return pd.Timestamp(str(value)).to_datetime64()
    except ValueError:
        found = say("rules.of_dates", column=str(column), value=str(value))
        raise SettingsError(found, say("rules.a_date")) from None
