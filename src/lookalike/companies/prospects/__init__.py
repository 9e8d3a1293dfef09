"""The list: every row is scored, excluded or rejected, with a reason."""

from lookalike.companies.prospects.exclusions import Known
from lookalike.companies.prospects.listed import explained
from lookalike.companies.prospects.prospects import Places, sort_prospects

__all__ = ["Known", "Places", "explained", "sort_prospects"]
