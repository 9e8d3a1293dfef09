"""The page's plain data rendered as one self-contained HTML file. Everything a company wrote is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from lookalike.languages import language
from lookalike.numbers import money, number, percent, points
from lookalike.ranking.reasons import Explanation

TEMPLATES = Path(__file__).parent / "templates"


def render(page: Mapping[str, Any]) -> str:
    """The report as HTML.

    Parameters
    ----------
    page : mapping
        As `lookalike.report.page.page` makes it; `charts` are SVG texts of our own making and are not escaped.
    """
    charts = {name: Markup(svg) for name, svg in page["charts"].items()}
    return _rendered("report.html.j2", page["currency"], page={**page, "charts": charts})


def render_company(explanation: Explanation) -> str:
    """One company's explanation as HTML."""
    return _rendered("company.html.j2", explanation.currency, one=explanation)


def _rendered(template: str, currency: str, **shown: Any) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "number": number,
        "percent": percent,
        "points": points,
        "money": partial(money, currency=currency),
        "amount": money,
        "criterion": language("en").criterion,
    }
    style = Markup((TEMPLATES / "style.css").read_text(encoding="utf-8"))
    return environment.get_template(template).render(style=style, **shown)
