"""A segment that was given another name is called by it wherever a person or a program can read of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from fastapi.testclient import TestClient

from conftest import DemoRun
from lookalike import workflow
from lookalike.project import Project, load_project
from lookalike.web import create_app

pytestmark = pytest.mark.xdist_group("demo")
FIRST, THEN = "Fabrikkene", "Maskinkundene"  # which nothing in the sample is called
PAGES = ("week", "prospects", "segments", "rankings", "plan", "portfolio", "models", "docs")


def named(folder: Path, name: str) -> Project:
    """The project with another name for its segment of industry."""
    settings = folder / "lookalike.toml"
    told = settings.read_text("utf-8").partition("[segments.names]")[0]
    settings.write_text(f'{told}\n[segments.names]\n"Industri og automasjon" = "{name}"\n', "utf-8")
    return load_project(folder)


@pytest.fixture(scope="module")
def renamed(demo_run: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A short list, ranked under one name and, after that was changed, under the other."""
    folder = tmp_path_factory.mktemp("renamed") / "firm"
    shutil.copytree(demo_run.project, folder, ignore=shutil.ignore_patterns("out"))
    listed = (folder / "prospekter.csv").read_text("utf-8").splitlines(keepends=True)
    (folder / "prospekter.csv").write_text("".join(listed[:400]), "utf-8")
    for name in (FIRST, THEN):
        project = named(folder, name)
        workflow.score(project, demo_run.home / "models")
        assert name in (project.out / "report.html").read_text("utf-8")
    return project


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """All that the files of a folder say, cell by cell where they hold tables."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.suffix == ".parquet":
            table = pd.read_parquet(file)
            yield file.name, " ".join([*map(str, table.columns), *table.astype(str).to_numpy().ravel()])
        elif file.suffix == ".xlsx":
            cells = (row for sheet in openpyxl.load_workbook(file) for row in sheet.iter_rows(values_only=True))
            yield file.name, " ".join(str(cell) for row in cells for cell in row)
        else:
            yield file.name, file.read_text("utf-8-sig")


def test_no_file_of_the_run_nor_any_export_knows_the_old_name(
    renamed: Project, demo_run: DemoRun, tmp_path: Path
) -> None:
    for target in ("csv", "xlsx", "hubspot", "salesforce", "linkedin"):
        workflow.export(renamed, target, tmp_path / f"{target}.{'xlsx' if target == 'xlsx' else 'csv'}")
    told = dict([*texts(renamed.out), *texts(tmp_path)])
    assert [name for name, text in told.items() if FIRST in text] == []
    new = {name for name, text in told.items() if THEN in text}
    assert {"prospects.parquet", "prospects.csv", "segments.csv", "criteria.csv", "summary.json", "report.md"} <= new
    assert {"csv.csv", "xlsx.xlsx", "hubspot.csv", "salesforce.csv"} <= new


def test_neither_an_answer_nor_the_app_knows_the_old_name(renamed: Project, demo_run: DemoRun, tmp_path: Path) -> None:
    ranked = pd.read_parquet(renamed.out / "prospects.parquet")
    company = ranked.loc[ranked["segment"] == THEN, "prospect_id"].iloc[0]
    page = tmp_path / "one.html"
    told = {
        "explain": str(workflow.explain(renamed, company, demo_run.home / "models", page)),
        "html": page.read_text("utf-8"),
    }
    with TestClient(
        create_app(renamed.folder, demo_run.home / "models", demo_run.home / "mlruns"), "http://127.0.0.1"
    ) as client:
        for name in (*PAGES, f"company/{company}", f"api/prospects?segment={THEN}"):
            answer = client.get(f"/{name}")
            assert answer.status_code == 200, name
            told[name] = unescape(answer.text)
    assert [name for name, text in told.items() if FIRST in text] == []
    assert {"explain", "html", "prospects", "segments", f"company/{company}"} <= {
        name for name, text in told.items() if THEN in text
    }
