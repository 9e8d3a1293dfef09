"""The finished list: every prospect scored by model and rules, ranked, graded, and explained."""

from __future__ import annotations

import pandas as pd

from lookalike.progress import Progress, silent
from lookalike.ranking.nearest import nearest_customers
from lookalike.ranking.rank import rank
from lookalike.ranking.reasons import coded_lists, reasons
from lookalike.scorecard.bundle import Bundle
from lookalike.scorecard.score import score_frame
from lookalike.settings import Score

LEADING = ("prospect_id", "name", "country", "segment", "rank", "score", "win_probability", "expected_value", "grade")
MIDDLE = ("tier", "rule_points", "rule_max", "rule_rank")
TRAILING = ("agreement", "familiar", "reasons_for", "reasons_against", "nearest_customers", "relation")


def ranked_prospects(
    bundle: Bundle, prospects: pd.DataFrame, settings: Score | None = None, progress: Progress = silent
) -> pd.DataFrame:
    """Score, rank, grade and explain prospects.

    Parameters
    ----------
    bundle : Bundle
    prospects : DataFrame
        From `read_companies`: `prospect_id`, `name`, `country` where known, `relation`, and the attributes.
    settings : Score, optional
        Capacity, grades, language.

    Returns
    -------
    DataFrame
        The columns of `prospects.parquet`, in rank order.
    """
    settings = settings or Score()
    progress("scoring", 0.0)
    scored = score_frame(bundle, prospects)
    contributions = scored[[f"shap_{feature.name}" for feature in bundle.rank.features]].to_numpy()
    progress("finding the reasons", 0.4)
    traits = prospects.assign(segment=scored["segment"])
    told = reasons(bundle, traits, contributions, settings.language)
    scored["reasons_for"], scored["reasons_against"] = told.lists(told.favour), told.lists(told.against)
    progress("finding the nearest customers", 0.7)
    names = tuple(bundle.best["name"].fillna(bundle.best["account_id"]))
    scored["nearest_customers"] = coded_lists(names, nearest_customers(bundle, traits, contributions))
    for column in ("prospect_id", "name", "country", "relation"):
        scored[column] = prospects[column].to_numpy() if column in prospects else None
    progress("ranking", 0.9)
    ranked = rank(scored, settings)
    points = [column for column in ranked if str(column).startswith("points_")]
    contribution = [column for column in ranked if str(column).startswith("shap_")]
    return ranked[[*LEADING, *MIDDLE, *points, *TRAILING, *contribution]]
