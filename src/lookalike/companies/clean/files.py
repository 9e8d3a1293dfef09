"""All files of a project, read and cleaned, with the two sides that must share columns brought into line."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from lookalike.companies.clean.blocks import Beginning, Reading
from lookalike.companies.clean.lists import Asked, open_list, unexplained
from lookalike.companies.clean.spellings import one_spelling
from lookalike.companies.clean.table import (
    COMPANIES,
    Intake,
    Opened,
    clean_table,
    kinds_of_others,
    read_as_shown,
    shown,
    understood,
)
from lookalike.companies.headings import LISTS, fields, fold
from lookalike.companies.read import RawTable, told_rows
from lookalike.languages import say
from lookalike.progress import Progress
from lookalike.project import Project
from lookalike.schema import COMPANY, TABLES, Finding, Kind
from lookalike.settings import Source

COLUMNS = ("file", "row", "id", "name", "reason", "detail")
KEYS = {"accounts": "account_id", "deals": "deal_id", "orders": "order_id"}


@dataclass(frozen=True)
class Files:
    """What the files of a project hold.

    Parameters
    ----------
    tables : dict of Intake
        Clean tables by name, without the exclusion lists.
    listed : DataFrame
        The rows of all exclusion lists with their `file`.
    headings : dict
        Heading in a file -> column.
    kinds : dict
        Kind of each column of companies that is not canonical.
    personal : frozenset of str
        Columns that name people.
    broken : DataFrame
        Rows of other tables than prospects that could not be read or do not count: `file`, `row`, `id`, `name`,
        `reason`, `detail`.
    fingerprints : dict
        File -> SHA-256.
    currency : str
    findings : tuple of Finding
    market : Intake, optional
        The register, or the bought list of all companies; it is the table of prospects too where no other is given.
    reading : Reading, optional
        How the rest of the list that is ranked is read, where only its beginning was.
    """

    tables: dict[str, Intake]
    listed: pd.DataFrame
    headings: dict[str, str]
    kinds: dict[str, Kind]
    personal: frozenset[str]
    broken: pd.DataFrame
    fingerprints: dict[str, str]
    currency: str
    findings: tuple[Finding, ...]
    market: Intake | None = None
    reading: Reading | None = None

    @property
    def columns(self) -> list[str]:
        """All columns that tables of companies have."""
        sides = [self.tables[table].frame for table in COMPANIES if table in self.tables]
        return [str(name) for frame in sides for name in frame]

    def frame(self, table: str) -> pd.DataFrame | None:
        """A clean table, None when the project has none."""
        return self.tables[table].frame if table in self.tables else None


def read_files(project: Project, prospects: Path | None, progress: Progress, begin: bool = False) -> Files:
    """Read and clean every input of a project.

    Parameters
    ----------
    project : Project
    prospects : Path or None
        Stands in for the prospect list of the settings; a folder and a pattern are the files there.
    progress : Progress
    begin : bool, default False
        Whether to read only the beginning of the list that is ranked, which tells how the rest is read.
    """
    settings = project.settings
    sources = project.inputs(prospects)
    begun = _begun(project, sources) if begin else None
    opened, lists = {}, []
    for number, (table, several) in enumerate(sources.items()):
        progress(say("progress.reading", file=several[0].file or table), number / (2 * len(sources)))
        found = [begun.opened] if begun and table == begun.table else _opened(project, table, several)
        if table == "exclude":
            lists = found
        else:
            opened[table] = found[0]
    opened = in_line(opened)
    kinds = kinds_of_others(opened)
    tables: dict[str, Intake] = {}
    currency = settings.money.currency
    order = sorted(opened, key=lambda name: (name != "deals", list(TABLES).index(name)))  # deals tell the currency
    for number, table in enumerate(order):
        progress(say("progress.cleaning", file=opened[table].raw.file), 0.5 + number / (2 * len(order)))
        tables[table] = clean_table(opened[table], kinds[table], settings.money, currency, settings.phrases)
        currency = currency or tables[table].currency
    called = {column: heading for one in opened.values() for heading, column in one.headings.items()}
    others = {name: one for name, one in tables.items() if begun and name != begun.table}
    reading = Reading(begun, opened[begun.table], kinds, others, settings.money, currency) if begun else None
    tables, spelled = one_spelling(tables, kinds, called)
    cleaned = [clean_table(one, {}, settings.money, currency) for one in lists]
    for one in cleaned:
        if not len(one.frame) and not set(one.frame) & set(fields("exclude")):
            raise unexplained(one.file, list(map(str, one.frame)))
    companies = [name for name in ("market", "deals", "prospects", "accounts") if name in opened]
    market = tables.get("market")
    if market and "prospects" not in tables:
        tables = {name: one for name, one in tables.items() if name != "market"} | {"prospects": market}
    return Files(
        tables,
        pd.concat([one.frame.assign(file=one.file) for one in cleaned], ignore_index=True)
        if cleaned
        else pd.DataFrame(),
        {heading: column for name in companies for heading, column in opened[name].headings.items()},
        {column: kind for name in companies for column, kind in kinds[name].items()},
        frozenset(opened[name].headings[heading] for name in companies for heading in opened[name].mapping.personal),
        _unusable([one for name, one in tables.items() if name != "prospects"] + cleaned),
        _fingerprints(project, sources, opened, lists, begun),
        currency,
        (*(finding for one in [*tables.values(), *cleaned] for finding in one.findings), *spelled),
        market,
        reading,
    )


def list_headings(project: Project) -> dict[str, str]:
    """What the project's prospect list, or without one its accounts, calls the columns: column -> heading."""
    sources = project.inputs()
    sides = [name for name in ("accounts", "deals", "market", "prospects") if name in sources]
    opened: dict[str, Opened] = {name: _opened(project, name, sources[name])[0] for name in sides}
    listed = in_line(opened)[sides[-1]]
    return dict(zip(map(str, listed.frame), map(str, listed.raw.frame), strict=True))


