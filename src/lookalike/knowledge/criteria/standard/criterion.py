"""A standard criterion: a figure of a segment, and the cuts that turn it into 0-3 points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import nan

import pandas as pd

from lookalike.companies import Companies
from lookalike.languages import Message

FEWEST = 5  # cases below which a figure says nothing and the criterion stays unknown


@dataclass(frozen=True)
class Measured:
    """What the data say about one criterion of one segment.

    `figure` is compared with the cuts (NaN = unknown), `cap` is the most points another fact allows (None = no limit).
    """

    figure: float
    sentence: Message
    cap: int | None = None


def unknown(sentence: Message) -> Measured:
    """What cannot be measured, and why."""
    return Measured(nan, sentence)


@dataclass(frozen=True)
class Standard:
    """A standard criterion: what it counts, its measure and its cuts.

    Parameters
    ----------
    criterion : str
        One of `lookalike.schema.CRITERIA`.
    cuts : tuple of float
        They rise; with `rising` a figure at or above the last cut earns 3 points, else a figure at or below the first
        does.
    rising : bool
    measure : callable
        Takes the sums of a segment and those of the whole base (`segment_figures`).
    counts : callable, optional
        What it needs beyond the figures that criteria share: companies -> figures that add up, indexed by account_id.
    """

    criterion: str
    cuts: tuple[float, float, float]
    rising: bool
    measure: Callable[[pd.Series, pd.Series], Measured]
    counts: Callable[[Companies], pd.DataFrame] | None = None

    def points(self, measured: Measured, cuts: tuple[float, float, float] | None = None) -> float:
        """0-3, or NaN where the figure is unknown and no other fact speaks."""
        if measured.figure != measured.figure:
            return nan if measured.cap is None else float(measured.cap)
        edges = cuts or self.cuts
        if self.rising:
            earned = sum(measured.figure >= cut for cut in edges)
        else:
            earned = sum(measured.figure <= cut for cut in edges)
        return float(earned if measured.cap is None else min(earned, measured.cap))
