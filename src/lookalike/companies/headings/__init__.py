"""Headings to columns: which file is which table, which heading means what, and what the settings name."""

from lookalike.companies.headings.aliases import coded, fields
from lookalike.companies.headings.correction import correct
from lookalike.companies.headings.dealings import tells_of_dealings
from lookalike.companies.headings.mapping import Mapping, map_columns, of_register
from lookalike.companies.headings.named import IN_MONOTONE, LEVELS, Wanted, fold, require_columns, wanted
from lookalike.companies.headings.proposal import Proposal, project_name, propose, write_settings
from lookalike.companies.headings.role import LISTS
from lookalike.companies.headings.seen import Look, Seen, look_again, look_around

__all__ = [
    "IN_MONOTONE",
    "LEVELS",
    "LISTS",
    "Look",
    "Mapping",
    "Proposal",
    "Seen",
    "Wanted",
    "coded",
    "correct",
    "fields",
    "fold",
    "look_again",
    "look_around",
    "map_columns",
    "of_register",
    "project_name",
    "propose",
    "require_columns",
    "tells_of_dealings",
    "wanted",
    "write_settings",
]
