"""A register's rows as rows of companies: text cells under the names that the product knows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from lookalike.companies.read import cell_text
from lookalike.companies.registers.layouts import Choice, Column, Layout, Says
from lookalike.companies.registers.nested import taken
from lookalike.errors import InputError
from lookalike.languages import say


@dataclass(frozen=True)
class Listed:
    """What a file of a register tells of companies.

    Parameters
    ----------
    layout : Layout
    frame : DataFrame
        Text cells under canonical names, and under headings of their own.
    headings : dict
        Column -> the heading that it comes from.
    keys : Series or None
        What joins the rows with those of other files.
    file : str
    """

    layout: Layout
    frame: pd.DataFrame
    headings: dict[str, str]
    keys: pd.Series | None
    file: str


def companies_of(frame: pd.DataFrame, layout: Layout, file: str, kept: Sequence[str] = ()) -> Listed:
    """The rows of a register's file as companies.

    Parameters
    ----------
    frame : DataFrame
        Text cells under the register's headings.
    layout : Layout
    file : str
    kept : sequence of str
        Further headings that are wanted as they are.
    """
    names = {str(heading).casefold(): str(heading) for heading in frame}
    cells = {key: _texts(frame[heading]) for key, heading in names.items()}
    if layout.part:
        chosen = _rows(cells, layout)
        cells = {key: column[chosen] for key, column in cells.items()}
    columns, headings = {}, {}
    for name, column in layout.columns.items():
        there = [heading for heading in column.of if heading.casefold() in cells]
        if there:
            columns[name] = _cells(cells, column, there)
            headings[name] = names[there[0].casefold()]
    index = next(iter(cells.values())).index
    for name in dict.fromkeys(rule.column for rule in layout.says):
        rules = [rule for rule in layout.says if rule.column == name]
        columns[name] = _said(cells, rules, index)
        there = [heading for rule in rules for heading in rule.of if heading.casefold() in cells]
        if there:
            headings[name] = names[there[0].casefold()]
    if not layout.part:
        columns["country"] = pd.Series(layout.country, index=index, dtype=object)
    for heading in (*layout.kept, *kept):
        if heading.casefold() in cells and names[heading.casefold()] not in headings.values():
            column_name = names[heading.casefold()]
            columns[column_name], headings[column_name] = cells[heading.casefold()], column_name
    return Listed(layout, pd.DataFrame(columns), headings, cells.get(layout.key.casefold()), file)


def _texts(column: pd.Series) -> pd.Series:
    """A column as text, from files that keep types too."""
    told = column.dropna()
    if pd.api.types.is_object_dtype(column) and (told.empty or isinstance(told.iloc[0], str)):
        return column
    texts = column.astype(object).map(cell_text, na_action="ignore")
    return texts.where(texts.notna(), None)


def _rows(cells: Mapping[str, pd.Series], layout: Layout) -> pd.Index:
    """The rows of a part that count: one for each company, and those that count first."""
    keys = cells[layout.key.casefold()]
    counts = keys.notna() & _are(cells, layout.rows, keys.index)
    rows = pd.DataFrame({"key": keys[counts]})
    if layout.order.casefold() in cells:
        rows["position"] = pd.to_numeric(cells[layout.order.casefold()][counts], errors="coerce")
        rows = rows.sort_values("position", kind="stable")
    return rows.drop_duplicates("key").index


def _are(cells: Mapping[str, pd.Series], choice: Choice, index: pd.Index) -> pd.Series:
    """Which rows have one of the values that count in every column of a choice; a column that is not there is empty."""
    holds = pd.Series(True, index=index)
    for heading, values in choice.items():
        column = cells.get(heading.casefold(), pd.Series("", index=index))
        holds &= column.fillna("").isin(values)
    return holds


def _cells(cells: Mapping[str, pd.Series], column: Column, there: Sequence[str]) -> pd.Series:
    found = cells[there[0].casefold()]
    for heading in there[1:]:
        found = found.where(found.notna(), cells[heading.casefold()])
    if column.when:
        found = found.where(_are(cells, column.when, found.index), None)
    if column.take:
        found = taken(found, column.where, column.take)
    if column.cut:
        found = found.astype("str").str.extract(column.cut, expand=False).where(found.notna(), None)
    if column.words:
        known = found.map(column.words)
        found = known.where(known.notna(), found if column.others is None else column.others)
    return found.astype(object).where(found.notna() & found.ne(""), None)


def _said(cells: Mapping[str, pd.Series], rules: Sequence[Says], index: pd.Index) -> pd.Series:
    """The value of the first rule that holds; missing where none does."""
    answer = pd.Series(None, index=index, dtype=object)
    for rule in rules:
        for heading in rule.of:
            column = cells.get(heading.casefold())
            if column is not None:
                answer = answer.mask(answer.isna() & _holds(column, rule), rule.value)
    return answer.where(answer.notna(), None)


def _holds(column: pd.Series, rule: Says) -> pd.Series:
    """Whether a rule holds of each cell; of an empty one none does."""
    texts = column.dropna()
    different = pd.Series(texts.unique(), dtype=object)
    if rule.among:
        fits = different.str.casefold().isin([value.casefold() for value in rule.among])
    else:
        pattern = re.compile(rule.like or rule.unlike)
        fits = different.map(lambda text: bool(pattern.search(text)) != bool(rule.unlike))
    return column.isin(different[fits.astype(bool)])


def with_parts(main: Listed, parts: Sequence[Listed]) -> Listed:
    """The companies of a register's main file with what its other files tell of them."""
    frame, headings = main.frame, dict(main.headings)
    for part in parts:
        if part.layout.register != main.layout.register or main.keys is None or part.keys is None:
            continue
        told = part.frame.set_axis(part.keys.to_numpy())
        for name in told:
            more = main.keys.map(told[name]).astype(object)
            more = more.where(more.notna(), None)
            frame = frame.assign(**{str(name): frame[name].where(frame[name].notna(), more) if name in frame else more})
            headings.setdefault(str(name), part.headings[str(name)])
    return Listed(main.layout, frame, headings, main.keys, main.file)


def without_main(part: Listed) -> InputError:
    """What is wrong with a file that only tells more of companies that no other file lists."""
    found = say("market.only_a_part", register=part.layout.register)
    return InputError(found, say("market.main_file"), part.file, say("market.name_all_files"))
