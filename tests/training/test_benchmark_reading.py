"""The reading benchmark runs and measures what it says."""

from __future__ import annotations

from training.benchmarks.speed.reading import run


def test_both_readers_are_timed() -> None:
    ours, duckdb = run(rows=300)
    assert ours["rows"] == duckdb["rows"] == 300
    assert ours["ratio"] == ours["seconds"] / duckdb["seconds"]
