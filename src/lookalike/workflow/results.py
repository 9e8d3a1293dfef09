"""What the use cases give back."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

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

    @property
    def prospects(self) -> pd.DataFrame:
        """The ranked list, in the words of the project's language."""
        return self.documents.prospects

    def _repr_html_(self) -> str:
        """How a notebook shows it: the report, in a frame of its own."""
        page = escape(self.report.read_text(encoding="utf-8"))
        return f'<iframe srcdoc="{page}" style="width: 100%; height: 50rem; border: 0"></iframe>'


@dataclass(frozen=True)
class Ran:
    """The main job done: what was learned, and the list that the champion made."""

    trained: Trained
    written: Written

    @property
    def prospects(self) -> pd.DataFrame:
        """The ranked list."""
        return self.written.prospects

    def _repr_html_(self) -> str:
        """How a notebook shows it: the report."""
        return self.written._repr_html_()
