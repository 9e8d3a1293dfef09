"""Headings to columns: which file is which table, which heading means what, and what the settings name."""

from lookalike.companies.headings.aliases import coded, fields
from lookalike.companies.headings.mapping import Mapping, map_columns
from lookalike.companies.headings.named import IN_MONOTONE, LEVELS, Wanted, fold, require_columns, wanted
from lookalike.companies.headings.proposal import Proposal, propose, write_settings

__all__ = [
    "IN_MONOTONE",
    "LEVELS",
    "Mapping",
    "Proposal",
    "Wanted",
    "coded",
    "fields",
    "fold",
    "map_columns",
    "propose",
    "require_columns",
    "wanted",
    "write_settings",
]
