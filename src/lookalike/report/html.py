"""The page's data rendered as one self-contained HTML file in a language. Everything a company wrote is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from lookalike.languages import Language
from lookalike.ranking.reasons import Explanation
from lookalike.report.charts import draw
from lookalike.report.environment import environment

TEMPLATES = Path(__file__).parent / "templates"


def render(page: Mapping[str, Any], language: Language) -> str:
    """The report as HTML.

    Parameters
    ----------
    page : mapping
        As `lookalike.report.page.page` makes it.
    language : Language
    """
    told = language.told(page)
    shown = {**told, "charts": _Drawn(told["charts"], language)}
    return _rendered("report.html.j2", language, told["currency"], page=shown)


def render_section(page: Mapping[str, Any], language: Language, name: str) -> str:
    """One section of the report as a page of its own, for a notebook.

    Parameters
    ----------
    page : mapping
        As `lookalike.report.page.page` makes it.
    language : Language
    name : str
        One of `lookalike.report.page.CONTENTS`.
    """
    told = language.told(page)
    title = next(title for anchor, _, title in told["contents"] if anchor == name)
    shown = {**told, "charts": _Drawn(told["charts"], language)}
    return _rendered("section.html.j2", language, told["currency"], page=shown, anchor=name, title=title)


class _Drawn(Mapping[str, Markup]):
    """The charts of a page by name, each drawn when it is asked for."""

    def __init__(self, charts: Mapping[str, Any], language: Language) -> None:
        self.charts, self.language = charts, language

    def __getitem__(self, name: str) -> Markup:
        chart = self.charts[name]
        # It is of our own making, and matplotlib has escaped what stands in it.
        return Markup(draw(chart, self.language)) if chart else Markup("")

    def __iter__(self) -> Iterator[str]:
        return iter(self.charts)

    def __len__(self) -> int:
        return len(self.charts)


def render_company(explanation: Explanation, language: Language) -> str:
    """One company's explanation as HTML."""
    return _rendered("company.html.j2", language, explanation.currency, one=language.told(explanation))


def _rendered(template: str, language: Language, currency: str, **shown: Any) -> str:
    made = environment(TEMPLATES, language)
    made.filters["written"] = lambda value, kind: language.written(value, kind, {"currency": currency})
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return made.get_template(template).render(style=style, **shown)
