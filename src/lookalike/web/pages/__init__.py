"""The pages: made at the server, whole without a script, one file per page.

A page is a file here with its routes `pages`, a template of its name, its sentences under `[say.app]` or a section of
its own, and a line below.
"""

from fastapi import APIRouter

from lookalike.web.pages.company import pages as company
from lookalike.web.pages.data import pages as data
from lookalike.web.pages.prospects import pages as prospects
from lookalike.web.pages.rendering import moved, rendered

NAVIGATION: dict[str, APIRouter] = {"prospects": prospects, "data": data}
"""The pages that the navigation names, in its order: address, and `app.page_<address>` is what it is called."""

BENEATH: tuple[APIRouter, ...] = (company,)
"""Pages that other pages lead to."""

__all__ = ["BENEATH", "NAVIGATION", "moved", "rendered"]
