"""The list in order: ranks, grades, and what may be expected of each."""

from lookalike.ranking.order.expected import conversion, corrected, of_grades, own_auc
from lookalike.ranking.order.given import given
from lookalike.ranking.order.grades import grades_at
from lookalike.ranking.order.ordering import agreement, first_called, places, rank, raw_score
from lookalike.ranking.order.ranked import ranked_prospects, scored_prospects

__all__ = [
    "agreement",
    "conversion",
    "corrected",
    "first_called",
    "given",
    "grades_at",
    "of_grades",
    "own_auc",
    "places",
    "rank",
    "ranked_prospects",
    "raw_score",
    "scored_prospects",
]
