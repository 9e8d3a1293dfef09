"""The pages: made at the server, whole without a script, one file per page.

A page is a file here with its routes `pages`, a template of its name, its sentences under `[say.app]` or a section of
its own, and a line below.
"""

from fastapi import APIRouter

from lookalike.web.pages.company import pages as company
from lookalike.web.pages.customer import pages as customer
from lookalike.web.pages.data import pages as data
from lookalike.web.pages.interface import pages as interface
from lookalike.web.pages.models import pages as models
from lookalike.web.pages.plan import pages as plan
from lookalike.web.pages.portfolio import pages as portfolio
from lookalike.web.pages.prospects import pages as prospects
from lookalike.web.pages.rankings import pages as rankings
from lookalike.web.pages.rendering import moved, rendered
from lookalike.web.pages.segments import pages as segments
from lookalike.web.pages.undo import pages as undo
from lookalike.web.pages.week import pages as week

NAVIGATION: dict[str, APIRouter] = {
    "week": week,
    "prospects": prospects,
    "customer": customer,
    "segments": segments,
    "rankings": rankings,
    "portfolio": portfolio,
    "plan": plan,
    "models": models,
    "data": data,
}
"""The pages that the navigation names, in its order: address, and `app.page_<address>` is what it is called."""

BENEATH: tuple[APIRouter, ...] = (company, interface, undo)
"""Pages and deeds that other pages lead to."""

__all__ = ["BENEATH", "NAVIGATION", "moved", "rendered"]
