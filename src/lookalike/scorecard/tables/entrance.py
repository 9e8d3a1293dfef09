"""Companies as a frame, an Arrow batch or a dict has them, to the one form in which all are scored.

Every cell is read by itself, as a file's would be: a company means the same whatever company it comes in, by whatever
entrance. What is blank, absent or means nothing is unknown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values import levels_of
from lookalike.errors import InputError, did_you_mean
from lookalike.languages import Message, say
from lookalike.schema import COLD, RELATION, TABLES, Attribute, Kind
from lookalike.scorecard.tables.cell import read_amount, read_word, written
from lookalike.scorecard.tables.columns import Columns, Text

NUMERIC = (Kind.NUMBER, Kind.MONEY)
OF_A_LIST = (*TABLES["prospects"], RELATION)  # what a company may come with beside what the model reads
INDUSTRY_CODE = "industry_code"  # from which its levels are made where they are not there
SHOWN = 3  # of a kind, in a message


@dataclass(frozen=True, eq=False)
class Cells:
    """n cells as they were handed over: `places` (int, shape (n,)) in their distinct `values`, -1 where missing."""

    places: np.ndarray
    values: Sequence[Any]

    def read(self, meaning: Callable[[Any], str | None]) -> Text:
        """What the cells mean, asked once per distinct value."""
        found, distinct = pd.factorize(np.array([*map(meaning, self.values), None], dtype=object))
        return Text(found[self.places], np.asarray(distinct, dtype=object))


Given = Mapping[str, Callable[[], Cells | np.ndarray]]
"""Columns by name: numbers (float64, NaN where missing), or cells."""


def from_frame(frame: pd.DataFrame, attributes: Iterable[Attribute]) -> Columns:
    """The attributes of the companies of a frame, and how they stand with us."""
    refuse_repeated(map(str, frame.columns))
    given: Given = {str(name): partial(_of_series, cells) for name, cells in frame.items()}
    return _table(len(frame), attributes, given)


def from_batch(batch: pa.RecordBatch, attributes: Iterable[Attribute]) -> Columns:
    """The same of an Arrow batch."""
    refuse_repeated(batch.schema.names)
    given: Given = {name: partial(_of_array, batch.column(name)) for name in batch.schema.names}
    return _table(batch.num_rows, attributes, given)


def from_company(company: Mapping[str, Any], attributes: Iterable[Attribute]) -> Columns:
    """The same of one company."""
    given: Given = {name: partial(Cells, np.zeros(1, dtype=np.int64), [value]) for name, value in company.items()}
    return _columns(1, attributes, given)


def read_cells(cells: pd.Series, attribute: Attribute) -> tuple[np.ndarray, list[Message]]:
    """A column as it is scored: float64, or text with None; and the values among numbers that are none."""
    given = _of_series(cells)
    if attribute.kind in NUMERIC:
        return _numbers(given, attribute.name)
    words = _words(given, attribute)
    return np.array([*words.values, None], dtype=object)[words.places], []


def refuse_unknown(names: Iterable[str], attributes: Iterable[Attribute]) -> None:
    """Whoever writes a company by hand has no other columns than the model's and those of a prospect list.

    Raises
    ------
    InputError
        Names that nobody knows, all of them together.
    """
    known = list(dict.fromkeys([*(one.name for one in attributes), *OF_A_LIST]))
    unknown = [str(name) for name in names if name not in known]
    if unknown:
        hints = [say("given.unknown", name=name, hint=did_you_mean(name, known)) for name in unknown]
        raise InputError(say("given.unknown_all", hints=hints), say("given.known"))


def refuse_repeated(names: Iterable[str]) -> None:
    """No column twice: which of the two is meant?

    Raises
    ------
    InputError
        There are some.
    """
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise InputError(say("given.twice", names=twice), say("given.once"))


def _table(rows: int, attributes: Iterable[Attribute], given: Given) -> Columns:
    """The attributes of several companies.

    Who sends none of the columns sends something else, and who writes one in other letters means it all the same.
    """
    names = [one.name for one in attributes if one.name != RELATION]
    others = [name for name in given if name not in {*names, *OF_A_LIST}]
    if names and given.keys().isdisjoint({*names, INDUSTRY_CODE}):
        meant = others[:SHOWN]
    else:
        lacking = {_folded(name) for name in names if name not in given}
        meant = [name for name in others if _folded(name) in lacking]
        if not meant:
            return _columns(rows, attributes, given)
    hints = [say("given.unknown", name=name, hint=did_you_mean(name, names)) for name in meant]
    found = say("given.unknown_all", hints=hints) if hints else say("given.nothing")
    raise InputError(found, say("errors.one_of", names=names), do=say("given.by_name"))


def _folded(name: str) -> str:
    return name.strip().casefold().replace(" ", "_")


def _columns(rows: int, attributes: Iterable[Attribute], given: Given) -> Columns:
    wanted = [one for one in attributes if one.name != RELATION]  # which need not be told
    columns: dict[str, np.ndarray | Text] = {}
    strange: list[Message] = []
    for one in wanted:
        if one.kind in NUMERIC:
            cells = given[one.name]() if one.name in given else np.full(rows, np.nan)
            columns[one.name], odd = _numbers(cells, one.name)
            strange += odd
        else:
            columns[one.name] = _words(given[one.name](), one) if one.name in given else _level(rows, one.name, given)
    refuse_strange(strange)
    columns[RELATION] = _relation(rows, given)
    return Columns(rows, columns)


def refuse_strange(strange: list[Message]) -> None:
    """No values that are not of their column's kind.

    Raises
    ------
    InputError
        There are some.
    """
    if strange:
        raise InputError(say("given.wrong_kind", values=strange), say("given.of_kind"), do=say("given.correct"))


def _of_series(cells: pd.Series) -> Cells | np.ndarray:
    if pd.api.types.is_numeric_dtype(cells.dtype) and not pd.api.types.is_bool_dtype(cells.dtype):
        return cells.to_numpy(float, na_value=np.nan)
    kept = cells if isinstance(cells.dtype, pd.CategoricalDtype) else cells.astype(object)
    try:
        places, values = pd.factorize(kept)
    except TypeError:  # lists, which are not hashable
        places, values = pd.factorize(kept.map(written))
    return Cells(places, list(values))


def _of_array(cells: pa.Array) -> Cells | np.ndarray:
    if pa.types.is_integer(cells.type) or pa.types.is_floating(cells.type) or pa.types.is_decimal(cells.type):
        return np.array(pc.fill_null(pc.cast(cells, pa.float64(), safe=False), np.nan).to_numpy(zero_copy_only=False))
    if pa.types.is_nested(cells.type):
        return _of_series(pd.Series(cells.to_pylist(), dtype=object))
    coded = cells if pa.types.is_dictionary(cells.type) else pc.dictionary_encode(cells)
    places = pc.fill_null(pc.cast(coded.indices, pa.int64()), -1).to_numpy(zero_copy_only=False)
    return Cells(places, coded.dictionary.to_pylist())


def _numbers(cells: Cells | np.ndarray, name: str) -> tuple[np.ndarray, list[Message]]:
    """A column of numbers, and the first of the values among them that are none."""
    if isinstance(cells, np.ndarray):
        return cells, []
    read = [_amount(value) for value in cells.values]
    odd = [str(value) for value, number in zip(cells.values, read, strict=True) if number is None]
    numbers = np.array([*(np.nan if one is None else one for one in read), np.nan])[cells.places]
    return numbers, [say("given.value", name=name, value=value) for value in odd[:SHOWN]]


def _amount(value: Any) -> float | None:
    """A value as a number: NaN where it is none at all, None where it is something else."""
    if isinstance(value, int | float | np.number) and not isinstance(value, bool | np.bool_):
        return float(value)
    text = written(value)
    return np.nan if text is None else read_amount(text)


def _words(cells: Cells | np.ndarray, attribute: Attribute) -> Text:
    """A column of words."""
    field = TABLES["prospects"].get(attribute.name)
    kind = Kind.SET if attribute.kind is Kind.SET else field.kind if field else attribute.kind
    if isinstance(cells, np.ndarray):
        places, values = pd.factorize(cells)
        cells = Cells(places, list(values))

    def meaning(value: Any) -> str | None:
        text = written(value)
        return None if text is None else read_word(text, kind, attribute.name if field else "")

    return cells.read(meaning)


def _level(rows: int, name: str, given: Given) -> Text:
    """A column that is not there: a level of the industry code where this is, else unknown."""
    level = name.removeprefix(f"{INDUSTRY_CODE}_")
    if INDUSTRY_CODE not in given or level == name:
        return Text(np.full(rows, -1), np.empty(0, dtype=object))
    codes = _words(given[INDUSTRY_CODE](), Attribute(INDUSTRY_CODE, Kind.CODE, INDUSTRY_CODE, INDUSTRY_CODE))
    return Cells(codes.places, list(codes.values)).read(lambda code: levels_of(code).get(level))


def _relation(rows: int, given: Given) -> Text:
    """How the companies stand with us; cold where nobody says."""
    if RELATION not in given:
        return Text(np.zeros(rows, dtype=np.int64), np.array([COLD], dtype=object))
    told = _words(given[RELATION](), Attribute(RELATION, Kind.CATEGORY, RELATION, RELATION))
    return Cells(np.where(told.places < 0, len(told.values), told.places), [*told.values, COLD]).read(str)
