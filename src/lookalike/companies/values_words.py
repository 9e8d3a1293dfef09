"""Cells that hold words with a fixed meaning: won, lost or open; yes or no; several values in one cell."""

from __future__ import annotations

import re

from lookalike.companies.vocabulary import words


def parse_outcome(text: str) -> str | None:
    """Won, lost or open in seven languages; None when the words are not known.

    A name in brackets is left out ("Closed Won (Sales Pipeline)"), and so is a number in front ("6 - Closed Won").

    Examples
    --------
    >>> [parse_outcome(text) for text in ("Closed Won (Sales Pipeline)", "Vunnet", "Loss", "Engaging", "Blue")]
    ['won', 'won', 'lost', 'open', None]
    """
    known = words("outcome")
    lower = " ".join(text.casefold().split())
    bare = re.sub(r"^\d+\s*[-.:)]\s*", "", re.sub(r"\s*\([^)]*\)$", "", lower)).strip(" .!")
    for form in (lower, bare, bare.replace("_", " "), bare.replace("_", "")):
        if form in known:
            return known[form]
    return None


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
