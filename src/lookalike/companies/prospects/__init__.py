"""The list: every row is scored, excluded or rejected, with a reason."""

from lookalike.companies.prospects.exclusions import Known
from lookalike.companies.prospects.listed import NO_FIT, OPTED_OUT, explained
from lookalike.companies.prospects.prospects import Places, sort_prospects

__all__ = ["NO_FIT", "OPTED_OUT", "Known", "Places", "explained", "sort_prospects"]
