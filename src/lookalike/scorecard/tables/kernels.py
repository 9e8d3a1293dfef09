"""The inner loops: plain Python for a few companies, compiled for many.

Loading the compiler takes longer than explaining a company. What it makes is kept on disk, and holds no interpreter
lock, so that blocks run in parallel.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np

MOST = 3  # nearest customers that a row names
WEIGHED = 9  # reasons that are weighed for each side; three of them are told
NEAR = 1024  # rows whose bins and contributions stay in the processor's cache
FEW = 2000  # cells up to which the lines are done before a compiler is loaded


def kept() -> bool:
    """Whether numba finds a folder for what it compiles, beside this file or in the user's cache, never a shared one.

    Where it finds none, as in a locked container, everything is compiled at every start.
    """
    from numba import njit

    try:
        njit(cache=True)(kept)
    except RuntimeError:
        return False
    return True


class Loop:
    """A loop over companies, the last axis of its first array.

    Parameters
    ----------
    lines : callable
        What is done, in the Python that numba knows.
    signature : str
        Its types.
    helpers : tuple of callable
        What it calls.
    """

    def __init__(self, lines: Callable[..., Any], signature: str, helpers: tuple[Callable[..., Any], ...]) -> None:
        self.lines, self.signature, self.helpers = lines, signature, helpers
        self.__doc__ = lines.__doc__

    @cached_property
    def compiled(self) -> Callable[..., Any]:
        """The same as machine code."""
        from numba import njit
        from numba.extending import register_jitable

        for helper in self.helpers:
            register_jitable(helper)
        return njit(self.signature, nogil=True, cache=kept())(self.lines)

    def __call__(self, *arrays: Any) -> Any:
        """Do it."""
        few = arrays[0].size <= FEW and "compiled" not in vars(self)
        return (self.lines if few else self.compiled)(*arrays)


def loop(signature: str, *helpers: Callable[..., Any]) -> Callable[[Callable[..., Any]], Loop]:
    """Make a loop of a function."""
    return lambda lines: Loop(lines, signature, helpers)


@loop("void(f8[::1], f8[::1], i4[::1])")
def bin_numbers(values: np.ndarray, edges: np.ndarray, codes: np.ndarray) -> None:
    """`NumericBins.codes`: how many edges lie below each value; NaN gets the bin after the last."""
    count = len(edges)
    for row in range(len(values)):
        value = values[row]
        if np.isnan(value):
            codes[row] = count + 1
            continue
        low, high = 0, count
        while low < high:
            middle = (low + high) >> 1
            if edges[middle] < value:
                low = middle + 1
            else:
                high = middle
        codes[row] = low


@loop("void(i4[:, ::1], i8[:, ::1], f8[::1], f8[:, ::1])")
def add_tables(codes: np.ndarray, tables: np.ndarray, values: np.ndarray, parts: np.ndarray) -> None:
    """Add what all tables say of each row's bins to the contributions of its features.

    `codes` and `parts` have shape (features, n). A table is first feature, second feature or -1, bins of the second,
    and where its `values` start: one after the other for one feature, two by two for a pair. A few rows go through all
    tables before the next, which keeps them near the processor.
    """
    rows = codes.shape[1]
    for start in range(0, rows, NEAR):
        end = min(start + NEAR, rows)
        for table in range(tables.shape[0]):
            first, second, width, origin = tables[table]
            if second < 0:
                for row in range(start, end):
                    parts[first, row] += values[origin + codes[first, row]]
            else:
                for row in range(start, end):
                    place = origin + 2 * (codes[first, row] * width + codes[second, row])
                    parts[first, row] += values[place]
                    parts[second, row] += values[place + 1]


@loop("void(f8[:, ::1], f8, f8[::1])")
def total(parts: np.ndarray, base: float, out: np.ndarray) -> None:
    """Base plus the contributions of each row, always added in the order of the features."""
    out[:] = base
    for place in range(parts.shape[0]):
        for row in range(parts.shape[1]):
            out[row] += parts[place, row]


def _largest(sums: np.ndarray, taken: np.ndarray, side: float, noise: float) -> int:
    """The concept not yet taken whose sum is largest in a direction and beyond noise, or -1; the first of equals."""
    chosen, size = -1, noise
    for one in range(len(sums)):
        if side * sums[one] > size and not taken[one]:
            chosen, size = one, side * sums[one]
    return chosen


def _teller(parts: np.ndarray, concept: np.ndarray, row: int, chosen: int, side: float) -> int:
    """The feature of a concept that contributes most in a direction."""
    teller = -1
    for place in range(parts.shape[0]):
        if concept[place] == chosen and (teller < 0 or side * parts[place, row] > side * parts[teller, row]):
            teller = place
    return teller


@loop("UniTuple(i4[:, ::1], 2)(f8[:, ::1], i4[::1], f8)", _largest, _teller)
def strongest(parts: np.ndarray, concept: np.ndarray, noise: float) -> tuple[np.ndarray, np.ndarray]:
    """The features that tell the strongest reasons for and against each row: places of shape (n, 9), -1 = none.

    `parts` are contributions of shape (features, n), `concept` numbers the concept of each feature from 0. Concepts
    are ordered by the sum of their features; what is at most `noise` is no reason. A concept is told by its feature
    with the largest contribution in that direction.
    """
    features, rows = parts.shape
    count = concept.max() + 1 if features else 0
    sums, taken = np.empty(count), np.empty(count, np.bool_)
    favour, against = np.full((rows, WEIGHED), -1, np.int32), np.full((rows, WEIGHED), -1, np.int32)
    for row in range(rows):
        sums[:] = 0.0
        for place in range(features):
            sums[concept[place]] += parts[place, row]
        for side, told in ((1.0, favour), (-1.0, against)):
            taken[:] = False
            for slot in range(WEIGHED):
                chosen = _largest(sums, taken, side, noise)
                if chosen < 0:
                    break
                taken[chosen] = True
                told[row, slot] = _teller(parts, concept, row, chosen, side)
    return favour, against


@loop("i4[:, ::1](i4[:, ::1], f8[:, ::1], i4[:, ::1], f8[:, ::1], f8[::1], i4[::1])")
def nearest(
    codes: np.ndarray,
    parts: np.ndarray,
    best_codes: np.ndarray,
    best_parts: np.ndarray,
    weight: np.ndarray,
    own: np.ndarray,
) -> np.ndarray:
    """The three best customers nearest to each row: places of shape (n, 3), -1 where there are fewer.

    The squared distance is that of the contributions, plus `weight` of each feature whose bins differ; rounded to nine
    decimals, so that equals stay equal, then the first wins. Row by row, `own` (or -1) is skipped.
    """
    features, rows = codes.shape
    best = best_codes.shape[1]
    found = np.full((rows, MOST), -1, np.int32)
    distance, square = np.empty(MOST), np.empty(best)
    for row in range(rows):
        square[:] = 0.0
        for place in range(features):  # the inner loop runs over the best customers, several at a time
            part, code, apart = parts[place, row], codes[place, row], weight[place]
            for other in range(best):
                gap = part - best_parts[place, other]
                square[other] += gap * gap + (apart if code != best_codes[place, other] else 0.0)
        if own[row] >= 0:
            square[own[row]] = np.inf
        distance[:] = np.inf
        for other in range(best):
            rounded = np.floor(square[other] * 1e9 + 0.5)
            slot = MOST
            while slot > 0 and rounded < distance[slot - 1]:
                slot -= 1
            if slot < MOST:
                for later in range(MOST - 1, slot, -1):
                    distance[later], found[row, later] = distance[later - 1], found[row, later - 1]
                distance[slot], found[row, slot] = rounded, other
    return found
