"""The outputs of a run as plain data: written to one folder whole or not at all, and read back from it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from lookalike.errors import InputError
from lookalike.languages import Language, Message, told_table
from lookalike.ranking.exports import as_given, neutralised

CSV_ROWS = 100_000
MARK = "prospects.parquet"  # every finished run has it
PROMISES = "promises.parquet"
JOINER = " ; "
LISTS = ("reasons_for", "reasons_against", "nearest_customers")
TEXT = ("segment", "criterion", "id", "account_id", "merged_id", "name", "merged_name")  # whatever it looks like
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


@dataclass(frozen=True)
class Documents:
    """Everything a run says: the ranked prospects, the tables and the records of the output folder.

    `tables` holds the frames named in `TABLES`, `records` the JSON documents by the name of their file; a stage that
    had nothing to say is an empty frame or record, never a missing one. `promises` is what each company was promised
    to be when it first was on the list, for the check when outcomes come back.
    """

    prospects: pd.DataFrame
    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    promises: pd.DataFrame | None = None

    def told(self, language: Language) -> Documents:
        """The same with all messages in the words of a language."""
        tables = {name: told_table(table, language) for name, table in self.tables.items()}
        return replace(
            self, prospects=told_table(self.prospects, language), tables=tables, records=language.told(self.records)
        )


def write_documents(documents: Documents, folder: Path, pages: Mapping[str, str]) -> None:
    """Write the output folder; what was there before stays untouched until the new one is complete.

    Parameters
    ----------
    documents : Documents
    folder : Path
    pages : mapping of file name to text
        The rendered report.
    """
    with replaced(folder) as new:
        documents.prospects.to_parquet(new / "prospects.parquet", index=False)
        if documents.promises is not None:
            documents.promises.to_parquet(new / PROMISES, index=False)
        if len(documents.prospects) <= CSV_ROWS:
            flat(documents.prospects).to_csv(new / "prospects.csv", index=False)
        for name, table in documents.tables.items():
            neutralised(table).to_csv(new / f"{name}.csv", index=False)
        for name, record in documents.records.items():
            (new / f"{name}.json").write_text(as_json(record), encoding="utf-8")
        for name, text in pages.items():
            (new / name).write_text(text, encoding="utf-8")


def read_documents(folder: Path) -> Documents:
    """Read an output folder back.

    Raises
    ------
    InputError
        The folder does not hold a finished run.
    """
    if not (folder / MARK).is_file():
        raise InputError("no finished run", "prospects.parquet", str(folder), "run: lookalike run PROJECT")
    tables = {file.stem: _table(file) for file in sorted(folder.glob("*.csv")) if file.stem in TABLES}
    records = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(folder.glob("*.json"))}
    return Documents(pd.read_parquet(folder / "prospects.parquet"), tables, records, read_promises(folder))


def _table(file: Path) -> pd.DataFrame:
    """A table as it was written: a segment may be called NA, None, 2024 or even =2024."""
    table = pd.read_csv(file, dtype=dict.fromkeys(TEXT, object), keep_default_na=False, na_values=[""])
    return table.assign(**{name: as_given(table[name]) for name in TEXT if name in table and table[name].notna().any()})


def read_promises(folder: Path) -> pd.DataFrame | None:
    """What earlier runs promised; None where there was none."""
    return pd.read_parquet(folder / PROMISES) if (folder / PROMISES).is_file() else None


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A new folder to fill that takes the place of `folder` when the block ends without an error.

    Raises
    ------
    InputError
        The folder holds something else than a former run, which would be lost.
    """
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise InputError(
            "files that are no former run", "a new or empty folder", str(folder), "name another with --out"
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        new.chmod(0o755)
        yield new
        old = new.with_name(f"{new.name}-old")
        if folder.exists():
            os.replace(folder, old)
        os.replace(new, folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def flat(prospects: pd.DataFrame) -> pd.DataFrame:
    """The prospects for a spreadsheet: lists joined, contributions left to the Parquet file, formulas made harmless."""
    shown = prospects[[c for c in prospects.columns if not c.startswith("shap_")]].copy()
    for column in LISTS:
        shown[column] = shown[column].map(JOINER.join)
    return neutralised(shown)


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts, with None where a figure or text is missing."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def as_json(record: Any) -> str:
    """JSON with every figure a number or null: infinities and NaN do not exist in it."""
    return json.dumps(plain(record), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """What JSON can hold, so that a document in memory and one read back are the same: unknown figures are None."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, np.bool_ | bool):
        return bool(value)
    if isinstance(value, np.integer | int):
        return int(value)
    if isinstance(value, np.floating | float):
        return float(value) if np.isfinite(value) else None
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    return value if isinstance(value, str | Message) else str(value)
