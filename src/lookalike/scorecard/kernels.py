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
