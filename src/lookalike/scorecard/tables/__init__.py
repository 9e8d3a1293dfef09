"""The scorecard itself: columns as arrays, bins and tables, the inner loops."""

from lookalike.scorecard.tables.columns import Columns, Text
from lookalike.scorecard.tables.entrance import (
    INDUSTRY_CODE,
    from_batch,
    from_company,
    from_frame,
    read_cells,
    refuse_repeated,
    refuse_strange,
    refuse_unknown,
)
from lookalike.scorecard.tables.familiarity import Usual, describe, familiar, strange, usual
from lookalike.scorecard.tables.kernels import bin_numbers, nearest, strongest
from lookalike.scorecard.tables.rules import compile_rules, rules_scorecard, usual_points
from lookalike.scorecard.tables.scale import LIKE_SHARES, SCORE_DECIMALS, Scale
from lookalike.scorecard.tables.scorecard import Scorecard, Table, combine, merge, mix
from lookalike.scorecard.tables.track_record import experience

__all__ = [
    "INDUSTRY_CODE",
    "LIKE_SHARES",
    "SCORE_DECIMALS",
    "Columns",
    "Scale",
    "Scorecard",
    "Table",
    "Text",
    "Usual",
    "bin_numbers",
    "combine",
    "compile_rules",
    "describe",
    "experience",
    "familiar",
    "from_batch",
    "from_company",
    "from_frame",
    "merge",
    "mix",
    "nearest",
    "read_cells",
    "refuse_repeated",
    "refuse_strange",
    "refuse_unknown",
    "rules_scorecard",
    "strange",
    "strongest",
    "usual",
    "usual_points",
]
