"""The inner loops, compiled once and kept on disk; they hold no interpreter lock, so that blocks run in parallel."""

from __future__ import annotations

import numpy as np
from numba import njit

MOST = 3  # reasons and nearest customers that a row names


@njit("void(f8[::1], f8[::1], i4[::1])", nogil=True, cache=True)
def bin_numbers(values, edges, codes):  # type: ignore[no-untyped-def]
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


@njit("void(i4[::1], f8[::1], f8[::1])", nogil=True, cache=True)
def add_single(codes, table, out):  # type: ignore[no-untyped-def]
    """Add a feature's table to its contributions."""
    for row in range(len(codes)):
        out[row] += table[codes[row]]


@njit("void(i4[::1], i4[::1], f8[:, ::1], f8[:, ::1], f8[::1], f8[::1])", nogil=True, cache=True)
def add_pair(first, second, first_table, second_table, first_out, second_out):  # type: ignore[no-untyped-def]
    """Add a pair's table to the contributions of both features."""
    for row in range(len(first)):
        a, b = first[row], second[row]
        first_out[row] += first_table[a, b]
        second_out[row] += second_table[a, b]


@njit("void(f8[:, ::1], f8, f8[::1])", nogil=True, cache=True)
def total(parts, base, out):  # type: ignore[no-untyped-def]
    """Base plus the contributions of each row, always added in the order of the features."""
    out[:] = base
    for place in range(parts.shape[0]):
        for row in range(parts.shape[1]):
            out[row] += parts[place, row]


@njit("UniTuple(i4[:, ::1], 2)(f8[:, ::1], i4[::1], f8)", nogil=True, cache=True)
def strongest(parts, concept, noise):  # type: ignore[no-untyped-def]
    """The features that tell the strongest reasons for and against each row: places of shape (n, 3), -1 = none.

    `parts` are contributions of shape (features, n), `concept` numbers the concept of each feature from 0. Concepts are
    ordered by the sum of their features; what is at most `noise` is no reason. A concept is told by its feature with the
    largest contribution in that direction.
    """
    features, rows = parts.shape
    sums = np.empty(concept.max() + 1 if features else 0)
    favour, against = np.full((rows, MOST), -1, np.int32), np.full((rows, MOST), -1, np.int32)
    for row in range(rows):
        sums[:] = 0.0
        for place in range(features):
            sums[concept[place]] += parts[place, row]
        for side, told in ((1.0, favour), (-1.0, against)):
            for slot in range(MOST):
                chosen, size = -1, noise
                for one in range(len(sums)):
                    if side * sums[one] > size:
                        taken = False
                        for earlier in range(slot):
                            taken |= concept[told[row, earlier]] == one
                        if not taken:
                            chosen, size = one, side * sums[one]
                if chosen < 0:
                    break
                teller = -1
                for place in range(features):
                    if concept[place] == chosen:
                        if teller < 0 or side * parts[place, row] > side * parts[teller, row]:
                            teller = place
                told[row, slot] = teller
    return favour, against


@njit("i4[:, ::1](i4[:, ::1], f8[:, ::1], i4[:, ::1], f8[:, ::1], f8[::1], i4[::1])", nogil=True, cache=True)
def nearest(codes, parts, best_codes, best_parts, weight, own):  # type: ignore[no-untyped-def]
    """The three best customers nearest to each row: places of shape (n, 3), -1 where there are fewer.

    The squared distance is that of the contributions, plus `weight` of each feature whose bins differ; rounded to nine
    decimals, so that equals stay equal, then the first wins. Row by row, `own` (or -1) is skipped.
    """
    features, rows = codes.shape
    found = np.full((rows, MOST), -1, np.int32)
    distance = np.empty(MOST)
    for row in range(rows):
        distance[:] = np.inf
        for other in range(best_codes.shape[1]):
            if other == own[row]:
                continue
            square = 0.0
            for place in range(features):
                gap = parts[place, row] - best_parts[place, other]
                square += gap * gap + weight[place] * (codes[place, row] != best_codes[place, other])
            square = np.floor(square * 1e9 + 0.5)
            slot = MOST
            while slot > 0 and square < distance[slot - 1]:
                slot -= 1
            if slot < MOST:
                for later in range(MOST - 1, slot, -1):
                    distance[later], found[row, later] = distance[later - 1], found[row, later - 1]
                distance[slot], found[row, slot] = square, other
    return found
