"""How fast a large CSV becomes a raw table, against DuckDB's own reader on the same file."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
import pandas as pd

from lookalike.companies.read import read
from lookalike.settings import Source

ROWS = 1_000_000
REPEATS = 3
# What stands at the end of the file, and none of which may slow down the rest.
ENDINGS = {
    "": "",
    ", blank line at the end": "\n",
    ", backslashed quote at the end": '9;"say \\"hi\\" now";NO;5;1,5;01.01.2000;62.010\n',
    ", open quote at the end": '9;"Bjørk;NO;5;1,5;01.01.2000;62.010\n',
    ", total at the end": ";Total;;9;9,5;;\n",
    ", short line at the end": "9;Bjørk;NO\n",
    ", remark below": "\nConfidential\n",
}


def write_companies(file: Path, rows: int = ROWS, seed: int = 7) -> None:
    """A list of companies as a Nordic CRM exports it: semicolons, decimal commas, dd.mm.yyyy."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("1950-01-01", "2020-12-31").strftime("%d.%m.%Y").to_numpy()
    pd.DataFrame(
        {
            "Kundenr": np.arange(rows),
            "Firmanavn": np.char.add("Bjørk & Co ", rng.integers(0, rows * 10, rows).astype(str)),
            "Land": rng.choice(["NO", "SE", "DK"], rows),
            "Antall ansatte": rng.integers(1, 5000, rows),
            "Omsetning": rng.lognormal(8, 2, rows).round(2),
            "Stiftet": rng.choice(days, rows),
            "Næringskode": rng.choice(["62.010", "66.120", "47.110", ""], rows),
        }
    ).to_csv(file, index=False, sep=";", decimal=",")


def run(rows: int = ROWS) -> list[dict[str, object]]:
    """Median seconds of reading to text cells: DuckDB's, and ours by the file's last line, with the dialect found.

    Returns
    -------
    list of dict
        `name`, `rows`, `seconds`, `rows_per_second`, and `ratio` = seconds / DuckDB's for the file as it is.
    """
    with TemporaryDirectory() as folder:
        file = Path(folder) / "companies.csv"
        write_companies(file, rows)
        theirs = _median(lambda: duckdb.connect().read_csv(str(file), all_varchar=True).df())
        found = [_measured("read CSV, DuckDB", rows, theirs, theirs)]
        content = file.read_bytes()
        for ending, last in ENDINGS.items():
            file.write_bytes(content + last.encode())
            ours = _median(lambda: read(Source(file=file.name), Path(folder)))
            found.append(_measured(f"read CSV{ending}", rows, ours, theirs))
    return found


def _measured(name: str, rows: int, seconds: float, theirs: float) -> dict[str, object]:
    pace = {"rows_per_second": rows / seconds, "ratio": seconds / theirs}
    return {"name": name, "rows": rows, "seconds": seconds} | pace


def _median(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds))
