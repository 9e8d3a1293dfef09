"""Files of a list in pieces that can be read apart from each other, on any machine that sees the files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from lookalike.companies.read import Only, RawTable, parquet_rows, read
from lookalike.settings import Source


@dataclass(frozen=True)
class Piece:
    """Rows of one file of a list.

    Parameters
    ----------
    file : int
        Which file of the list, from 0.
    source : Source
    groups : tuple of int
        Of a Parquet file its row groups; empty = the whole file.
    before : int
        Rows of the file before the piece.
    """

    file: int
    source: Source
    groups: tuple[int, ...] = ()
    before: int = 0


def pieces(sources: Sequence[Source], folder: Path, rows: int) -> list[Piece]:
    """The pieces of a list: the row groups of a Parquet file, some `rows` at a time; any other file is one."""
    return [one for number, source in enumerate(sources) for one in _pieces(number, source, folder, rows)]


def _pieces(number: int, source: Source, folder: Path, rows: int) -> Iterator[Piece]:
    path = (folder / source.file).resolve()
    if not _is_parquet(path):
        yield Piece(number, source)
        return
    about = pq.read_metadata(path)
    groups: list[int] = []
    before = held = 0
    for group in range(about.num_row_groups):
        groups.append(group)
        held += about.row_group(group).num_rows
        if held >= rows or group == about.num_row_groups - 1:
            yield Piece(number, source, tuple(groups), before)
            groups, before, held = [], before + held, 0


def _is_parquet(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def read_piece(piece: Piece, folder: Path, rows: int, only: Only | None = None) -> Iterator[RawTable]:
    """The rows of a piece in blocks, numbered as in the whole file; rows that do not fit come with the first block.

    Parameters
    ----------
    piece : Piece
    folder : Path
        Where relative names start.
    rows : int
        Of a block.
    only : callable, optional
        Which columns are wanted.

    Raises
    ------
    InputError
        As for `read`.
    """
    if piece.groups:
        raw = parquet_rows((folder / piece.source.file).resolve(), piece.source, piece.groups, only)
        raw = replace(raw, rows=raw.rows + piece.before)
    else:
        raw = read(piece.source, folder, only)
    for start in range(0, max(len(raw.frame), 1), rows):
        block = slice(start, start + rows)
        broken = raw.broken if start == 0 else raw.broken.iloc[:0]
        frame = raw.frame.iloc[block].reset_index(drop=True)
        yield replace(raw, frame=frame, rows=np.asarray(raw.rows[block]), broken=broken)
