"""Ranking a register against the way it is usually done and against the physical limit, as ratios in one run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pandas as pd

from lookalike.learning.candidates import PairBoost
from training.benchmarks.speed.register import DATA, model, saved, write_register

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZES = (100_000, 1_000_000, 10_000_000)
SORTED = "copy (from '{source}' order by {key}) to '{target}' (format parquet)"
OURS = """
import json, resource, sys
from pathlib import Path
from lookalike.ranking.register import rank_register
from lookalike.scorecard.bundle import load
done = rank_register(load(Path(sys.argv[1])), sys.argv[2], Path(sys.argv[3]))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": done.seconds, "peak_mb": round(peak)}))
"""


def run(sizes: tuple[int, ...] = SIZES) -> list[dict[str, object]]:
    """One row per size.

    Returns
    -------
    list of dict
        `seconds` of ours from process start, by stage and in rows a second; `peak_mb` of memory; `usual_seconds`,
        measured on `usual_rows` and extrapolated where there are more; `limit_seconds` of DuckDB reading the same file,
        sorting it and writing its columns; `resort_seconds` of DuckDB doing so with our result, which has three times
        the columns; our seconds, and those of scoring alone, as ratios to them; the load of the machine before.
    """
    folder, boosted = saved(), model()[1]
    first = write_register(DATA / f"register-{sizes[0]}.parquet", sizes[0])
    seconds = usual(boosted, pd.read_parquet(first))
    return [compared(folder, rows, seconds, sizes[0]) for rows in sizes]


def usual(boosted: PairBoost, frame: pd.DataFrame) -> float:
    """Seconds of LightGBM `predict` and `shap.TreeExplainer` from the prepared matrix on: no reading, no sorting."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # shap's and matplotlib's own
        import shap

        matrix = boosted.encoder_.transform(frame)
        start = time.perf_counter()
        for booster in boosted.boosters_:
            booster.predict(matrix, raw_score=True, num_iteration=boosted.rounds_)
            shap.TreeExplainer(booster).shap_values(matrix)
        return time.perf_counter() - start


def compared(folder: Path, rows: int, usual_seconds: float, usual_rows: int) -> dict[str, object]:
    """Ours from process start, against the yardsticks on the same rows."""
    file, out = write_register(DATA / f"register-{rows}.parquet", rows), DATA / "ranked.parquet"
    load, start = os.getloadavg()[0], time.perf_counter()
    command = [sys.executable, "-c", OURS, str(folder), str(file), str(out)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    seconds = time.perf_counter() - start
    stages = {"start": seconds - sum(told["seconds"].values()), **told["seconds"]}
    limit = timed(lambda: resort(file, "revenue desc, prospect_id"))
    again, usual_seconds = timed(lambda: resort(out, "prospect_id")), usual_seconds * rows / usual_rows
    return {
        "rows": rows,
        "seconds": round(seconds, 2),
        "rows_per_second": round(rows / seconds),
        **{f"{stage}_seconds": round(value, 2) for stage, value in stages.items()},
        **{f"{stage}_rows_per_second": round(rows / told["seconds"][stage]) for stage in told["seconds"]},
        "peak_mb": told["peak_mb"],
        "output_mb": round(out.stat().st_size / 1e6),
        "usual_rows": usual_rows,
        "usual_seconds": round(usual_seconds, 1),
        "times_faster_than_usual": round(usual_seconds / seconds, 1),
        "scoring_times_faster_than_usual": round(usual_seconds / stages["score"], 1),
        "limit_seconds": round(limit, 2),
        "times_the_limit": round(seconds / limit, 2),
        "resort_seconds": round(again, 2),
        "times_the_resort": round(seconds / again, 2),
        "cores": os.cpu_count(),
        "load_before": round(load, 1),
    }


def resort(source: Path, key: str) -> None:
    """DuckDB reads a file, sorts it and writes the same columns."""
    target = DATA / "sorted.parquet"
    with duckdb.connect(config={"temp_directory": str(DATA)}) as database:
        database.execute("set enable_progress_bar = false")
        database.execute(SORTED.format(source=source, key=key, target=target))
    target.unlink()


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def draw(table: pd.DataFrame) -> Figure:
    """Seconds over rows, of ours and the yardsticks, both axes logarithmic."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    lines = {
        "usual_seconds": "LightGBM and shap in pandas (above 100,000 extrapolated)",
        "seconds": "lookalike, from process start",
        "resort_seconds": "DuckDB sorts lookalike's result",
        "limit_seconds": "DuckDB sorts the input",
    }
    for column, label in lines.items():
        axes.plot(table["rows"], table[column], marker="o", label=label)
    axes.set(xscale="log", yscale="log", xlabel="companies", ylabel="seconds", title="Ranking a register, two cores")
    axes.grid(which="major", alpha=0.3)
    axes.legend(frameon=False)
    return figure
