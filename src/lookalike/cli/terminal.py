"""What a person sees in the terminal: progress, lines and tables, in the language of the project. Text out, no more."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from lookalike.languages import Language, Message, Words, language, say

if TYPE_CHECKING:
    from lookalike.progress import Progress as Tell

WIDE = 120  # characters a line where no terminal tells its width
PLAIN: dict[str, Any] = {"highlight": False, "markup": False, "emoji": False}  # data are data
OUT = Console(width=None if sys.stdout.isatty() else WIDE, **PLAIN)
ERR = Console(stderr=True, **PLAIN)
LOOK: dict[str, Any] = {"title_justify": "left", "title_style": "bold", "header_style": "bold", "pad_edge": False}
# What moves the cursor, turns the reading direction, is half a character or none at all.
UNSEEN = (*range(32), *range(127, 160), 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF)
CONTROL = {code: None for code in (*UNSEEN, *range(0xD800, 0xE000)) if chr(code) not in "\n\t"}
MARKS = {"error": "red", "warning": "yellow", "info": "cyan"}
_CODE = ContextVar("code", default="en")


def speak(code: str) -> None:
    """From here on all is told in this language; English until a project says otherwise."""
    _CODE.set(code)


def spoken() -> Language:
    """The language that all is told in."""
    return language(_CODE.get())


@contextmanager
def progress() -> Iterator[Tell]:
    """A bar on standard error that follows the steps of the work; the finished steps stay readable in a log."""
    doing = TextColumn("{task.description}", markup=False)
    times = (TimeElapsedColumn(), TextColumn("<"), TimeRemainingColumn())  # so far, and left
    columns = (SpinnerColumn(), doing, BarColumn(bar_width=24), *times)
    with Progress(*columns, console=ERR, transient=True) as bar:
        task = bar.add_task(printable(say("terminal.starting")), total=1.0)

        def tell(doing: Words, share: float) -> None:
            bar.update(task, description=printable(doing), completed=share)

        yield tell


def printable(cell: object) -> str:
    """In words, without control characters: no name of a company may colour the screen or move the cursor."""
    told = spoken().tell(cell) if isinstance(cell, Message) else "" if cell is None else str(cell)
    return told.translate(CONTROL)


def line(text: object = "") -> None:
    """A line for the user."""
    OUT.print(printable(text), soft_wrap=True)


def raw(text: str) -> None:
    """Text exactly as it is, for a file or a pipe."""
    OUT.out(text, highlight=False)


def complain(text: object) -> None:
    """A problem, on standard error."""
    ERR.print(printable(f"lookalike: {printable(text)}"), soft_wrap=True)


def next_step(step: Message) -> None:
    """What to do next; every command ends with it."""
    OUT.print()
    line(say("next.then", step=step))


def as_text(record: object) -> str:
    """JSON in the language of the project."""
    return json.dumps(spoken().told(record), ensure_ascii=False, indent=2, default=str)


def table(title: Words, columns: Iterable[Words], rows: Iterable[Iterable[object]]) -> None:
    """A table with the given cells as plain text, after an empty line."""
    OUT.print()
    drawn = Table(title=printable(title) or None, box=None, **LOOK)
    for column in columns:
        drawn.add_column(printable(column), overflow="fold")
    for row in rows:
        drawn.add_row(*(cell if isinstance(cell, Text) else Text(printable(cell)) for cell in row))
    OUT.print(drawn)


def marked(level: str) -> Text:
    """How serious a finding is, in its colour."""
    return Text(printable(say(f"finding_levels.{level}")), MARKS[level])
