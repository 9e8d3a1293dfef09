"""Model against rules: how alike they are, and which would have found more."""

from lookalike.ranking.compare.missed import missed_winners
from lookalike.ranking.compare.rankings import compare
from lookalike.ranking.compare.suggested_weights import criteria_worth
from lookalike.ranking.compare.trial import try_criteria

__all__ = ["compare", "criteria_worth", "missed_winners", "try_criteria"]
