"""What was understood of every file in a project's folder, to show and to correct: the table, and column by column."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Lookup
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

import pandas as pd

from lookalike.companies.headings.named import fold
from lookalike.companies.headings.proposal import Proposal, called, looked_at, proposed
from lookalike.companies.headings.role import Role, understood
from lookalike.companies.headings.roles import find_roles
from lookalike.companies.read import RawTable, tables
from lookalike.errors import InputError
from lookalike.languages import Message, Words, say
from lookalike.progress import Progress, silent
from lookalike.project import Project
from lookalike.settings import Source

EXAMPLES, LONGEST = 3, 60
NO_TABLES = frozenset({".toml", ".sqlite", ".db", ".html", ".md", ".pdf", ".bat", ".command", ".desktop", ".lock"})


@dataclass(frozen=True)
class Column:
    """One column of a file.

    Attributes
    ----------
    heading : str
    canonical : str
        What it is taken for; "" when it is kept as it stands.
    confidence : float
        0-1.
    reason : Message or str
    examples : tuple of str
        Different values, the most frequent first.
    """

    heading: str
    canonical: str
    confidence: float
    reason: Words
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """One file or sheet.

    Attributes
    ----------
    file : str
        As in the settings.
    sheet : tuple of str
    table : str
        What it is taken for; "" for none.
    used : bool
        Whether the project reads it.
    confidence : float
        0-1, that it is this table.
    reason : Message or str
    rows : int
    columns : tuple of Column
    whole : bool
        Whether these are all rows: of a large register only the first are looked at.
    """

    file: str
    sheet: tuple[str, ...]
    table: str
    used: bool
    confidence: float
    reason: Words
    rows: int
    columns: tuple[Column, ...]
    whole: bool = True

    @classmethod
    def of(cls, record: dict[str, Any]) -> Seen:
        """What was kept as a record."""
        columns = tuple(Column(**one | {"examples": tuple(one["examples"])}) for one in record["columns"])
        return cls(**record | {"sheet": tuple(record["sheet"]), "columns": columns})

    @property
    def called(self) -> str:
        """The name of the file and its sheets."""
        return called(Source(file=self.file, sheet=self.sheet))


@dataclass(frozen=True)
class Look:
    """A folder with what lies in it.

    Attributes
    ----------
    files : tuple of Seen
        The inputs of the project first, then other files.
    questions : tuple of Message
        What could not be decided and should be looked at.
    proposal : Proposal or None
        Of files that no settings name yet.
    """

    files: tuple[Seen, ...]
    questions: tuple[Message, ...]
    proposal: Proposal | None


def look_around(folder: Path, said: Lookup[str, str], progress: Progress = silent) -> Look:
    """Look at all files in a folder that has no settings yet.

    Parameters
    ----------
    folder : Path
    said : dict
        What a person says that files are, by their names.
    progress : Progress
    """
    inputs, unread = _read_all(_lying(folder), progress)
    proposal = proposed(inputs, said)
    used = {id(role) for roles in proposal.chosen.values() for role in roles}
    files = [_seen(role, Path(role.source.file).name, id(role) in used) for role in proposal.roles]
    return Look((*files, *unread), proposal.questions, proposal)


def look_again(project: Project, progress: Progress = silent) -> Look:
    """Look at the files that a project's settings name, and at others that lie beside them.

    Raises
    ------
    InputError
        An input cannot be read.
    SettingsError
        A column that is set is not in its file.
    """
    settings = project.settings
    kept = frozenset(map(fold, settings.features.include or ()))
    files, named = [], set()
    for table, sources in settings.inputs.named().items():
        for source in sources:
            progress(say("progress.looking", file=source.file or table), 0.0)
            raw = looked_at(source, project.folder)
            mapping = understood(raw, table, settings.columns.get(table, {}), kept, settings.phrases)
            role = Role(source, raw, table, 1.0, say("headings.set_input"), mapping)
            files.append(_seen(role, source.file or table, True))
            named.add(project.path(source.file))
    others = [file for file in _lying(project.folder) if file.resolve() not in named]
    inputs, unread = _read_all([file for file in others if not file.name.startswith(f"{settings.name}-")], progress)
    beside = [_seen(role, Path(role.source.file).name, False) for role in find_roles(inputs)]
    return Look((*files, *beside, *unread), (), None)


def _lying(folder: Path) -> list[Path]:
    """The files in a folder that may be somebody's tables."""
    files = sorted(one for one in folder.iterdir() if one.is_file())
    return [one for one in files if not one.name.startswith((".", "lookalike")) and one.suffix not in NO_TABLES]


def _read_all(files: list[Path], progress: Progress) -> tuple[list[tuple[Source, RawTable]], list[Seen]]:
    """The tables in files; and the files that cannot be read, with why."""
    inputs, unread = [], []
    for number, file in enumerate(files):
        progress(say("progress.looking", file=file.name), number / len(files))
        try:
            inputs += [(source, looked_at(source)) for source in tables(file.resolve())]
        except InputError as problem:
            unread.append(Seen(file.name, (), "", False, 0.0, problem.found, 0, ()))
    return inputs, unread


def _seen(role: Role, file: str, used: bool) -> Seen:
    columns = tuple(_columns(role))
    told = (role.table, used, role.confidence, role.reason, len(role.raw.frame), columns, role.raw.whole)
    return Seen(file, role.source.sheet, *told)


def _columns(role: Role) -> Iterator[Column]:
    found = {match.heading: match for match in role.mapping.matches} if role.mapping else {}
    for heading in map(str, role.raw.frame):
        match, examples = found.get(heading), _examples(role.raw.frame[heading])
        if match:
            yield Column(heading, match.canonical, match.confidence, match.reason, examples)
        else:
            yield Column(heading, "", 0.0, "", examples)


def _examples(cells: pd.Series) -> tuple[str, ...]:
    """A few different values.

    Examples
    --------
    >>> _examples(pd.Series(["b", None, "a", "a", " "]))
    ('a', 'b')
    """
    texts = cells.dropna().head(10_000).astype(str).str.strip()
    counted = texts[texts != ""].value_counts(sort=True)
    return tuple(shorten(str(one), LONGEST, placeholder=" …") for one in counted.index[:EXAMPLES])
