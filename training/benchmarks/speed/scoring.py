"""The ordinary `score` of a large list, whole process, against DuckDB's sort and write of what it wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
from pyarrow.parquet import ParquetFile

from lookalike import train
from lookalike.sample import write_sample
from training.benchmarks.speed.register import DATA

SIZES = (200_000, 1_000_000)
SORTED = "copy (from '{source}' order by prospect_id) to '{target}' (format parquet)"
LISTED = "copy (from read_csv('{source}', all_varchar = true)) to '{target}' (format parquet)"
OURS = """
import json, resource, sys
from pathlib import Path
from lookalike.project import load_project
from lookalike.workflow import score
score(load_project(sys.argv[1]), Path(sys.argv[2]), "nordlys", Path(sys.argv[3]), Path(sys.argv[4]))
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"processor": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}))
"""


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[list[dict[str, object]]]:
    """One row per size, of the sample company's list of prospects in Parquet, with all that `score` does.

    Yields
    ------
    list of dict
        `rows` and `columns` of the list; `seconds` of the whole process and of processor time; `peak_mb` of memory;
        `resort_seconds` of DuckDB reading our list, sorting it and writing it; our seconds as a ratio to them; the load
        of the machine before.
    """
    home, models = project()
    table: list[dict[str, object]] = []
    for rows in sizes:
        table.append(compared(home, models, listed(rows)))
        yield table


def project() -> tuple[Path, Path]:
    """The sample company and its models; kept when they are there."""
    home, models = DATA / "sample", DATA / "sample-models"
    if not models.exists():
        write_sample(home, prospects=2_000)
        train(home, models, DATA / "sample-mlruns")
    return home, models


def listed(rows: int) -> Path:
    """A list of so many companies as Parquet, every cell text as in an export; kept when it is there."""
    file = DATA / f"list-{rows}.parquet"
    if not file.exists():
        write_sample(DATA / "large", prospects=rows)
        with duckdb.connect() as database:
            database.execute(LISTED.format(source=DATA / "large" / "prospekter.csv", target=file))
    return file


def compared(project: Path, models: Path, file: Path) -> dict[str, object]:
    """Ours from process start, against DuckDB with what ours wrote."""
    out, load, start = DATA / "scored", os.getloadavg()[0], time.perf_counter()
    command = [sys.executable, "-c", OURS, str(project), str(models), str(file), str(out)]
    told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    seconds = time.perf_counter() - start
    about = ParquetFile(file).metadata
    again = timed(lambda: resort(out / "prospects.parquet"))
    return {
        "rows": about.num_rows,
        "columns": about.num_columns,
        "seconds": round(seconds, 1),
        "processor_seconds": round(told["processor"], 1),
        "peak_mb": round(told["peak"]),
        "output_mb": round((out / "prospects.parquet").stat().st_size / 1e6),
        "resort_seconds": round(again, 2),
        "times_the_resort": round(seconds / again, 1),
        "cores": os.cpu_count(),
        "load_before": round(load, 1),
    }


def resort(source: Path) -> None:
    """DuckDB reads a file, sorts it and writes the same columns."""
    target = DATA / "sorted.parquet"
    with duckdb.connect(config={"temp_directory": str(DATA)}) as database:
        database.execute("set enable_progress_bar = false")
        database.execute(SORTED.format(source=source, target=target))
    target.unlink()


def timed(work: Callable[[], object]) -> float:
    """Seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
