"""Ranking a register against the way it is usually done and against the physical limit, as ratios in one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from timeit import timeit

import duckdb
import pandas as pd
import pyarrow.parquet as pq

from lookalike.scorecard.bundle import load, save
from lookalike.scorecard.score import score_one
from training.benchmarks.register import ATTRIBUTES, model, write_register

DATA = Path(__file__).parent / "data"
SAMPLE = 5_000
SIZES = (100_000, 1_000_000)
OURS = """
import resource, sys, json
from pathlib import Path
from lookalike.ranking.register import rank_register
from lookalike.scorecard.bundle import load
done = rank_register(load(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps(done.seconds | {"cpu_seconds": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1024}))
"""


def run(sizes: tuple[int, ...] = SIZES) -> list[dict[str, object]]:
    """One row per size: seconds of ours from process start by stage, of the two yardsticks, and the ratios."""
    bundle, boosted = model()
    folder = DATA / "bundle"
    if not folder.exists():
        save(bundle, folder)
    per_row = usual(boosted, DATA / f"register-{sizes[0]}.parquet", sizes[0])
    return [compared(folder, rows, per_row) for rows in sizes] + [single(folder)]


def usual(boosted, file: Path, rows: int) -> float:  # type: ignore[no-untyped-def]
    """Seconds per row of LightGBM `predict` and `shap.TreeExplainer` in pandas, timed on a sample."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap's and matplotlib's own
        import shap

        frame = pd.read_parquet(write_register(file, rows)).head(SAMPLE)
        matrix = boosted.encoder_.transform(frame)
        start = time.perf_counter()
        for booster in boosted.boosters_:
            booster.predict(matrix, raw_score=True, num_iteration=boosted.rounds_)
            shap.TreeExplainer(booster).shap_values(matrix)
        return (time.perf_counter() - start) / SAMPLE


def compared(folder: Path, rows: int, per_row: float) -> dict[str, object]:
    """Ours from process start, against both yardsticks on the same rows."""
    file, out = write_register(DATA / f"register-{rows}.parquet", rows), DATA / "ranked.parquet"
    start = time.perf_counter()
    told = subprocess.run(
        [sys.executable, "-c", OURS, str(folder), str(file), str(out)], capture_output=True, check=True
    )
    seconds = time.perf_counter() - start
    stages = {name: round(value, 2) for name, value in json.loads(told.stdout.decode().splitlines()[-1]).items()}
    limit = timed(lambda: limit_of(out, DATA / "sorted.parquet", "prospect_id"))
    return {
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        **stages,
        "usual_seconds_extrapolated": round(per_row * rows, 1),
        "times_faster_than_usual": round(per_row * rows / seconds, 1),
        "limit_seconds": round(limit, 2),
        "times_the_limit": round(seconds / limit, 2),
        "output_mb": round(out.stat().st_size / 1e6),
        "output_rows": pq.ParquetFile(out).metadata.num_rows,
        "cores": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
    }


def limit_of(source: Path, target: Path, key: str) -> None:
    """DuckDB reads the columns of the result, sorts them anew and writes them."""
    with duckdb.connect() as database:
        database.execute(f"copy (from '{source}' order by {key}) to '{target}' (format parquet)")


def single(folder: Path) -> dict[str, object]:
    """Milliseconds to load the bundle and to score one company after loading."""
    bundle = load(folder)
    company = {attribute.name: None for attribute in ATTRIBUTES} | {"employees": 20.0, "industry": "industry 003"}
    score_one(bundle, company)
    one = min(timeit(lambda: score_one(bundle, company), number=50) / 50 for _ in range(5))
    opened = min(timeit(lambda: load(folder), number=1) for _ in range(10))
    return {"rows": 1, "load_ms": round(1000 * opened, 1), "score_ms": round(1000 * one, 2)}


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
