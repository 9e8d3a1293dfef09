"""Fixtures shared by all rooms: the sample company, written and read once, and the real data where they are at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.project import Project

ROOT = Path(__file__).parents[1]
REAL_DATA = ROOT.parent / "shared" / "data"


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


@dataclass(frozen=True)
class DemoRun:
    """The main job, done once on the sample company through the shell."""

    home: Path
    output: str

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
    result = CliRunner().invoke(app, ["demo", str(home / "demo"), *where], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return DemoRun(home, result.output)
