"""All files of a project, read and cleaned, with the two sides that must share columns brought into line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pandas as pd

from lookalike.companies.clean.spellings import one_spelling
from lookalike.companies.clean.table import Intake, Opened, clean_table, kinds_of_others, open_table
from lookalike.companies.headings import fields, fold
from lookalike.companies.read import told_rows
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

    @property
    def columns(self) -> list[str]:
        """All columns that accounts, deals and prospects have."""
        sides = [self.tables[table].frame for table in ("accounts", "deals", "prospects") if table in self.tables]
        return [str(name) for frame in sides for name in frame]

    def frame(self, table: str) -> pd.DataFrame | None:
        """A clean table, None when the project has none."""
        return self.tables[table].frame if table in self.tables else None


def read_files(project: Project, prospects: Source | None, progress: Progress) -> Files:
    """Read and clean every input of a project.

    Parameters
    ----------
    project : Project
    prospects : Source or None
        Stands in for the prospect list of the settings.
    progress : Progress
    """
    settings = project.settings
    sources = settings.inputs.named() | ({"prospects": (prospects,)} if prospects else {})
    given = [(table, source) for table, several in sources.items() for source in several]
    kept = frozenset(map(fold, settings.features.include or ()))
    opened, lists = {}, []
    for number, (table, source) in enumerate(given):
        progress(say("progress.reading", file=source.file or table), number / (2 * len(given)))
        one = open_table(source, project.folder, table, settings.columns.get(table, {}), kept, settings.phrases)
        if table == "exclude":
            lists.append(one)
        else:
            opened[table] = one
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
    tables, spelled = one_spelling(tables, kinds, called)
    cleaned = [clean_table(one, {}, settings.money, currency) for one in lists]
    companies = [name for name in ("deals", "prospects", "accounts") if name in opened]
    return Files(
        tables,
        pd.concat([one.frame.assign(file=one.file) for one in cleaned], ignore_index=True)
        if cleaned
        else pd.DataFrame(),
        {heading: column for name in companies for heading, column in opened[name].headings.items()},
        {column: kind for name in companies for column, kind in kinds[name].items()},
        frozenset(opened[name].headings[heading] for name in companies for heading in opened[name].mapping.personal),
        _unusable([one for name, one in tables.items() if name != "prospects"] + cleaned),
        {one.raw.file: _fingerprint(project, source, one) for (_, source), one in _in_order(given, opened, lists)},
        currency,
        (*(finding for one in [*tables.values(), *cleaned] for finding in one.findings), *spelled),
    )


def list_headings(project: Project) -> dict[str, str]:
    """What the project's prospect list, or without one its accounts, calls the columns: column -> heading."""
    settings, sources = project.settings, project.settings.inputs.named()
    kept = frozenset(map(fold, settings.features.include or ()))
    sides = [name for name in ("accounts", "deals", "prospects") if name in sources]
    opened: dict[str, Opened] = {
        name: open_table(sources[name][0], project.folder, name, settings.columns.get(name, {}), kept, settings.phrases)
        for name in sides
    }
    listed = in_line(opened)[sides[-1]]
    return dict(zip(map(str, listed.frame), map(str, listed.raw.frame), strict=True))


def in_line(opened: dict[str, Opened]) -> dict[str, Opened]:
    """Prospects whose columns carry the names that the same headings have on the accounts' side.

    A heading that is canonical on one side only takes that meaning on both, unless another column has it already;
    headings that differ in case, spaces or underscores are one.
    """
    if "prospects" not in opened:
        return opened
    prospects = opened["prospects"]
    for side in ("accounts", "deals"):
        if side in opened:
            prospects = replace(prospects, frame=_renamed(prospects, opened[side]))
    return opened | {"prospects": prospects}


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


def _in_order(
    given: list[tuple[str, Source]], opened: dict[str, Opened], lists: list[Opened]
) -> list[tuple[tuple[str, Source], Opened]]:
    rest = iter(lists)
    return [(one, next(rest) if one[0] == "exclude" else opened[one[0]]) for one in given]


def _fingerprint(project: Project, source: Source, opened: Opened) -> str:
    """SHA-256 of the file's bytes; of a query, of its answer."""
    if source.file:
        return hashlib.sha256(project.path(source.file).read_bytes()).hexdigest()
    return hashlib.sha256(opened.raw.frame.to_csv(index=False).encode()).hexdigest()


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
