"""The companies the CRM knows: accounts, deals and orders, and how each stands with us."""

from lookalike.companies.accounts.accounts import Base, build_base, point, reference
from lookalike.companies.accounts.deals import DealRows, one_row_per_deal
from lookalike.companies.accounts.links import ENOUGH, Linked
from lookalike.companies.accounts.outcome_columns import AFTER_OUTCOME, filled_after_outcome
from lookalike.companies.accounts.standing import last_bought, relation_before, tells_nothing, with_history
from lookalike.companies.accounts.tables import conform, deal_date, latest_date
from lookalike.companies.accounts.unusable import Ledger

__all__ = [
    "AFTER_OUTCOME",
    "ENOUGH",
    "Base",
    "DealRows",
    "Ledger",
    "Linked",
    "build_base",
    "conform",
    "deal_date",
    "filled_after_outcome",
    "last_bought",
    "latest_date",
    "one_row_per_deal",
    "point",
    "reference",
    "relation_before",
    "tells_nothing",
    "with_history",
]
