"""How the bulk files of registers are laid out, read from `presets/`, and which of them a file is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from lookalike.errors import InputError
from lookalike.languages import say

MOSTLY = 0.5  # share of a layout's headings that a file of it has at least

Choice = Mapping[str, tuple[str, ...]]
"""Heading, or name in an object -> the values that count; "" is a missing one."""


@dataclass(frozen=True)
class Column:
    """What a column of companies is made of.

    Parameters
    ----------
    of : tuple of str
        Headings; of several the first that is filled.
    cut : str
        A regular expression, whose group is the part of the cell that counts.
    words : mapping
        What codes stand for.
    others : str or None
        What stands for codes that are not among them; None leaves them as they are.
    when : mapping
        Rows whose cells count.
    where : mapping
        Of a cell that holds a list of objects: which of them, the values in order of preference.
    take : str
        What of the object: names that lead there, joined by points.
    """

    of: tuple[str, ...]
    cut: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    others: str | None = None
    when: Choice = field(default_factory=dict)
    where: Choice = field(default_factory=dict)
    take: str = ""


@dataclass(frozen=True)
class Says:
    """A rule by which a row gets the value of a column: one of some cells is one of `is`, or is `like` or `unlike` a
    pattern."""

    column: str
    value: str
    of: tuple[str, ...]
    among: tuple[str, ...] = ()
    like: str = ""
    unlike: str = ""


@dataclass(frozen=True)
class Layout:
    """One file of a register.

    Parameters
    ----------
    register, country : str
    needed : tuple of str
        Headings without which its rows cannot be told: who it is, and who must be left out.
    columns : mapping of Column
        By canonical name, or under a heading of their own.
    says : tuple of Says
        Of several rules for a column the first that holds.
    kept : tuple of str
        Headings of further traits, kept as they are.
    called : str
        A word of the file's name, where headings alone do not tell.
    key : str
        The heading by which the files of a register are joined.
    part : bool
        Whether its rows only tell more of the companies of another file.
    rows : mapping
        Rows that count; of a part only.
    order : str
        The heading of a number: of a part's rows of one company the one with the smallest counts.
    """

    register: str
    country: str
    needed: tuple[str, ...]
    columns: Mapping[str, Column]
    says: tuple[Says, ...] = ()
    kept: tuple[str, ...] = ()
    called: str = ""
    key: str = ""
    part: bool = False
    rows: Choice = field(default_factory=dict)
    order: str = ""

    @property
    def headings(self) -> frozenset[str]:
        """All headings that are read, in any case of letters."""
        told = [heading for column in self.columns.values() for heading in (*column.of, *column.when)]
        told += [heading for rule in self.says for heading in rule.of]
        return frozenset(map(str.casefold, (*told, *self.needed, *self.kept, *self.rows, self.key, self.order))) - {""}


@cache
def layouts() -> tuple[Layout, ...]:
    """The layouts of all registers, by file."""
    folder = files("lookalike.companies.registers") / "presets"
    found = [tomllib.loads(file.read_text("utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(
        _layout(register["name"], register["country"], one)
        for register in sorted(found, key=lambda register: register["name"])
        for one in register["files"]
    )


def _layout(register: str, country: str, told: dict[str, Any]) -> Layout:
    columns = {name: _column(one) for name, one in told.pop("columns", {}).items()}
    says = tuple(
        Says(of=_several(rule.pop("of")), among=tuple(rule.pop("is", ())), **rule) for rule in told.pop("says", ())
    )
    rows = _choice(told.pop("rows", {}))
    needed, kept = (tuple(told.pop(name, ())) for name in ("needed", "kept"))
    return Layout(register, country, needed, columns, says, kept, rows=rows, **told)


def _column(told: str | list[str] | dict[str, Any]) -> Column:
    if not isinstance(told, dict):
        return Column(_several(told))
    choices = {name: _choice(told.get(name, {})) for name in ("when", "where")}
    plain = {one.name: told[one.name] for one in fields(Column) if one.name in told and one.name not in choices}
    return Column(**plain | choices | {"of": _several(told["of"])})


def _several(told: str | list[str]) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(told)


def _choice(told: dict[str, list[str]]) -> Choice:
    return {name: tuple(values) for name, values in told.items()}


def recognised(headings: Sequence[str], file: str) -> Layout | None:
    """The layout of a register's file; None for any other.

    Parameters
    ----------
    headings : sequence of str
    file : str
        Its name, by which the files of some registers are told apart.

    Examples
    --------
    >>> found = recognised(["CompanyName", "CompanyNumber", "CompanyStatus", "CompanyCategory"], "basic.csv")
    >>> found is None, recognised(["Name", "City"], "list.csv")
    (True, None)
    >>> more = ["RegAddress.PostTown", "RegAddress.PostCode", "RegAddress.County", "IncorporationDate"]
    >>> recognised(["CompanyName", "CompanyNumber", "CompanyStatus", *more], "basic.csv").register
    'Companies House'
    """
    there = frozenset(map(str.casefold, headings))
    words = set(re.findall(r"[^\W_]+", PurePath(file).name.casefold()))
    shares = [
        (len(one.headings & there) / len(one.headings), one)
        for one in layouts()
        if not one.called or one.called.casefold() in words
    ]
    share, best = max(shares, key=lambda pair: pair[0])
    return best if share >= MOSTLY else None


def complete(layout: Layout, headings: Iterable[str], file: str) -> Layout:
    """The layout, if the file has all that cannot be done without.

    Raises
    ------
    InputError
        Columns are missing that tell who a company is, or that it must be left out.
    """
    there = frozenset(map(str.casefold, headings))
    missing = [heading for heading in layout.needed if heading.casefold() not in there]
    if missing:
        found = say("market.no_columns", register=layout.register, columns=missing, n=len(missing))
        raise InputError(found, say("market.all_columns"), file, say("market.download"))
    return layout
