"""Fixtures shared by all rooms: the sample company, written and read once, and the real data where they are at hand."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from lookalike.companies import Companies
    from lookalike.project import Project

ROOT = Path(__file__).parents[1]
REAL_DATA = ROOT.parent / "shared" / "data"
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample company's project folder, as `lookalike demo` writes it. Read only."""
    from lookalike.sample import write_sample

    folder = tmp_path_factory.mktemp("sample") / "demo"
    write_sample(folder)
    return folder


@pytest.fixture(scope="session")
def sample_project(sample_folder: Path) -> Project:
    """Its settings."""
    from lookalike.project import load_project

    return load_project(sample_folder)


@pytest.fixture(scope="session")
def sample_companies(sample_project: Project) -> Companies:
    """Its companies, read and cleaned."""
    from lookalike.companies import read_companies

    return read_companies(sample_project)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data sets; tests that need it skip where it is absent."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"the public data sets are not at {REAL_DATA}")
    return REAL_DATA


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """Spark on two local cores, where a task may fail three times. Tests that use it carry `xdist_group("spark")`."""
    pytest.importorskip("pyspark", reason="pyspark is not installed: pip install 'lookalike[spark]'")
    if not shutil.which("java"):
        pytest.skip("Spark needs Java, which is not on this machine")
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
        "spark.sql.shuffle.partitions": "4",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # a short life: compile fast, not well
    }
    builder = SparkSession.builder.master("local[2,4]").appName("lookalike")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@dataclass(frozen=True)
class DemoRun:
    """The main job, done once on the sample company through the shell."""

    home: Path
    output: str
    reached: tuple[str, ...]  # addresses beyond this machine that it asked for

    @property
    def project(self) -> Path:
        return self.home / "demo"

    @property
    def out(self) -> Path:
        return self.project / "out"


@pytest.fixture(scope="session")
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """`lookalike demo` in an empty folder. Tests that use it carry `xdist_group("demo")`, so that it runs once."""
    from typer.testing import CliRunner

    from lookalike.cli import app

    home = tmp_path_factory.mktemp("demo-run")
    where = ["--models", str(home / "models"), "--mlruns", str(home / "mlruns")]
    with only_this_machine() as reached:
        result = CliRunner().invoke(app, ["demo", str(home / "demo"), *where], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return DemoRun(home, result.output, tuple(reached))


@contextmanager
def only_this_machine() -> Iterator[list[str]]:
    """No name is looked up and nothing is connected to beyond this machine; what was tried is listed."""
    reached: list[str] = []
    look_up, connect = socket.getaddrinfo, socket.socket.connect

    def allowed(host: object) -> None:
        if str(host) not in ("localhost", "127.0.0.1", "::1"):
            reached.append(str(host))
            raise OSError(f"{host} is not on this machine")

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        allowed(host)
        return look_up(host, *args, **kwargs)

    def guarded_connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            allowed(address[0])
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        patch.setattr(socket.socket, "connect", guarded_connect)
        yield reached


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A throw-away cluster on a socket of its own; as user postgres when root, which PostgreSQL refuses.

    Tests that use it carry `xdist_group("postgres")`, so that one is started. Tables stay: name them apart.
    """
    found = sorted(glob("/usr/lib/postgresql/*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    tools = Path(found[-1]).parent
    root = os.geteuid() == 0
    # Not under pytest's folder: the path of a socket is short by law, and user postgres must be able to get there.
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        if root:
            shutil.chown(folder, "postgres")

        def run(*command: str) -> None:
            user = ["runuser", "-u", "postgres", "--"] if root else []
            subprocess.run([*user, *command], check=True, capture_output=True, cwd=folder, timeout=120)

        data = str(folder / "data")
        run(str(tools / "initdb"), "-D", data, "-A", "trust", "-U", "tester", "--no-sync")
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run(str(tools / "pg_ctl"), "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        yield f"host={folder} user=tester dbname=postgres"
        run(str(tools / "pg_ctl"), "-D", data, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def browser() -> Iterator:
    """Chromium without a window; for one module, as Playwright keeps the thread busy meanwhile."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium to look with")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=chromium, args=CHROMIUM)
        yield opened
        opened.close()
