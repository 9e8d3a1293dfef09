"""One file and what it is: its table, told by its name too, and what its columns mean."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePath

from lookalike.companies.headings.aliases import aliases, file_words
from lookalike.companies.headings.mapping import Mapping, map_columns, of_register
from lookalike.companies.read import RawTable
from lookalike.companies.registers import companies_of, recognised
from lookalike.languages import Message, Own, key, say
from lookalike.settings import Source

LISTS = ("prospects", "market")  # tables that a register's file may be
COMPANIES = "companies"  # in the names of files: accounts or prospects
OPEN_LIST = say("headings.open_list")


@dataclass(frozen=True)
class Role:
    """One file or sheet and what it is.

    Parameters
    ----------
    source : Source
    raw : RawTable
    table : str
        A table of `schema.TABLES`, or "" when it is none of them.
    confidence : float
        0-1.
    reason : Message
    mapping : Mapping or None
    """

    source: Source
    raw: RawTable
    table: str
    confidence: float
    reason: Message
    mapping: Mapping | None


def understood(
    raw: RawTable, table: str, overrides: dict[str, str], kept: Collection[str] = (), own: Own = ()
) -> Mapping:
    """What the columns of a file mean that is such a table; those of a register's file are known. Parameters as for
    `map_columns`."""
    layout = recognised(raw.frame.columns.tolist(), raw.file) if table in LISTS else None
    if layout is None:
        return map_columns(raw, table, overrides, kept, own)
    return of_register(table, layout.register, companies_of(raw.frame, layout, raw.file).headings | overrides)


def named(source: Source) -> str:
    """The table that a file's sheets, or else its own name, say it is."""
    return named_table(" ".join(source.sheet) or source.file)


def own_ids(raw: RawTable) -> bool:
    """Whether a heading says that the ids are those of prospects or leads, and of nothing else."""
    heading = map_columns(raw, "prospects").heading("prospect_id")
    return heading is not None and key(heading) not in aliases("accounts")


def named_table(name: str) -> str:
    """The table that a file's or sheet's name names; "" when it names none.

    Examples
    --------
    >>> named_table("hubspot-crm-exports-all-deals-2024.csv"), named_table("Kunder 2024.xlsx"), named_table("x.csv")
    ('deals', 'accounts', '')
    """
    found = words_of(name)
    best = max(found, key=lambda table: (found[table], table in ("exclude", "prospects")))
    return best.replace(COMPANIES, "accounts") if found[best] else ""


def words_of(name: str) -> dict[str, int]:
    """Table -> how many letters of a name speak for it."""
    stem = PurePath(name).name.split(".")[0]
    parts = [part.casefold() for part in re.findall(r"[^\W\d_]+", stem)]
    phrases = {key("".join(parts[start : start + size])) for size in (1, 2, 3, 4) for start in range(len(parts))}
    return {table: max((len(word) for word in words & phrases), default=0) for table, words in file_words().items()}
