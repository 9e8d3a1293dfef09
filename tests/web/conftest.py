"""A server of the app on a free port, and small files to start a project from."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import uvicorn

from conftest import DemoRun
from lookalike.companies.notes import Notes
from lookalike.runs import opened
from lookalike.web import create_app

HOSTILE = [
    "<script>document.title = 'broken in'</script>",
    '"><img src=x onerror="document.title = \'broken in\'">',
    "{{ 7 * 7 }} {% raw %}",
    "\u202eAS eliv\u202c",
    "'; drop table list; --",
    "x" * 10_000,
]
"""Names of companies that are no names."""
PATIENCE = 20.0  # seconds for a server to come up


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the app on a folder, whose models and diary lie beside it."""
    app = create_app(folder, folder.parent / "models", folder.parent / "mlruns")
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        waited = time.monotonic()
        while not server.started and time.monotonic() - waited < PATIENCE:
            time.sleep(0.02)
        (socket,) = server.servers[0].sockets
        yield f"http://127.0.0.1:{socket.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[Path], str]]:
    """Starts a server on a folder; all end with the module."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(serving(folder))


@pytest.fixture(scope="module")
def office(demo_run: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the finished sample run to work in: with a second version of its model, and a note on a company."""
    home = tmp_path_factory.mktemp("office")
    shutil.copytree(demo_run.project, home / "demo")
    shutil.copytree(demo_run.home / "models", home / "models")
    second = home / "models" / "nordlys" / "v2"
    shutil.copytree(home / "models" / "nordlys" / "v1", second)
    told = (second / "manifest.json").read_text("utf-8")
    (second / "manifest.json").write_text(told.replace('"version": 1', '"version": 2'), "utf-8")
    first = opened(home / "demo" / "out").at([0], ["prospect_id", "name"]).to_dict("records")[0]
    Notes(home / "demo").change(first, "status", "called", "no answer", "Kari")
    return home / "demo"


@contextmanager
def watched(browser, patience: float, **options) -> Iterator:
    """A page of a browser that must not complain by its end: no line in the console, no error of a script."""
    opened = browser.new_page(**options)
    opened.set_default_timeout(patience * 1000)
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.close()
    assert complaints == []


def write_files(folder: Path) -> list[Path]:
    """Exports of a small firm: eighty companies with a deal each, thirty to rank, whose industries stand under Line."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(3)
    lines = np.array(["Transport", "Retail", "Software"])

    def companies(kind: str, n: int) -> pd.DataFrame:
        ids = [f"{kind[0]}{number}" for number in range(n)]
        named = {f"{kind} ID": ids, "Name": [f"{kind} {number} AS" for number in range(n)]}
        sizes, industry = rng.integers(5, 900, n), {"Account": "Industry", "Prospect": "Line"}[kind]
        return pd.DataFrame(named | {industry: rng.choice(lines, n), "Employees": sizes, "Country": "NO"})

    accounts, prospects = companies("Account", 80), companies("Prospect", 30)
    prospects.loc[range(20, 20 + len(HOSTILE)), "Name"] = HOSTILE
    won = (accounts["Industry"] == "Transport") & (accounts["Employees"] > 100) | (rng.random(80) < 0.15)
    deals = pd.DataFrame(
        {
            "Deal ID": [f"D{number}" for number in range(80)],
            "Account ID": accounts["Account ID"],
            "Stage": np.where(won, "Closed Won", "Closed Lost"),
            "Amount": rng.integers(10, 90, 80) * 1000,
            "Close Date": pd.date_range("2023-01-01", periods=80, freq="11D").strftime("%Y-%m-%d"),
        }
    )
    tables = {"accounts": accounts, "deals": deals, "prospects": prospects}
    for name, table in tables.items():
        table.to_csv(folder / f"{name}.csv", index=False)
    return [folder / f"{name}.csv" for name in tables]
