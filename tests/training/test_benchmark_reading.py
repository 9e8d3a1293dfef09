"""The benchmark of reading runs and measures what it says."""

from __future__ import annotations

from training.benchmarks.speed.reading import ENDINGS, run


def test_every_ending_is_timed_beside_the_other_reader() -> None:
    theirs, *ours = run(rows=300)
    assert theirs["name"] == "read CSV, DuckDB"
    assert theirs["ratio"] == 1
    assert len(ours) == len(ENDINGS)
    for one in ours:
        assert one["rows"] == 300
        assert one["ratio"] == one["seconds"] / theirs["seconds"]
