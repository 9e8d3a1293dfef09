"""Templates to pages: in the project's language, with everything that people wrote escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment

from lookalike.errors import LookalikeError
from lookalike.languages import Language, Words, has, language, say
from lookalike.report.environment import environment
from lookalike.web.place import Place

CODED = {
    "tier": "tiers.{}",
    "relation": "relations.{}",
    "agreement": "agreements.{}",
    "familiar": "card.{}",
    "class": "portfolio_classes.{}",
}
"""Columns that hold codes, and the sentence of each."""
BOOLEAN = {"true": "yes", "false": "no"}
TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def templates(code: str) -> Environment:
    """The templates of the app in a language, in which `told(message)` tells what was said elsewhere, errors
    too, and as a filter `coded(column)` a value of a column."""
    words = language(code)
    made = environment(TEMPLATES, words)
    made.filters["coded"] = lambda value, column: words.tell(meaning(column, value))
    made.globals["told"] = lambda said: words.tell(said.message if isinstance(said, LookalikeError) else said)
    return made


def meaning(column: str, value: Any) -> Words:
    """A value of a column that holds codes in words, others as they are.

    Examples
    --------
    >>> print(meaning("agreement", "both high"), meaning("familiar", False), meaning("segment", "IT"), sep=", ")
    both high, no, IT
    """
    code = str(value).replace(" ", "_")
    key = CODED.get(column, "").format(BOOLEAN.get(code.casefold(), code))
    return say(key) if has(key) else value


def speaks(here: Place) -> Language:
    """The language of the pages: the project's, and English before there is one."""
    try:
        return language(here.project.settings.score.language)
    except LookalikeError:
        return language("en")


def rendered(request: Request, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page, or only the part of it that a script asked for with the header `x-part`.

    Beside what is `shown` a template knows `root`, which stands before every address of the app, `address`, the page's
    own without it, the `navigation`, the place `here`, and the address `above`: the list of projects, or "".
    """
    here: Place = request.app.state.place
    part = request.headers.get("x-part", "")
    name = f"parts/{template}" if part and (TEMPLATES / "parts" / template).is_file() else template
    root = request.scope.get("root_path", "")
    frame = {
        "request": request,
        "here": here,
        "root": root,
        "address": request.url.path.removeprefix(root),
        "navigation": request.app.state.navigation,
        "above": request.app.state.above,
    }
    text = templates(speaks(here).code).get_template(name).render(**frame, **shown)
    return HTMLResponse(text, status, {"vary": "x-part"})


def moved(request: Request, address: str) -> RedirectResponse:
    """To another page of the app, after a change: `address` is what stands behind `root`."""
    return RedirectResponse(request.scope.get("root_path", "") + address, 303)
