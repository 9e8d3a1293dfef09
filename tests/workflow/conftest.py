"""The project of a firm after its first run; its companies have nothing but names, so that every run is quick."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import Result

from firm import lookalike, write_project


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The project after its first run, beside a store that MLflow cannot use."""
    folder = tmp_path_factory.mktemp("first")
    write_project(folder / "firm")
    (folder / "mlruns").mkdir()
    (folder / "mlruns" / "mlflow.db").write_text("This is no database. " * 100)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return folder, lookalike("run", "firm")


@pytest.fixture
def home(first: tuple[Path, Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is the present folder."""
    shutil.copytree(first[0], tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
