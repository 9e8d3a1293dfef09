"""A block of companies as plain arrays: numbers as they are, text as places in a list of its distinct values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.errors import InputError
from lookalike.knowledge.rules import Mask, Value, match, worded
from lookalike.languages import say
from lookalike.learning.bins import Bins, CategoryBins, Feature, NumericBins, TokenBins
from lookalike.schema import COLD, RELATION, Attribute, Kind
from lookalike.scorecard.tables.kernels import bin_numbers


@dataclass(frozen=True, eq=False)
class Text:
    """n cells of text: `places` (int, shape (n,)) in `values`, -1 where missing."""

    places: np.ndarray
    values: np.ndarray


@dataclass(frozen=True, eq=False)
class Columns:
    """Columns of n rows by name; the one form in which frames, Arrow batches and single companies are scored."""

    rows: int
    columns: Mapping[str, np.ndarray | Text]

    def codes(self, features: Sequence[Feature]) -> np.ndarray:
        """The bin of each row in each feature: int32 of shape (features, n); a text is looked up only once."""
        codes = np.empty((len(features), self.rows), dtype=np.int32)
        for code, feature in zip(codes, features, strict=True):
            column, bins = self.columns[feature.source], feature.bins
            if isinstance(column, Text):
                _codes(bins, column.values).take(column.places, out=code, mode="wrap")
            else:
                assert isinstance(bins, NumericBins)
                bin_numbers(column, bins.cuts, code)
        return codes

    def with_text(self, name: str, column: Text) -> Columns:
        """The same with one column more."""
        return Columns(self.rows, {**self.columns, name: column})

    def take(self, rows: np.ndarray) -> Columns:
        """The rows at these places."""
        taken = {
            name: Text(cells.places[rows], cells.values) if isinstance(cells, Text) else cells[rows]
            for name, cells in self.columns.items()
        }
        return Columns(len(rows), taken)

    def __len__(self) -> int:
        """Rows; this, `columns` and the next are all that rules ask of a table."""
        return self.rows

    def __getitem__(self, name: str) -> np.ndarray | Text:
        """A column."""
        return self.columns[name]


@match.register
def _(column: Text, op: str, values: Sequence[Value]) -> tuple[Mask, Mask]:
    """Rules read a column of text as it is."""
    return worded(column.places, column.values, op, values)


def _codes(bins: Bins, values: np.ndarray) -> np.ndarray:
    """The bin of each distinct text, and last the missing one; plain Python, as there are few."""
    missing = bins.size - 1
    if isinstance(bins, CategoryBins):
        known = bins.places
        return np.array([*[known.get(value, missing - 1) for value in values], missing], dtype=np.int32)
    if isinstance(bins, TokenBins):
        return np.array([*[bins.token in str(value).split(";") for value in values], missing], dtype=np.int32)
    return np.array([*bins.codes(values), missing], dtype=np.int32)


def from_frame(frame: pd.DataFrame, attributes: Iterable[Attribute]) -> Columns:
    """The attributes' columns of a frame, and how the companies stand with us."""
    wanted = _present(frame.columns, attributes)
    columns: dict[str, np.ndarray | Text] = {}
    for attribute in wanted:
        cells = frame[attribute.name]
        if attribute.kind in (Kind.NUMBER, Kind.MONEY):
            columns[attribute.name] = np.array(cells, dtype=float)
        else:
            columns[attribute.name] = _coded(cells)
    columns[RELATION] = _coded(frame[RELATION]) if RELATION in frame else _cold(len(frame))
    return Columns(len(frame), columns)


def from_batch(batch: pa.RecordBatch, attributes: Iterable[Attribute]) -> Columns:
    """The attributes' columns of an Arrow batch: empty text is missing, integers and decimals become floats."""
    columns: dict[str, np.ndarray | Text] = {}
    for attribute in _present(batch.schema.names, attributes):
        cells = batch.column(attribute.name)
        if attribute.kind in (Kind.NUMBER, Kind.MONEY):
            columns[attribute.name] = _numbers(cells, attribute.name)
        else:
            columns[attribute.name] = _text(cells)
    columns[RELATION] = _text(batch.column(RELATION)) if RELATION in batch.schema.names else _cold(batch.num_rows)
    return Columns(batch.num_rows, columns)


def from_company(company: Mapping[str, Any], attributes: Iterable[Attribute]) -> Columns:
    """One company as a row; what is absent or None is missing."""
    columns: dict[str, np.ndarray | Text] = {}
    for attribute in attributes:
        value = company.get(attribute.name)
        if attribute.kind in (Kind.NUMBER, Kind.MONEY):
            columns[attribute.name] = np.array([np.nan if value is None else float(value)])
        else:
            written = "" if value is None else str(value).strip()
            columns[attribute.name] = Text(np.array([0 if written else -1]), np.array([written], dtype=object))
    columns[RELATION] = Text(np.array([0]), np.array([company.get(RELATION) or COLD], dtype=object))
    return Columns(1, columns)


def _coded(cells: pd.Series) -> Text:
    places, values = pd.factorize(cells)
    return Text(places, np.asarray(values, dtype=object))


def _cold(rows: int) -> Text:
    """How companies stand with us of which nobody says."""
    return Text(np.zeros(rows, dtype=np.int64), np.array([COLD], dtype=object))


def _present(names: Iterable[str], attributes: Iterable[Attribute]) -> tuple[Attribute, ...]:
    attributes = tuple(attribute for attribute in attributes if attribute.name != RELATION)  # which need not be told
    missing = [attribute.name for attribute in attributes if attribute.name not in set(names)]
    if missing:
        found = say("scorecard.no_column", columns=missing)
        raise InputError(found, say("scorecard.every_column"), do=say("scorecard.add_column"))
    return attributes


def _numbers(cells: pa.Array, name: str) -> np.ndarray:
    try:
        numbers = pc.cast(cells, pa.float64())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as problem:
        raise InputError(f"column {name!r} holds {cells.type}: {problem}", "numbers") from problem
    return np.array(pc.fill_null(numbers, np.nan).to_numpy(zero_copy_only=False))


def _text(cells: pa.Array) -> Text:
    if not pa.types.is_dictionary(cells.type):
        cells = pc.dictionary_encode(pc.cast(cells, pa.string()))
    written = [(text or "").strip() or None for text in cells.dictionary.to_pylist()]
    new, distinct = pd.factorize(np.array(written, dtype=object))
    places = pc.fill_null(cells.indices, len(written)).to_numpy(zero_copy_only=False)
    return Text(np.append(new, -1)[places], distinct)
