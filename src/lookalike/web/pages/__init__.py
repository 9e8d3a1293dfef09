"""The pages: made at the server, whole without a script, one file per page."""

from lookalike.web.pages.company import pages as company
from lookalike.web.pages.prospects import pages as prospects
from lookalike.web.pages.rendering import rendered

ROUTERS = (prospects, company)

__all__ = ["ROUTERS", "rendered"]
