"""How long one company takes after loading, and how long loading takes."""

from __future__ import annotations

import os
from timeit import timeit

from lookalike.scorecard.score import score_one
from lookalike.scorecard.store import load
from training.benchmarks.speed.register import ATTRIBUTES, saved

COMPANY = {attribute.name: None for attribute in ATTRIBUTES} | {"employees": 20.0, "industry": "industry 003"}


def run() -> list[dict[str, object]]:
    """Milliseconds, best of some: `load_ms` of a bundle, `score_ms` of a company."""
    folder = saved()
    bundle, before = load(folder), os.getloadavg()[0]
    score_one(bundle, COMPANY)
    one = min(timeit(lambda: score_one(bundle, COMPANY), number=50) / 50 for _ in range(5))
    opened = min(timeit(lambda: load(folder), number=1) for _ in range(10))
    return [{"load_ms": round(1000 * opened, 1), "score_ms": round(1000 * one, 2), "load_before": round(before, 1)}]
