"""One input file to a clean table under canonical names, with everything worth knowing about how it was read."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from lookalike.companies.clean.marks import as_mark, marked
from lookalike.companies.clean.outcomes import Told, how_deals_ended
from lookalike.companies.clean.states import as_relationship, with_ends
from lookalike.companies.headings import Mapping, coded, fields, map_columns
from lookalike.companies.identity import company_keys, own_domain
from lookalike.companies.read import Only, RawTable, first_rows, read
from lookalike.companies.values import (
    Cleaned,
    Context,
    blank_words,
    clean_column,
    day_first_of_file,
    infer_kind,
    sign_of_file,
)
from lookalike.languages import Own, say
from lookalike.schema import EVIDENCE, MARKS, Finding, Kind, Level
from lookalike.settings import Money, Source

FEW = 0.01  # share of a column's cells below which what is odd about them costs nobody anything
COMPANIES = ("accounts", "deals", "prospects", "market")  # tables that may carry the same column of companies


@dataclass(frozen=True)
class Opened:
    """A file whose columns are known but whose cells are still text.

    Parameters
    ----------
    table : str
        accounts, deals, ...
    raw : RawTable
    mapping : Mapping
    frame : DataFrame
        Text cells under canonical names; other columns under their headings.
    blanks : frozenset of str
        Words the file uses for missing.
    """

    table: str
    raw: RawTable
    mapping: Mapping
    frame: pd.DataFrame
    blanks: frozenset[str]

    @property
    def headings(self) -> dict[str, str]:
        """Heading in the file -> column."""
        return dict(zip(self.raw.frame.columns, self.frame.columns, strict=True))


@dataclass(frozen=True)
class Intake:
    """A clean table: typed values, `row` (1-based row of the file), what could not be read, and what was noticed.

    `left_out` are the rows that the CRM marks as not counting, with their `reason`.
    """

    table: str
    file: str
    frame: pd.DataFrame
    broken: pd.DataFrame
    findings: tuple[Finding, ...]
    currency: str
    left_out: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def keys(self) -> pd.DataFrame:
        """What identifies the companies of its rows, as `company_keys` tells it: of a long list it is asked often."""
        return company_keys(self.frame)


def read_as_shown(source: Source, folder: Path, only: Only | None = None) -> RawTable:
    """Read a file, which is called in messages as it is shown."""
    raw = read(source, folder, only)
    return replace(raw, file=shown(raw.file), notes=tuple(replace(note, file=shown(note.file)) for note in raw.notes))


def begin_as_shown(source: Source, folder: Path, only: Only | None = None) -> RawTable:
    """The same of the beginning of a large file."""
    raw = first_rows(source, folder)
    return read_as_shown(source, folder, only) if raw is None else replace(raw, file=shown(raw.file))


def understood(
    raw: RawTable,
    table: str,
    overrides: dict[str, str],
    kept: Collection[str] = (),
    own: Own = (),
    mapping: Mapping | None = None,
) -> Opened:
    """A raw table with what its columns mean, unless that is known."""
    mapping = mapping or map_columns(raw, table, overrides, kept, own)
    return Opened(table, raw, mapping, mapping.rename(raw.frame), blank_words(raw.frame))


def shown(file: str) -> str:
    """How a file is called in messages: as in the settings, without the folders of a path from the root."""
    return Path(file).name if Path(file).is_absolute() else file


def kinds_of_others(opened: Lookup[str, Opened]) -> dict[str, dict[str, Kind]]:
    """Kinds of the columns that are not canonical, per table; tables of companies share the kind of a column."""
    kinds: dict[str, dict[str, Kind]] = {name: {} for name in opened}
    for name, one in opened.items():
        for column in one.frame.columns:
            if column not in fields(name) and column not in kinds[name]:
                sharing = [other for other in COMPANIES if other in opened and column in opened[other].frame]
                sharing = sharing if name in COMPANIES else [name]
                cells = pd.concat([opened[other].frame[column] for other in sharing], ignore_index=True)
                blanks = frozenset().union(*(opened[other].blanks for other in sharing))
                kind = infer_kind(cells, blanks, column)
                for other in sharing:
                    kinds[other][column] = kind
    return kinds


def clean_table(opened: Opened, kinds: dict[str, Kind], money: Money, currency: str, own: Own = ()) -> Intake:
    """Turn text cells into typed values, column by column, and leave out the rows that the CRM marks as not counting.

    Parameters
    ----------
    opened : Opened
    kinds : dict
        Kinds of the columns that are not canonical.
    money : Money
        Rates of other currencies.
    currency : str
        The project's currency as far as it is known; "" when not.
    own : tuple
        Words that the settings give a meaning.

    Raises
    ------
    InputError
        Of deals, nothing tells how they ended.
    """
    known, file = fields(opened.table), opened.raw.file
    context = _context(opened, kinds, money, currency)
    heading_of = {column: heading for heading, column in opened.headings.items()}
    columns, findings, found = {}, list(opened.raw.notes), context.currency
    for column in opened.frame.columns:
        meant = known.get(column)
        kind = meant.kind if meant else kinds.get(column, Kind.TEXT)
        here = replace(context, field=column if meant else "", column=heading_of[column])
        if kind is Kind.MONEY and column == "revenue":  # the company's own money has no currency column beside it
            here = replace(here, currencies=None)
        cells = opened.frame[column]
        if meant and column in MARKS and kind is Kind.BOOL and cells.dtype == object:
            cells = as_mark(cells)
        cleaned = clean_column(cells, kind, meant.unit if meant else "", here)
        columns[column] = own_domain(cleaned.values) if column == "domain" and meant else cleaned.values
        found = found or cleaned.currency
        findings += _told(cleaned, file, heading_of[column])
    if opened.table == "deals":
        findings += _settle(columns, heading_of, opened.frame.index, own, file)
    elif "status" in known:
        others = {heading_of[name]: cells for name, cells in columns.items() if name not in known}
        nothing = pd.Series(None, index=opened.frame.index, dtype=object)
        if "relationship" in columns:
            columns["relationship"] = as_relationship(columns["relationship"])
        status = with_ends(columns.get("status", nothing), others)
        if status.notna().any():
            columns["status"] = status
    why = marked(columns, opened.frame.index, _states(opened.table, columns))
    kept = {name: values for name, values in columns.items() if name not in {*MARKS, *EVIDENCE}}
    clean = pd.DataFrame(kept, index=opened.frame.index).assign(row=opened.raw.rows)
    left_out = clean[why.notna()].assign(reason=why[why.notna()])
    clean = clean[why.isna()].reset_index(drop=True)
    return Intake(opened.table, file, clean, opened.raw.broken, tuple(findings), found, left_out.reset_index(drop=True))


def _states(table: str, columns: dict[str, pd.Series]) -> tuple[str, ...]:
    """Columns that may say that their rows do not count: those without a meaning, and the status of a deal's record."""
    known = fields(table)
    return tuple(name for name in columns if name not in known or (table == "deals" and name == "status"))


