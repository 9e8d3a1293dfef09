"""A run written: its own data to read again, and what it tells people, side by side in one folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from lookalike.languages import to_plain
from lookalike.ranking.exports import write_csv
from lookalike.runs.cells import said_columns, write_table
from lookalike.runs.documents import Documents, as_json, plain
from lookalike.runs.folder import FORMAT, RUN
from lookalike.runs.replacing import replaced

DATA = "run"  # the folder of what is in no language
KEYS = ("prospect_id", "rank")  # of the list, with what is said of each company
CSV_ROWS = 100_000
LIMITED = ("prospects", "excluded")  # of which there may be millions: always Parquet, CSV where people can open it
PROMISES = "promises.parquet"
TABLES = (
    "excluded",
    "rejected",
    "rejected_inputs",
    "merges",
    "segments",
    "criteria",
    "portfolio",
    "history",
    "completeness",
)
RECORDS = (
    "icp",
    "segments",
    "outside",
    "plan",
    "persona",
    "overlap",
    "narrowing",
    "comparison",
    "difference",
    "drift",
    "metrics",
    "findings",
    "summary",
    "run",
)
NAMES = (  # what a run may write
    DATA,
    PROMISES,
    *(f"{name}.parquet" for name in LIMITED),
    *(f"{name}.csv" for name in ("prospects", *TABLES)),
    *(f"{name}.json" for name in RECORDS),
    "report.html",
    "report.md",
)


def write_run(documents: Documents, told: Documents, folder: Path, pages: Mapping[str, str]) -> None:
    """Write a run; what was there before stays untouched until the new one is complete.

    Parameters
    ----------
    documents : Documents
        As they were found, in no language.
    told : Documents
        The same in the words of the project's language.
    folder : Path
    pages : mapping of file name to text
        The rendered report.
    """
    with replaced(folder) as new:
        _write_data(documents, new / DATA)
        _write_told(told, new)
        for name, text in pages.items():
            (new / name).write_text(text, encoding="utf-8")
        files = [path.relative_to(new).as_posix() for path in new.rglob("*") if path.is_file()]
        record = as_json(told.records[Path(RUN).stem] | {"format": FORMAT, "files": sorted([*files, RUN])})
        (new / RUN).write_text(record, encoding="utf-8")


def _write_data(documents: Documents, folder: Path) -> None:
    """What is asked of the run later, by itself or by a database: nothing of it has to be worked out again."""
    folder.mkdir()
    write_table(documents.companies, folder / "companies.parquet")
    write_table(documents.known, folder / "known.parquet")
    for name, table in documents.tables.items():
        write_table(table, folder / f"{name}.parquet")
    listed = documents.prospects
    write_table(listed[[*KEYS, *said_columns(listed)]], folder / "said.parquet")
    records = {name: record for name, record in documents.records.items() if name != Path(RUN).stem}
    (folder / "records.json").write_text(json.dumps(to_plain(plain(records)), ensure_ascii=False), encoding="utf-8")


def _write_told(told: Documents, folder: Path) -> None:
    """What people open."""
    write_table(told.prospects, folder / "prospects.parquet")
    write_table(told.tables["excluded"], folder / "excluded.parquet")
    if told.promises is not None:
        write_table(told.promises, folder / PROMISES)
    shown = [name for name in told.prospects if not str(name).startswith("shap_")]  # contributions are for programs
    tables = told.tables | {"prospects": told.prospects[shown]}
    for name, table in tables.items():
        if name not in LIMITED or len(table) <= CSV_ROWS:
            write_csv(table, folder / f"{name}.csv", mark=name == "prospects")
    for name, record in told.records.items():
        (folder / f"{name}.json").write_text(as_json(record), encoding="utf-8")
