"""Fixtures shared by all rooms: the sample company, written and read once, and the real data where they are at hand."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lookalike.companies import Companies
    from lookalike.project import Project

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


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
