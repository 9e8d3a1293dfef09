"""From exports to one clean row per company, its deals, and findings about the data."""

from lookalike.companies.assemble import read_companies
from lookalike.companies.dataset import Companies

__all__ = ["Companies", "read_companies"]
