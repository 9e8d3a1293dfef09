"""How large a file another program takes, and what to do with a larger one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lookalike.languages import Message, say


@dataclass(frozen=True)
class Limits:
    """What a program takes at once: rows beside the heading, and bytes."""

    program: str
    rows: int
    bytes: int

    def broken(self, rows: int, file: Path) -> Iterator[Message]:
        """Says so where a written file is larger, and how many of its companies would pass.

        Examples
        --------
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     file = Path(folder) / "list.csv"
        ...     _ = file.write_text("x" * 4000)
        ...     found = list(Limits("Elsewhere", 100, 1000).broken(20, file))
        >>> found[0].values["fitting"]
        '5'
        """
        size = file.stat().st_size
        if rows > self.rows or size > self.bytes:
            fitting = min(self.rows, int(rows * self.bytes / size))
            limits = {"program": self.program, "most": self.rows, "most_size": self.bytes / 1e6}
            yield say("exports.too_many", rows=rows, size=size / 1e6, fitting=str(fitting), **limits)
