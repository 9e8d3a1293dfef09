"""The app over a list of a million companies, asked over loopback: pages, the API, twenty people at once, memory."""

from __future__ import annotations

import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROWS = 1_000_000
BLOCK, GROUP = 100_000, 10_000  # rows that are written at once, and that a file keeps together
PEOPLE, MINUTE = 20, 60.0
BATCH, SINGLE = 1_000, 200
PAGES = {
    "first page": ("/prospects", 0.3),
    "two filters": ("/prospects?grade=A&relation=cold", 0.3),
    "sorted by another column": ("/prospects?sort=-rule_points", 0.3),
    "free text": ("/prospects?q=logist", 1.0),
    "free text that nobody has": ("/prospects?q=nobody-is-called-so", 1.0),
}
"""Address and the seconds that it may take."""
OTHERS = (
    "/data",
    "/week",
    "/customer",
    "/segments",
    "/rankings",
    "/rankings?model=1&rules=3",
    "/portfolio",
    "/plan",
    "/models",
)
"""What else somebody opens sooner or later, for the memory that it takes."""


def run(seconds: float = MINUTE) -> list[dict[str, object]]:
    """The sample's list repeated to a million rows, and served.

    Parameters
    ----------
    seconds : float
        How long twenty people click.

    Returns
    -------
    list of dict
        Per figure: `what`, `value`, its `unit` and `limit`, and `load_before`.
    """
    load = round(os.getloadavg()[0], 1)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        subprocess.run([sys.executable, "-m", "lookalike", "demo"], cwd=home, check=True, capture_output=True)
        _repeat(home / "demo" / "out")
        with _served(home) as (address, process):
            found = [*_pages(address), *_others(address), *_api(address), *_people(address, seconds)]
            found.append(("memory of the server at most", _peak(process), "MB", 600))
    return [
        {"what": what, "value": round(value, 3), "unit": unit, "limit": limit, "load_before": load}
        for what, value, unit, limit in found
    ]


Found = Iterator[tuple[str, float, str, float | None]]


def _repeat(out: Path) -> None:
    """The list over and over under ids of their own, until it has a million rows; with what else lies there per row."""
    for name in ("prospects", "run/said", "run/companies"):
        file = out / f"{name}.parquet"
        table = pq.read_table(file)
        times = -(-ROWS // table.num_rows)
        place, again = np.divmod(np.arange(ROWS), times)
        ranks = {"rank": np.arange(1, ROWS + 1)}
        if "rule_rank" in table.column_names:
            ranks["rule_rank"] = np.argsort(np.argsort(table["rule_rank"].to_numpy()[place] * times + again)) + 1
        with pq.ParquetWriter(file, table.schema) as written:
            for start in range(0, ROWS, BLOCK):
                rows = slice(start, start + BLOCK)
                block = table.take(place[rows])
                for column in {"prospect_id", "name", *ranks} & set(table.column_names):
                    mark = pa.array(again[rows]).cast(pa.string())
                    told = (
                        ranks[column][rows]
                        if column in ranks
                        else pc.binary_join_element_wise(block[column], mark, " ")
                    )
                    at = table.column_names.index(column)
                    block = block.set_column(at, table.schema.field(at), pa.array(told) if column in ranks else told)
                written.write_table(block, row_group_size=GROUP)


@contextmanager
def _served(home: Path) -> Iterator[tuple[str, int]]:
    """Address and process of the server, which ends afterwards."""
    command = [sys.executable, "-m", "lookalike", "serve", "demo", "--port", "0"]
    server = subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, text=True)
    try:
        told = server.stdout.readline() if server.stdout else ""
        yield next(word for word in told.split() if word.startswith("http")).rstrip("/"), server.pid
    finally:
        server.terminate()
        server.wait()
        if server.stdout:
            server.stdout.close()


def _asked(address: str, path: str, body: object = None) -> float:
    """Seconds until the whole answer is there.

    Raises
    ------
    RuntimeError
        It is none of success.
    """
    start = time.perf_counter()
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    sent = None if body is None else json.dumps(body)
    line.request("GET" if body is None else "POST", path, sent, {"content-type": "application/json"})
    answer = line.getresponse()
    answer.read()
    line.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return time.perf_counter() - start


def _pages(address: str) -> Found:
    _asked(address, "/prospects")  # opens the list
    for what, (path, limit) in PAGES.items():
        yield what, float(np.median([_asked(address, path) for _ in range(5)])), "seconds", limit


def _others(address: str) -> Found:
    for path in OTHERS:
        _asked(address, path)
    first = json.loads(urlopen(f"{address}/api/prospects?limit=1").read())["prospects"][0]["prospect_id"]
    page = f"/company/{quote(first)}"
    yield "a company's page", float(np.median([_asked(address, page) for _ in range(5)])), "seconds", None


def _api(address: str) -> Found:
    company = {"industry": "Transport", "employees": 120, "region": "Oslo"}
    many = {"companies": [company | {"employees": number} for number in range(BATCH)]}
    for body in ({"companies": [company]}, many):
        _asked(address, "/api/score", body)  # reads the model
    one = [_asked(address, "/api/score", {"companies": [company]}) for _ in range(SINGLE)]
    yield "one company scored, 95th percentile", 1_000 * float(np.quantile(one, 0.95)), "milliseconds", 20
    batch = min(_asked(address, "/api/score", many) for _ in range(5))
    yield "scored in batches of 1,000", BATCH / batch, "a second", 1_000


def _people(address: str, seconds: float) -> Found:
    """Twenty people who click, each when the last page has come and was looked at."""
    waits, errors, end = [], [], time.perf_counter() + seconds
    paths = ["/prospects?sort=-score", "/prospects?grade=B", "/prospects?q=nor", "/api/prospects?limit=50", "/week"]
    paths += [path for path, _ in PAGES.values()]

    def person(number: int) -> None:
        choice = random.Random(number)
        while time.perf_counter() < end:
            try:
                waits.append(_asked(address, choice.choice(paths)))
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                errors.append(error)
            time.sleep(choice.uniform(0.5, 2))

    people = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    yield "twenty people: pages", float(len(waits)), "pages", None
    yield "twenty people: errors", float(len(errors)), "errors", 0
    yield "twenty people: 95th percentile", float(np.quantile(waits, 0.95)), "seconds", None


def _peak(process: int) -> float:
    """The most memory that a process held, from Linux."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