def _context(opened: Opened, kinds: dict[str, Kind], money: Money, currency: str) -> Context:
    """What all columns of a file share."""
    context = Context(
        decimal=opened.raw.decimal or sign_of_file(_numbers(opened, kinds)) or opened.raw.usual_decimal,
        day_first=day_first_of_file(_of_kinds(opened, kinds, (Kind.DATE,))),
        blanks=opened.blanks,
        currency=currency or opened.mapping.currency,
        rates=dict(money.rates),
        file=opened.raw.file,
    )
    if "currency" in opened.frame and "currency" in fields(opened.table):
        context = replace(context, currencies=opened.frame["currency"])
    return context


def _settle(
    columns: dict[str, pd.Series], heading_of: dict[str, str], index: pd.Index, own: Own, file: str
) -> tuple[Finding, ...]:
    """Put the outcome of each deal, and when it was closed, among the columns."""
    texts = columns.get("outcome", pd.Series(None, index=index, dtype=object))
    codes = coded(heading_of["outcome"]) if "outcome" in columns else {}
    ended = how_deals_ended(Told(texts, columns, heading_of, codes, own), file)
    columns["outcome"] = ended.outcome
    if ended.closed.notna().any() or "closed" in columns:
        columns["closed"] = ended.closed
    return ended.findings


def _numbers(opened: Opened, kinds: dict[str, Kind]) -> list[pd.Series]:
    """The columns that may prove the decimal sign: those whose meaning is known, else all that look like numbers.

    Codes (industries, versions) look like numbers too, and prove nothing.
    """
    wanted = (Kind.NUMBER, Kind.MONEY)
    meant = _of_kinds(opened, {}, wanted)
    return meant if sign_of_file(meant) else _of_kinds(opened, kinds, wanted)


def _of_kinds(opened: Opened, kinds: dict[str, Kind], wanted: tuple[Kind, ...]) -> list[pd.Series]:
    known = fields(opened.table)
    names = list(map(str, opened.frame.columns))
    of_column = {name: known[name].kind if name in known else kinds.get(name) for name in names}
    return [opened.frame[column] for column, kind in of_column.items() if kind in wanted]


def _told(cleaned: Cleaned, file: str, heading: str) -> list[Finding]:
    """What was odd about a column, as findings."""
    read, rows, advice = int(cleaned.values.notna().sum()), len(cleaned.values), say("values.correct")
    told = []
    for one in cleaned.problems:
        level: Level = "warning" if one.count >= FEW * rows else "info"
        told.append(Finding(level, one.code, file, heading, one.count, one.message, advice, one.examples))
    return told + [Finding("info", "reading", file, heading, read, note) for note in cleaned.notes]
