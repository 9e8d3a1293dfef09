"""What all rooms agree on about figures: whether one is known, how exact it is told, how sure an interval is."""

from __future__ import annotations

from math import isfinite

UNKNOWN = "–"
LEVEL = 0.90  # of every interval that stands beside a figure
ENDS = ((1 - LEVEL) / 2, (1 + LEVEL) / 2)


def known(value: float | None) -> bool:
    """Whether there is a figure at all."""
    return value is not None and isfinite(value)


def three_figures(value: float) -> float:
    """The value as people say it: three significant figures.

    Examples
    --------
    >>> three_figures(1234.5), three_figures(0.12345)
    (1230.0, 0.123)
    """
    return float(f"{value:.3g}")
