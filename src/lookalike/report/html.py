"""The page's data rendered as one self-contained HTML file in a language. Everything a company wrote is escaped."""

from __future__ import annotations

from collections.abc import Mapping
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
    # The charts are of our own making, and matplotlib has escaped what stands in them.
    drawn = {name: Markup(draw(chart, language)) if chart else "" for name, chart in told["charts"].items()}
    return _rendered("report.html.j2", language, told["currency"], page={**told, "charts": drawn})


def render_company(explanation: Explanation, language: Language) -> str:
    """One company's explanation as HTML."""
    return _rendered("company.html.j2", language, explanation.currency, one=language.told(explanation))


def _rendered(template: str, language: Language, currency: str, **shown: Any) -> str:
    made = environment(TEMPLATES, language)
    made.filters["written"] = lambda value, kind: language.written(value, kind, {"currency": currency})
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return made.get_template(template).render(style=style, **shown)
