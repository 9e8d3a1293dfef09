"""From exports to one clean row per company, its deals, and findings about the data."""

from lookalike.companies.model import Companies, Progress

__all__ = ["Companies", "Progress"]
