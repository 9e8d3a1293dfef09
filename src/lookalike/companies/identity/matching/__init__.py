"""Which rows of two tables are one company: what they share, how likely it is, and why."""

from lookalike.companies.identity.matching.codes import firsts
from lookalike.companies.identity.matching.links import REVIEW, SURE, best_links, duplicates, link

__all__ = ["REVIEW", "SURE", "best_links", "duplicates", "firsts", "link"]
