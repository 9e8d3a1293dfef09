"""Cells that hold words with a fixed meaning: won, lost or open; yes or no; several values in one cell."""

from __future__ import annotations

import re

import numpy as np

from lookalike.companies.values.dates import read_dates
from lookalike.languages import Own, phrases, spoken, words


def parse_outcome(text: str, own: Own = ()) -> str | None:
    """Won, lost or open; None when no word tells.

    Won or lost settles it, also inside longer words of a stage, and the first of them where both are said ("Lost -
    rival won"): what comes first is the outcome, what follows the reason.

    Examples
    --------
    >>> [parse_outcome(text) for text in ("Closed Won (Sales Pipeline)", "Closed Lost - Price", "Engaging", "Blue")]
    ['won', 'lost', 'open', None]
    """
    heard = phrases("outcome", own).heard(text)
    return next((one for one in heard if one != "open"), heard[0] if heard else None)


def parse_truth(text: str) -> bool | None:
    """Yes or no in seven languages; None for anything else.

    Examples
    --------
    >>> parse_truth("Ja"), parse_truth("FALSE"), parse_truth("maybe")
    (True, False, None)
    """
    meaning = words("truth").get(text.casefold().strip())
    return None if meaning is None else meaning == "yes"


def parse_set(text: str) -> str | None:
    """The values in a cell, without repeats, sorted and joined by ";".

    Examples
    --------
    >>> parse_set("React, AWS; React"), parse_set(" ; ")
    ('AWS;React', None)
    """
    sign = next((one for one in (";", "|", "\n", ",", " / ") if one in text), ";")
    parts = re.split(r"[;|\n,]" if sign in ",;" else re.escape(sign), text.strip("[]{}"))
    clean = {" ".join(part.strip().strip("'\"").split()) for part in parts}
    return ";".join(sorted(clean - {""})) or None


def parse_mark(text: str) -> bool | None:
    """Whether a cell under a heading such as "Deleted" or "Archive status" marks its row; None where it says neither.

    A yes or no, a word of that state, or the day from which it is.

    Examples
    --------
    >>> [parse_mark(text) for text in ("Ja", "Not archived", "Archived", "2024-05-01", "North")]
    [True, False, True, True, None]
    """
    truth = parse_truth(text)
    if truth is not None:
        return truth
    if phrases("mark").heard(text):
        return True
    if phrases("mark").heard(spoken(text).rpartition(" ")[2]):  # the same word, negated
        return False
    return True if not np.isnat(read_dates(np.array([text], dtype=object)).values[0]) else None
