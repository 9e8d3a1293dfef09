"""Lists of companies: exports, bought lists and registers, of one file or several."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from lookalike.companies.clean.table import Opened, read_as_shown, shown, understood
from lookalike.companies.headings import Mapping, fold, of_register
from lookalike.companies.identity import compare_form
from lookalike.companies.read import RawTable
from lookalike.companies.registers import Layout, Listed, companies_of, complete, recognised, with_parts, without_main
from lookalike.companies.values import blank_words, says_sole_trader
from lookalike.errors import InputError
from lookalike.languages import Own, say
from lookalike.settings import Source, quoted


@dataclass(frozen=True)
class Asked:
    """What the settings say of the columns of a list: canonical name -> heading, headings of attributes, words."""

    overrides: dict[str, str]
    kept: Collection[str] = ()
    own: Own = ()

    def further(self, headings: Sequence[str]) -> list[str]:
        """Headings that the settings name."""
        named = {fold(heading) for heading in self.overrides.values()} | set(self.kept)
        return [heading for heading in headings if fold(heading) in named]


def unexplained(file: str, columns: Sequence[str]) -> InputError:
    """The error about a list of whom not to approach of which no column tells which companies are meant."""
    do = say("exclusions.explain", column=quoted(columns[0] if columns else ""))
    return InputError(say("exclusions.unexplained", columns=list(columns)), say("exclusions.explained"), file, do)


def open_list(sources: Sequence[Source], folder: Path, table: str, asked: Asked) -> Opened:
    """Read the files of a list and find out what their columns mean; several are one list, numbered on.

    Parameters
    ----------
    sources : sequence of Source
    folder : Path
    table : str
        prospects or market.
    asked : Asked

    Raises
    ------
    InputError
        A register's file lacks what tells who must be left out, or the file that lists the companies is not there.
    """
    plain: list[Opened] = []
    registers: list[tuple[Listed, RawTable]] = []
    for source in sources:
        raw = read_as_shown(source, folder, partial(needed, asked))
        layout = recognised(raw.frame.columns.tolist(), raw.file)
        if layout is None:
            plain.append(_plain(raw, table, asked))
        else:
            registers.append((_of_register(raw, layout, asked), raw))
    parts = [listed for listed, _ in registers if listed.layout.part]
    whole = [
        _opened(with_parts(listed, parts), raw, table, asked) for listed, raw in registers if not listed.layout.part
    ]
    told = {listed.layout.register for listed, _ in registers if not listed.layout.part}
    for part in parts:
        if part.layout.register not in told:
            raise without_main(part)
    return together([*whole, *plain])


def open_rows(raw: RawTable, table: str, asked: Asked, mapping: Mapping | None = None) -> Opened:
    """The same of some rows of one file, by themselves.

    Parameters
    ----------
    raw : RawTable
    table, asked
        As for `open_list`.
    mapping : Mapping, optional
        What the columns of the file mean, where its other rows have told it.

    Raises
    ------
    InputError
        The file only tells more of companies that another one lists.
    """
    layout = recognised(raw.frame.columns.tolist(), raw.file)
    if layout is None:
        return _plain(raw, table, asked, mapping)
    listed = _of_register(raw, layout, asked)
    if layout.part:
        raise without_main(listed)
    return _opened(listed, raw, table, asked)


def _plain(raw: RawTable, table: str, asked: Asked, mapping: Mapping | None = None) -> Opened:
    opened = understood(raw, table, asked.overrides, asked.kept, asked.own, mapping)
    return _with_persons(opened, asked.own) if table == "market" else opened


def _of_register(raw: RawTable, layout: Layout, asked: Asked) -> Listed:
    return companies_of(raw.frame, layout, raw.file, asked.further(raw.frame.columns.tolist()))


def _with_persons(opened: Opened, own: Own) -> Opened:
    """A list of the market that tells whose legal form is a natural person's, as a register does."""
    if "company_type" not in opened.frame or "natural_person" in opened.frame:
        return opened
    traders = says_sole_trader(opened.frame["company_type"], own)
    frame = opened.frame.assign(natural_person=traders.map({True: "yes", False: "no"}))
    return _called(frame, {column: heading for heading, column in opened.headings.items()}, opened.raw, opened.mapping)


def needed(asked: Asked, headings: Sequence[str], file: str) -> Collection[str] | None:
    """The columns of a register that are read; all of any other list."""
    layout = recognised(headings, file)
    if layout is None:
        return None
    complete(layout, headings, shown(file))
    return {*asked.further(headings), *(heading for heading in headings if heading.casefold() in layout.headings)}


def _opened(listed: Listed, raw: RawTable, table: str, asked: Asked) -> Opened:
    """The rows of a register with their columns called by canonical names, those that the settings name among them."""
    named = {name: raw.frame[heading] for name, heading in asked.overrides.items() if heading in raw.frame}
    frame = listed.frame.assign(**named)
    headings = listed.headings | {name: asked.overrides[name] for name in named}
    return _called(frame, headings, raw, of_register(table, listed.layout.register, headings))


def _called(frame: pd.DataFrame, headings: dict[str, str], raw: RawTable, mapping: Mapping) -> Opened:
    """A list whose columns are settled; each is called by its heading, or by its own name where another has that."""
    called, used = [], set()
    for name in map(str, frame):
        heading = headings.get(name, name)
        called.append(name if heading in used else heading)
        used.add(called[-1])
    told = replace(raw, frame=frame.set_axis(called, axis=1))
    return Opened(mapping.table, told, mapping, frame, blank_words(frame))


def together(lists: Sequence[Opened]) -> Opened:
    """Several lists as one, below each other."""
    first = lists[0]
    if len(lists) == 1:
        return first
    rows, broken, before = [], [], 0
    for one in lists:
        rows.append(one.raw.rows + before)
        broken.append(one.raw.broken.assign(row=one.raw.broken["row"] + before))
        before = max([before, *rows[-1], *broken[-1]["row"]])
    raw = replace(
        first.raw,
        rows=np.concatenate(rows),
        file=" + ".join(one.raw.file for one in lists),
        notes=tuple(note for one in lists for note in one.raw.notes),
        broken=pd.concat(broken, ignore_index=True),
    )
    frame = pd.concat([one.frame for one in lists], ignore_index=True).astype(object)
    frame = frame.where(frame.notna(), None)
    headings = {column: heading for one in reversed(lists) for heading, column in one.headings.items()}
    personal = tuple(heading for one in lists for heading in one.mapping.personal if heading in headings.values())
    matches = {match.canonical: match for one in reversed(lists) for match in one.mapping.matches}
    mapping = replace(first.mapping, matches=tuple(matches.values()), personal=personal)
    return _called(completed(frame), headings, raw, mapping)


def completed(listed: pd.DataFrame) -> pd.DataFrame:
    """Rows of several files below each other, where each knows what the others tell of the same organisation number.

    Examples
    --------
    >>> rows = pd.DataFrame({"org_number": 2 * ["950000007"], "city": ["Oslo", None], "founded": [None, "1999"]})
    >>> completed(rows)[["city", "founded"]].values.tolist()
    [['Oslo', '1999'], ['Oslo', '1999']]
    """
    if "org_number" not in listed:
        return listed
    number = compare_form(listed["org_number"], listed.get("country"))
    again = number.notna() & number.duplicated(keep=False)
    if not again.any():
        return listed
    rows = listed[again].drop(columns="org_number")
    first = rows.groupby(np.asarray(number[again], dtype=object)).transform("first")
    told = listed.copy()
    told.loc[again, rows.columns] = rows.where(rows.notna(), first)
    return told.where(told.notna(), None)
