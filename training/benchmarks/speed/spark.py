"""The ordinary job on Spark and here: the same list, whole processes, rows for each second of processor time."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from training.benchmarks.speed.register import DATA
from training.benchmarks.speed.scoring import listed, project

SIZES = (2_000, 200_000)  # what a job takes anyway, and what its rows take
ADOPT = 36  # prctl: whatever our processes leave behind becomes ours, and its time is counted
JOB = "import sys; from lookalike.cli import main; main()"


def run(sizes: tuple[int, ...] = SIZES) -> Iterator[list[dict[str, object]]]:
    """One row per size and engine, of the sample company's list in Parquet.

    Yields
    ------
    list of dict
        `rows`, `engine`; `seconds` of the whole job; `processor_seconds` of all its processes together (driver, Java,
        workers); `rows_per_processor_second`; the load of the machine before.
    """
    ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)
    home, models = project()
    table: list[dict[str, object]] = []
    for rows in sizes:
        for engine in ("local", "spark"):
            table.append(ranked(home, models, listed(rows), rows, engine))
            yield table


def ranked(home: Path, models: Path, file: Path, rows: int, engine: str) -> dict[str, object]:
    """The list ranked by one engine."""
    out, load, start = DATA / f"ranked-{engine}", os.getloadavg()[0], time.perf_counter()
    shutil.rmtree(out, ignore_errors=True)
    options: list[str | Path] = [
        "--models",
        models,
        "--model",
        "nordlys",
        "--prospects",
        file,
        "--out",
        out,
        "--engine",
        engine,
    ]
    before = processor_seconds()
    subprocess.run([sys.executable, "-c", JOB, "score", home, *options], stdout=subprocess.DEVNULL, check=True)
    seconds = time.perf_counter() - start
    gather_orphans()
    used = processor_seconds() - before
    return {
        "rows": rows,
        "engine": engine,
        "seconds": round(seconds, 1),
        "processor_seconds": round(used, 1),
        "rows_per_processor_second": round(rows / used),
        "cores": os.cpu_count(),
        "load_before": round(load, 1),
    }


def gather_orphans() -> None:
    """Wait for what the job left behind."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def processor_seconds() -> float:
    """What all processes that were waited for have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
