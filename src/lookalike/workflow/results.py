"""What the use cases give back: plain data, with its tables as frames, that shows itself in a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lookalike.ranking.reasons import Explanation

if TYPE_CHECKING:
    import pandas as pd

    from lookalike.project import Project
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
        return _framed(self.report.read_text(encoding="utf-8"))


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


class Compared(dict[str, Any]):
    """Model against rules: what `comparison.json` holds (docs/outputs.md), told in the project's language.

    Parameters
    ----------
    told : mapping
    project : Project
        Whose last run it is of.
    """

    def __init__(self, told: Mapping[str, Any], project: Project) -> None:
        super().__init__(told)
        self.project = project

    @property
    def figures(self) -> pd.DataFrame:
        """Held-out figures: a row per figure, and for model, rules and difference the columns value, low and high."""
        import pandas as pd

        sides = {side: self[side] for side in ("model", "rules", "difference")}
        figures = {
            side: pd.DataFrame({name: figure for name, figure in told.items() if name != "curve"}).T
            for side, told in sides.items()
        }
        return pd.concat(figures, axis=1)

    @property
    def criteria(self) -> pd.DataFrame:
        """A row per criterion: its signal, how well it sorts, and the weight that the data suggest."""
        import pandas as pd

        figures = pd.json_normalize(self["criteria"])
        return figures.drop(columns=["auc", "weight"], errors="ignore")  # where a figure is not known it has no ends

    @property
    def differing(self) -> pd.DataFrame:
        """The companies that one of the two would call and the other not, with `called_by`: "model" or "rules"."""
        import pandas as pd

        sides = {"model": self["swap"]["model_only"], "rules": self["swap"]["rules_only"]}
        frames = [pd.DataFrame(told["companies"]).assign(called_by=side) for side, told in sides.items()]
        return pd.concat(frames, ignore_index=True)

    def _repr_html_(self) -> str:
        """How a notebook shows it: this section of the report."""
        from lookalike.workflow.telling import section

        return _framed(section(self.project, "comparison"))


@dataclass(frozen=True)
class Explained(Explanation):
    """One prospect in full, told in the project's language."""

    language: str = "en"

    @property
    def contributions(self) -> pd.DataFrame:
        """A row per concept: what it adds to the raw score (with `base` the columns sum to it), and its facts."""
        import pandas as pd

        rows = [(part.concept, part.contribution, "; ".join(map(str, part.facts))) for part in self.parts]
        return pd.DataFrame(rows, columns=["concept", "contribution", "facts"])

    @property
    def criteria(self) -> pd.DataFrame:
        """A row per criterion of the rules: its points (0-3), weight and reason."""
        import pandas as pd

        rows = [(one.criterion, one.points, one.weight, str(one.reason)) for one in self.points]
        return pd.DataFrame(rows, columns=["criterion", "points", "weight", "reason"])

    def _repr_html_(self) -> str:
        """How a notebook shows it: the page of the company."""
        from lookalike.languages import language
        from lookalike.report.html import render_company

        return _framed(render_company(self, language(self.language)))


def _framed(page: str) -> str:
    """A page in a frame of its own, so that its style does not reach the notebook."""
    return f'<iframe srcdoc="{escape(page)}" style="width: 100%; height: 50rem; border: 0"></iframe>'
