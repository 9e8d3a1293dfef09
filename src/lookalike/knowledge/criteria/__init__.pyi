from .figures import account_figures, by_segment, purchase_events, ratio, segment_figures
from .fit_points import company_criteria
from .grid import CriteriaGrid, decided, score_segments, segment_tables
from .points import SEGMENT, PointTable, share_by, share_of_points
from .rule_ranking import RuleContext, RuleRanking

__all__ = [
    "SEGMENT",
    "CriteriaGrid",
    "PointTable",
    "RuleContext",
    "RuleRanking",
    "account_figures",
    "by_segment",
    "company_criteria",
    "decided",
    "purchase_events",
    "ratio",
    "score_segments",
    "segment_figures",
    "segment_tables",
    "share_by",
    "share_of_points",
]
