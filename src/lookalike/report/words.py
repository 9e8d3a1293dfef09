"""Texts cut to what the place allows."""

from __future__ import annotations

import re

# The figures of a profile begin behind its first sentence; names may hold periods too, as in "St. Gallen".
_FIGURES = re.compile(r"\. (?=\d+(?:\.\d+)?%)")


def in_short(text: str) -> str:
    """What a text says before its figures, which stand in a table.

    Examples
    --------
    >>> in_short("They are in St. Gallen and use Azure. 60% use Azure, against 20% of the others.")
    'They are in St. Gallen and use Azure.'
    """
    return _FIGURES.split(text, maxsplit=1)[0].rstrip(".") + "." if text else ""
