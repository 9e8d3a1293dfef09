"""What is known beside a column when it is read, and what is left when it has been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message


@dataclass(frozen=True)
class Context:
    """What is known beside the column itself.

    Parameters
    ----------
    field : str
        Canonical name: `country`, `currency` and `status` have their own reading.
    decimal : str
        "," or "." as the settings say, or the file's other columns prove; what the values prove wins.
    day_first : bool or None
        What other date columns of the file prove.
    blanks : frozenset of str
        Words the file uses for missing (`missing.blank_words`).
    currency : str
        The project's currency; "" when unknown.
    rates : dict
        Value of one unit of another currency in the project's.
    currencies : Series or None
        Currency per row, aligned with the column.
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
    file: str = ""
    column: str = ""


@dataclass(frozen=True)
class Problem:
    """Values that could not be used as they stand: what, how many rows, and the commonest of them."""

    code: str
    message: Message
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Cleaned:
    """A clean column; what was wrong; what was decided; the currency; and the order of day and month that it proves."""

    values: pd.Series
    problems: tuple[Problem, ...] = ()
    notes: tuple[Message, ...] = ()
    currency: str = ""
    day_first: bool | None = None


def unread(codes: np.ndarray, uniques: Any, failed: np.ndarray, code: str, message: Message) -> tuple[Problem, ...]:
    """What is to be told of the distinct values that `failed` marks."""
    places = np.flatnonzero(failed)
    if not len(places):
        return ()
    counts = np.bincount(codes[codes >= 0], minlength=len(failed))
    order = sorted(places.tolist(), key=lambda place: (-counts[place], str(uniques[place])))
    shown = tuple(str(uniques[place]) for place in order[:3])
    return (Problem(code, message, int(counts[places].sum()), shown),)
