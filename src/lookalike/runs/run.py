"""A finished run as it lies on disk: nothing is read before it is asked for, and then only that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from lookalike.errors import RunError
from lookalike.languages import Language, Message, from_plain, say, told_table
from lookalike.project import Project
from lookalike.runs.cells import (
    columns_of,
    is_table,
    place_of,
    read_first,
    read_places,
    read_row,
    read_table,
    read_text,
    rows,
    told_by,
)
from lookalike.runs.documents import Documents
from lookalike.runs.folder import FORMAT, find, record
from lookalike.runs.inputs import changed


@dataclass(frozen=True)
class Run:
    """A run and what it says.

    Parameters
    ----------
    folder : Path
        Where it lies.
    about : dict
        What it was made of: `run.json`.
    """

    folder: Path
    about: dict[str, Any]

    @property
    def current(self) -> bool:
        """Whether this version can show it; what a former one wrote only tells what was promised."""
        return self.about.get("format") == FORMAT

    @property
    def whole(self) -> bool:
        """Whether this version can show it, and all of its tables are there."""
        return self.current and all(map(is_table, (self.file(name) for name in self.about["files"])))

    def file(self, name: str) -> Path:
        """Where one of its files lies, for a program that reads it by itself."""
        return find(self.folder, name)

    def changed(self, project: Project) -> list[Message]:
        """What was changed since: files that it read, or the settings."""
        return changed(project, self.about)

    @cached_property
    def _records(self) -> dict[str, Any]:
        return told_by(self.file("run/records.json")) | {"run": self.about}

    def record(self, name: str) -> Any:
        """One of its JSON documents, in no language."""
        return from_plain(self._records[name])

    def table(self, name: str) -> pd.DataFrame:
        """One of its tables, in no language."""
        return read_table(self.file(f"run/{name}.parquet"))

    @property
    def rows(self) -> int:
        """Companies on the list."""
        return rows(self.file("prospects.parquet"))

    def told(self, language: Language) -> pd.DataFrame:
        """The ranked list in the words of a language."""
        same = language.code == self.about["language"]
        return read_table(self.file("prospects.parquet")) if same else told_table(self.ranked(), language)

    def ranked(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The ranked list, or some columns of it, in no language."""
        said, told = (self.file(name) for name in ("run/said.parquet", "prospects.parquet"))
        again, wanted = columns_of(said), [one for one in columns_of(told) if columns is None or one in columns]
        apart = [one for one in wanted if one in again]
        rest = read_table(told, [one for one in wanted if one not in again])
        return pd.concat([read_table(said, apart), rest], axis=1)[wanted] if apart else rest

    def ids(self) -> pd.Series:
        """The `prospect_id` of every company of the list, as Arrow holds them."""
        return read_text(self.file("prospects.parquet"), "prospect_id")

    def place(self, prospect_id: str) -> int | None:
        """The place of a company on the list, from 0; None where none has this id. Nothing but ids is read."""
        return place_of(self.file("run/companies.parquet"), "prospect_id", prospect_id)

    def at(self, places: Sequence[int], columns: Sequence[str]) -> pd.DataFrame:
        """Some columns without messages of some companies of the list, by their places from 0."""
        return read_places(self.file("prospects.parquet"), places, columns)

    def told_at(self, places: Sequence[int], language: Language) -> pd.DataFrame:
        """Some companies of the list by their places from 0, without contributions, in the words of a language."""
        files = (self.file("prospects.parquet"), self.file("run/said.parquet"))
        if language.code == self.about["language"]:
            return read_places(files[0], places, without="shap_")
        told, said = (read_places(file, places, without="shap_") for file in files)
        return told_table(told.assign(**{str(name): said[name] for name in said if name in told}), language)

    def row(self, place: int) -> pd.DataFrame:
        """One company of the list, by its place from 0, as a table of one row, without contributions."""
        names = ("run/said.parquet", "prospects.parquet")
        said, told = (read_row(self.file(name), place, without="shap_") for name in names)
        return told.assign(**{str(name): said[name] for name in said})

    def companies(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The companies of the list as they were cleaned, in the same order."""
        return read_table(self.file("run/companies.parquet"), columns)

    def first_companies(self, most: int) -> pd.DataFrame:
        """The first of them, at most so many as are stored together (10,000)."""
        return read_first(self.file("run/companies.parquet"), most)

    def company(self, place: int) -> pd.DataFrame:
        """One of them, by its place from 0, as a table of one row."""
        return read_row(self.file("run/companies.parquet"), place)

    def promises(self) -> pd.DataFrame | None:
        """What it and earlier runs promised; None where that was nothing."""
        file = self.file("promises.parquet")
        return read_table(file) if file.is_file() else None

    def first(self, most: int) -> pd.DataFrame:
        """The first companies of the ranked list, in no language."""
        said, told = (read_first(self.file(name), most) for name in ("run/said.parquet", "prospects.parquet"))
        return told.assign(**{str(name): said[name] for name in said})

    def documents(self) -> Documents:
        """All that it says, to be told again."""
        listed, companies, known = self.ranked(), self.companies(), self.table("known")
        opening = self.opening(0)
        return replace(opening, prospects=listed, promises=self.promises(), companies=companies, known=known)

    def opening(self, most: int) -> Documents:
        """What it says of the list as a whole, with the first companies alone."""
        tables = {Path(name).stem for name in self.about["files"] if Path(name).match("run/*.parquet")}
        named = {name: self.table(name) for name in sorted(tables - {"companies", "known", "said"})}
        return Documents(self.first(most), named, from_plain(self._records))


def finished(folder: Path) -> Run | None:
    """The run in a folder; None where there is none."""
    about = record(folder)
    return Run(folder, about) if about else None


def opened(folder: Path) -> Run:
    """The run in a folder.

    Raises
    ------
    RunError
        There is none, or a former version wrote it.
    """
    run = finished(folder)
    if run is None:
        raise RunError(say("jobs.no_run"), say("jobs.a_run"), str(folder), say("jobs.run_first"))
    if not run.current:
        raise RunError(say("jobs.of_former_version"), where=str(folder), do=say("jobs.rank_again"))
    return run
