"""A list of any length, cleaned in blocks: what its beginning tells of the columns holds for all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from lookalike.companies.clean.lists import Asked, needed, open_rows, together
from lookalike.companies.clean.pieces import Piece, pieces, read_piece
from lookalike.companies.clean.spellings import one_spelling
from lookalike.companies.clean.table import Intake, Opened, begin_as_shown, clean_table, shown
from lookalike.schema import Kind
from lookalike.settings import Money, Source

BLOCK = 200_000  # rows that are cleaned at a time
BEGUN = 10  # files whose beginnings are read


@dataclass(frozen=True, eq=False)
class Beginning:
    """The first rows of the files of a list.

    Parameters
    ----------
    table : str
        prospects or market.
    sources : tuple of Source
        All files.
    folder : Path
        Where relative names start.
    asked : Asked
    opened : Opened
        The first rows of the first files, numbered on.
    starts : tuple of int
        By how much the rows of each of these files were numbered on, and the last number.
    """

    table: str
    sources: tuple[Source, ...]
    folder: Path
    asked: Asked
    opened: Opened
    starts: tuple[int, ...]

    @classmethod
    def of(cls, sources: tuple[Source, ...], folder: Path, table: str, asked: Asked) -> Beginning:
        """Read it."""
        parts = [_begun(source, folder, table, asked) for source in sources[:BEGUN]]
        starts = [0]
        for one in parts:
            last = max([0, *one.raw.rows, *one.raw.broken["row"]])
            starts.append(starts[-1] + int(last))
        return cls(table, sources, folder, asked, together(parts), tuple(starts))


def _begun(source: Source, folder: Path, table: str, asked: Asked) -> Opened:
    return open_rows(begin_as_shown(source, folder, partial(needed, asked)), table, asked)


@dataclass(frozen=True, eq=False)
class Reading:
    """How the rest of a list is read.

    Parameters
    ----------
    beginning : Beginning
    opened : Opened
        The beginning with the columns as all tables of the project call them.
    kinds : mapping
        Table -> kinds of its columns that are not canonical.
    tables : mapping of Intake
        The project's other tables, in the spellings of their files.
    money : Money
    currency : str
        The project's.
    rows : int
        Of a block.
    """

    beginning: Beginning
    opened: Opened
    kinds: Mapping[str, Mapping[str, Kind]]
    tables: Mapping[str, Intake]
    money: Money
    currency: str
    rows: int = field(default_factory=lambda: BLOCK)

    def pieces(self) -> list[Piece]:
        """The pieces of the list, which can be read apart from each other."""
        return pieces(self.beginning.sources, self.beginning.folder, self.rows)

    def blocks(self, piece: Piece) -> Iterator[Intake]:
        """The clean rows of a piece, numbered as in its file.

        A block is read together with the beginning, so that a column means the same in each of them.
        """
        begun = self.beginning
        mapping = _begun(piece.source, begun.folder, begun.table, begun.asked).mapping
        for raw in read_piece(piece, begun.folder, self.rows, partial(needed, begun.asked)):
            rows = open_rows(replace(raw, file=shown(raw.file)), begun.table, begun.asked, mapping)
            yield self._clean(rows, piece.file)

    def _clean(self, rows: Opened, file: int) -> Intake:
        before, frame = self._before(rows, file), self._in_line(rows.frame)
        both = pd.concat([before, frame], ignore_index=True) if len(before) else frame
        numbers = np.concatenate([np.zeros(len(before), dtype=np.int64), rows.raw.rows])
        raw = replace(rows.raw, frame=both.set_axis(self.opened.raw.frame.columns, axis=1), rows=numbers)
        whole = replace(self.opened, raw=raw, frame=both)
        table = self.beginning.table
        cleaned = clean_table(whole, dict(self.kinds[table]), self.money, self.currency, self.beginning.asked.own)
        called = {column: heading for heading, column in self.opened.headings.items()}
        spelled = one_spelling({**self.tables, table: cleaned}, self.kinds, called)[0][table]
        return replace(spelled, frame=_own(spelled.frame), left_out=_own(spelled.left_out))

    def _before(self, rows: Opened, file: int) -> pd.DataFrame:
        """The rows of the beginning that are not among these."""
        starts, numbers = self.beginning.starts, self.opened.raw.rows
        if file >= len(starts) - 1:
            return self.opened.frame
        here = (numbers > starts[file]) & (numbers <= starts[file + 1])
        return self.opened.frame[~(here & np.isin(numbers - starts[file], rows.raw.rows))]

    def _in_line(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The columns as all tables of the project call them, those of the beginning and no others."""
        names = dict(zip(self.beginning.opened.frame.columns, self.opened.frame.columns, strict=True))
        called = frame.rename(columns=names)
        nothing = pd.Series(None, index=frame.index, dtype=object)
        return pd.DataFrame({name: called.get(name, nothing) for name in self.opened.frame.columns})


def _own(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows that are not the beginning's."""
    return rows[rows["row"] > 0].reset_index(drop=True) if len(rows) else rows
