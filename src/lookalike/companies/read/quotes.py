"""Quotes that are never closed: each costs its own row only, not the rest of the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

NO_QUOTES = -1
_LINES_TRUSTED = 0.5  # share of lines inside a quoted cell that may look like rows themselves
_NARROW, _LONG = 4, 50  # below so many columns any text may look like a row; so many lines are a long cell
_LOOKED_AT = 200  # lines inside a quoted cell that are looked at


@dataclass(frozen=True)
class Closed:
    """Text in which no quote is left open.

    Parameters
    ----------
    content : bytes
        The text; lines on which a quote is never closed are empty.
    records : int
        How many records the text has; NO_QUOTES where there are none.
    open : tuple of (int, str)
        Number of the record, from 1, and text of those lines.
    """

    content: bytes
    records: int = NO_QUOTES
    open: tuple[tuple[int, str], ...] = ()


def close_quotes(content: bytes, delimiter: str, quote: str, width: int, thorough: bool = False) -> Closed:
    """Find the lines on which a quote opens a cell and is never closed.

    A line with an odd number of quotes opens a cell of several lines, which the next such line closes, if the lines
    between together are one row; if they are not, the quote was never closed.

    Parameters
    ----------
    content : bytes
        UTF-8 with line feeds.
    delimiter, quote : str
    width : int
        Number of columns.
    thorough : bool
        Whether lines with an even number of quotes are suspected too: of `3" pipe,"steel` the second is open.

    Examples
    --------
    >>> text = b'1,"Berg AS,Oslo\\n2,"Foss\\nand sons",Moss\\n3,"Lund",Bergen\\n'
    >>> closed = close_quotes(text, ",", '"', 3)
    >>> closed.open, closed.content
    (((1, '1,"Berg AS,Oslo'),), b'\\n2,"Foss\\nand sons",Moss\\n3,"Lund",Bergen\\n')
    """
    buffer = np.frombuffer(content, dtype=np.uint8)
    marks = np.flatnonzero(buffer == ord(quote))
    if not len(marks):
        return Closed(content)
    starts = np.concatenate([[0], np.flatnonzero(buffer == ord("\n")) + 1, [len(content) + 1]])
    counts = np.diff(np.searchsorted(marks, starts))
    odd = np.flatnonzero(counts % 2)
    lines = _Lines(content, starts, delimiter, quote, width)
    found: list[tuple[int, int]] = []
    inside, past = 0, -1  # lines that continue a row; the last line of the row before
    for line in (np.flatnonzero(counts) if thorough else odd).tolist():
        if line <= past or lines.closed(line):
            continue
        after = np.searchsorted(odd, line, side="right")
        end = int(odd[after]) if after < len(odd) else -1
        if end >= 0 and lines.one_row(line, end):
            inside, past = inside + end - line, end
        else:
            found.append((line - inside + 1, line))
    records = len(starts) - 1 - inside - content.endswith(b"\n")
    return Closed(lines.without([line for _, line in found]), records, tuple((n, lines.text(at)) for n, at in found))


@dataclass(frozen=True)
class _Lines:
    """The lines of a text and what they are by themselves."""

    content: bytes
    starts: np.ndarray
    delimiter: str
    quote: str
    width: int

    def text(self, line: int, end: int | None = None) -> str:
        """A line, or all up to another one."""
        last = line if end is None else end
        return self.content[self.starts[line] : self.starts[last + 1] - 1].decode("utf-8", "replace")

    def without(self, left_out: list[int]) -> bytes:
        """The content with some lines made empty."""
        if not left_out:
            return self.content
        kept, before = [], 0
        for line in left_out:
            kept.append(self.content[before : self.starts[line]])
            before = int(self.starts[line + 1]) - 1
        return b"".join([*kept, self.content[before:]])

    def closed(self, line: int) -> bool:
        """Whether the line by itself leaves no quote open."""
        return len(self._rows([self.text(line) + "\n", "."])) > 1

    def one_row(self, line: int, end: int) -> bool:
        """Whether some lines together are one row, quoted as it should be, and not rows swallowed by a quote."""
        try:
            rows = self._rows(io.StringIO(self.text(line, end)), strict=True)
        except csv.Error:
            return False
        between = range(line + 1, end)[:_LOOKED_AT]
        if len(rows) != 1 or (not between and len(rows[0]) != self.width):
            return False
        if len(rows[0]) == self.width and (not between or (self.width < _NARROW and len(between) < _LONG)):
            return True
        whole = [self.text(one) for one in between if self.closed(one)]  # the middle of a row may end in an open cell
        full = sum(len(row) == self.width for text in whole for row in self._rows([text]))
        return full <= _LINES_TRUSTED * len(between)

    def _rows(self, lines: Iterable[str], strict: bool = False) -> list[list[str]]:
        return list(csv.reader(lines, delimiter=self.delimiter, quotechar=self.quote, strict=strict))
