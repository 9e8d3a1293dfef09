"""How long a finished run takes to answer, and a list to be made anew: processor seconds of the whole command."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

TIMES = 3
LIMITS = {"explain": 1.0, "export": 1.5, "score": 5.0, "models list": 0.4}
"""Seconds that a command may take on two quiet cores, on the sample's 20,000 prospects."""


def lookalike(home: Path, *arguments: str) -> tuple[float, float]:
    """Do a command in a process of its own; its processor seconds, user and system, and the seconds that passed."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "lookalike", *arguments]
    subprocess.run(command, cwd=home, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return busy, time.perf_counter() - start


def run() -> list[dict[str, object]]:
    """The sample company ranked once, then asked.

    Returns
    -------
    list of dict
        Per command: `cpu_seconds` and `seconds` (the least of three), `limit`, and `load_before`, how many others
        wanted the processors.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        lookalike(home, "demo")
        company = str(pd.read_parquet(home / "demo" / "out" / "prospects.parquet", columns=["prospect_id"]).iloc[0, 0])
        asked: dict[str, Sequence[str]] = {
            "explain": ("explain", "demo", company),
            "export": ("export", "demo", "--to", "csv"),
            "compare": ("compare", "demo"),
            "models list": ("models", "list"),
            "score": ("score", "demo"),
        }
        return [_row(home, name, arguments) for name, arguments in asked.items()]


def _row(home: Path, name: str, arguments: Sequence[str]) -> dict[str, object]:
    before = os.getloadavg()[0]
    taken = [lookalike(home, *arguments) for _ in range(TIMES)]
    busy, passed = (min(times) for times in zip(*taken, strict=True))
    return {
        "command": name,
        "cpu_seconds": round(busy, 2),
        "seconds": round(passed, 2),
        "limit": LIMITS.get(name),
        "load_before": round(before, 1),
    }
