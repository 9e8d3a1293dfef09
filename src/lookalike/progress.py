"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

from lookalike.languages import Words

Progress = Callable[[Words, float], None]
"""Called with what is being done and the share done, 0-1."""


def silent(doing: Words, share: float) -> None:
    """The progress of nobody watching."""


def part(progress: Progress, start: float, end: float) -> Progress:
    """The progress of one step of a longer work, from share `start` to share `end` of the whole.

    Examples
    --------
    >>> part(lambda doing, share: print(doing, share), 0.5, 1.0)("reading", 0.5)
    reading 0.75
    """
    return lambda doing, share: progress(doing, start + (end - start) * share)
