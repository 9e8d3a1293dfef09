"""What the inner loops need of the machine."""

from __future__ import annotations

import pytest

from lookalike.scorecard.tables.kernels import kept


def test_where_nothing_can_be_kept_the_kernels_are_compiled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept()
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    assert not kept()
