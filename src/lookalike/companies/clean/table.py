"""One input file to a clean table under canonical names, with everything worth knowing about how it was read."""

from __future__ import annotations

from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from lookalike.companies.headings import Mapping, coded, fields, map_columns
from lookalike.companies.identity import own_domain
from lookalike.companies.read import RawTable, read
from lookalike.companies.values import (
    Cleaned,
    Context,
    blank_words,
    clean_column,
    day_first_of_file,
    infer_kind,
    sign_of_file,
)
from lookalike.languages import say
from lookalike.schema import Finding, Kind
from lookalike.settings import Money, Source

COMPANIES = ("accounts", "deals", "prospects")  # tables that may carry the same column of companies


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
    """A clean table: typed values, `row` (1-based row of the file), what could not be read, and what was noticed."""

    table: str
    file: str
    frame: pd.DataFrame
    broken: pd.DataFrame
    findings: tuple[Finding, ...]
    currency: str


def open_table(source: Source, folder: Path, table: str, overrides: dict[str, str]) -> Opened:
    """Read a file and find out what its columns mean."""
    raw = read(source, folder)
    raw = replace(raw, file=shown(raw.file), notes=tuple(replace(note, file=shown(note.file)) for note in raw.notes))
    mapping = map_columns(raw, table, overrides)
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
                kind = infer_kind(cells, blanks)
                for other in sharing:
                    kinds[other][column] = kind
    return kinds


def clean_table(opened: Opened, kinds: dict[str, Kind], money: Money, currency: str) -> Intake:
    """Turn text cells into typed values, column by column.

    Parameters
    ----------
    opened : Opened
    kinds : dict
        Kinds of the columns that are not canonical.
    money : Money
        Rates of other currencies.
    currency : str
        The project's currency as far as it is known; "" when not.
    """
    known = fields(opened.table)
    frame = opened.frame
    context = Context(
        decimal=opened.raw.decimal or sign_of_file(_numbers(opened, kinds)) or opened.raw.usual_decimal,
        day_first=day_first_of_file(_of_kinds(opened, kinds, (Kind.DATE,))),
        blanks=opened.blanks,
        currency=currency or opened.mapping.currency,
        rates=dict(money.rates),
        file=opened.raw.file,
    )
    if opened.mapping.closed_flag:
        context = replace(context, closed=opened.raw.frame[opened.mapping.closed_flag])
    if "currency" in frame and "currency" in known:
        context = replace(context, currencies=frame["currency"])
    columns, findings, found = {}, list(opened.raw.notes), context.currency
    heading_of = {column: heading for heading, column in opened.headings.items()}
    for column in frame.columns:
        field = known.get(column)
        kind = field.kind if field else kinds.get(column, Kind.TEXT)
        here = replace(
            context, field=column if field else "", column=heading_of[column], codes=coded(heading_of[column])
        )
        if kind is Kind.MONEY and column == "revenue":  # the company's own money has no currency column beside it
            here = replace(here, currencies=None)
        cleaned = clean_column(frame[column], kind, field.unit if field else "", here)
        columns[column] = own_domain(cleaned.values) if column == "domain" and field else cleaned.values
        found = found or cleaned.currency
        findings += _told(cleaned, opened.raw.file, heading_of[column])
    if opened.mapping.outcome:
        columns["outcome"] = pd.Series(opened.mapping.outcome, index=frame.index, dtype=object)
    clean = pd.DataFrame(columns, index=frame.index).assign(row=opened.raw.rows).reset_index(drop=True)
    return Intake(opened.table, opened.raw.file, clean, opened.raw.broken, tuple(findings), found)


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
    told = [
        Finding(
            "warning",
            problem.code,
            file,
            heading,
            problem.count,
            problem.message,
            say("values.correct"),
            problem.examples,
        )
        for problem in cleaned.problems
    ]
    read = int(cleaned.values.notna().sum())
    return told + [Finding("info", "reading", file, heading, read, note) for note in cleaned.notes]
