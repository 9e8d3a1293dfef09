"""The 0-3 criteria: of segments and of single companies, as points and as a ranking."""

from lookalike.knowledge.criteria.figures import account_figures, by_segment, purchase_events, ratio, segment_figures
from lookalike.knowledge.criteria.grid import CriteriaGrid, score_segments
from lookalike.knowledge.criteria.points import SEGMENT, PointTable
from lookalike.knowledge.criteria.rule_ranking import RuleContext, RuleRanking, segment_tables

__all__ = [
    "SEGMENT",
    "CriteriaGrid",
    "PointTable",
    "RuleContext",
    "RuleRanking",
    "account_figures",
    "by_segment",
    "purchase_events",
    "ratio",
    "score_segments",
    "segment_figures",
    "segment_tables",
]
