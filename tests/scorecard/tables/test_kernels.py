"""The inner loops: the same plain and compiled, and what they need of the machine."""

from __future__ import annotations

import numpy as np
import pytest

from lookalike.scorecard.tables import kernels
from lookalike.scorecard.tables.kernels import kept


def test_where_nothing_can_be_kept_the_kernels_are_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept()
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    assert not kept()


@pytest.mark.parametrize("rows", [1, 7])
def test_a_few_rows_get_from_the_plain_lines_what_all_get_from_the_compiled_ones(rows: int) -> None:
    """To the last bit: the same company has the same score alone and among a million."""
    rng = np.random.default_rng(7)
    codes = np.ascontiguousarray(rng.integers(0, 3, (4, rows)), dtype=np.int32)
    parts = rng.normal(size=(4, rows)).round(3)
    best = np.ascontiguousarray(rng.integers(0, 3, (4, 9)), dtype=np.int32)
    given = {
        "bin_numbers": (np.append(rng.normal(size=rows), np.nan), np.array([-1.0, 0.0, 1.0]), np.empty(rows + 1, "i4")),
        "add_tables": (
            codes,
            np.array([[0, -1, 3, 0], [1, 3, 3, 3], [2, 0, 3, 21]]),
            rng.normal(size=40),
            np.zeros((4, rows)),
        ),
        "total": (parts, 0.1, np.empty(rows)),
        "strongest": (parts, np.array([0, 1, 1, 2], dtype=np.int32), 0.01),
        "nearest": (codes, parts, best, rng.normal(size=(4, 9)), np.full(4, 0.5), np.full(rows, -1, dtype=np.int32)),
    }
    for name, arrays in given.items():
        loop = getattr(kernels, name)
        answers = []
        for way in (loop.lines, loop.compiled):
            copies = [one.copy() if isinstance(one, np.ndarray) else one for one in arrays]
            answers.append([way(*copies), *copies])
        for plain, compiled in zip(*answers, strict=True):
            np.testing.assert_equal(plain, compiled, err_msg=name)
