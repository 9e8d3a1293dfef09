"""What the use cases give back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lookalike.runs import Documents
    from lookalike.workflow.learning import Trained


@dataclass(frozen=True)
class Written:
    """A ranked list with all that is said of it, and where it lies."""

    documents: Documents
    folder: Path

    @property
    def report(self) -> Path:
        """The page to open."""
        return self.folder / "report.html"


@dataclass(frozen=True)
class Ran:
    """The main job done: what was learned, and the list that the champion made."""

    trained: Trained
    written: Written