def _opened(project: Project, table: str, several: Sequence[Source]) -> list[Opened]:
    """The files of a table with what their columns mean; those of a list of companies are one."""
    asked = _asked(project, table)
    if table in LISTS:
        return [open_list(several, project.folder, table, asked)]
    raws = [read_as_shown(one, project.folder) for one in several]
    there = {fold(heading) for raw in raws for heading in map(str, raw.frame)}
    return [understood(raw, table, _of_file(asked.overrides, raw, there), asked.kept, asked.own) for raw in raws]


def _of_file(overrides: dict[str, str], raw: RawTable, there: Collection[str]) -> dict[str, str]:
    """What the settings say of the columns of one file of a table: not what they say of another's."""
    mine = set(map(fold, map(str, raw.frame)))
    return {name: one for name, one in overrides.items() if fold(one) in mine or fold(one) not in there}


def _asked(project: Project, table: str) -> Asked:
    settings = project.settings
    kept = frozenset(map(fold, settings.features.include or ()))
    return Asked(settings.columns.get(table, {}), kept, settings.phrases)


def _begun(project: Project, sources: dict[str, tuple[Source, ...]]) -> Beginning | None:
    """The beginning of the list that is ranked."""
    table = next((name for name in LISTS if name in sources), "")
    return Beginning.of(sources[table], project.folder, table, _asked(project, table)) if table else None


def in_line(opened: dict[str, Opened]) -> dict[str, Opened]:
    """Lists whose columns carry the names that the same headings have on the accounts' side.

    A heading that is canonical on one side only takes that meaning on both, unless another column has it already;
    headings that differ in case, spaces or underscores are one.
    """
    told = dict(opened)
    for name in LISTS:
        for side in ("accounts", "deals"):
            if name in opened and side in opened:
                told[name] = replace(told[name], frame=_renamed(told[name], opened[side]))
    return told


def _renamed(prospects: Opened, base: Opened) -> pd.DataFrame:
    theirs = {fold(heading): column for heading, column in base.headings.items()}
    company = {field.name for field in COMPANY} | {"account_created"}
    canonical = fields("prospects")
    names: dict[str, str] = {}
    for heading, column in prospects.headings.items():
        there = theirs.get(fold(heading))
        if there is None or there == column or column in canonical:
            continue
        free = there not in prospects.frame.columns and there not in names.values()
        if free and (there in company or there not in fields(base.table)):
            names[column] = there
    return prospects.frame.rename(columns=names)


def _fingerprints(
    project: Project,
    sources: dict[str, tuple[Source, ...]],
    opened: dict[str, Opened],
    lists: list[Opened],
    begun: Beginning | None,
) -> dict[str, str]:
    """Input -> SHA-256 of the file's bytes; of a query, of its answer; not of a list that was only begun."""
    rest, found = iter(lists), {}
    for table, several in sources.items():
        if begun and table == begun.table:
            continue
        for source in several:
            one = next(rest) if table == "exclude" else opened[table]
            if source.file:
                with project.path(source.file).open("rb") as file:
                    found[shown(source.file)] = hashlib.file_digest(file, "sha256").hexdigest()
            else:
                found[one.raw.file] = hashlib.sha256(one.raw.frame.to_csv(index=False).encode()).hexdigest()
    return found


def _unusable(tables: list[Intake]) -> pd.DataFrame:
    """Rows that do not fit under their headings, and rows that the CRM marks as not counting."""
    parts = [
        one.broken.assign(file=one.file, id=None, name=None, reason="broken_row", detail=told_rows(one.broken))
        for one in tables
        if len(one.broken)
    ]
    parts += [rows_left_out(one, KEYS.get(one.table, "")) for one in tables if len(one.left_out)]
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)] if parts else pd.DataFrame(columns=list(COLUMNS))


def rows_left_out(table: Intake, key: str) -> pd.DataFrame:
    """The rows of a table that the CRM marks as not counting, as rows that cannot be used are written down.

    Parameters
    ----------
    table : Intake
    key : str
        The column that says which row it is, where there is one.
    """
    gone = table.left_out
    told = {"file": table.file, "row": gone["row"], "id": gone.get(key), "name": gone.get("name")}
    why = gone["reason"].map(lambda reason: say(f"headings.{reason}"))
    return pd.DataFrame(told).assign(reason=gone["reason"], detail=why)[list(COLUMNS)]
