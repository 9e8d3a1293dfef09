"""Cells that hold words with a fixed meaning: won, lost or open; yes or no; several values in one cell."""

from __future__ import annotations

import re

from lookalike.languages import Own, phrases, words


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
