"""The finished list: every prospect scored by model and rules, ranked, graded, and explained."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.languages import say
from lookalike.progress import Progress, silent
from lookalike.ranking.order.ordering import rank
from lookalike.ranking.reasons import SHOWN, Teller
from lookalike.scorecard.score import CARRIED, CARRIED_NUMBERS, objects, score_columns
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import from_frame
from lookalike.settings import Score

KNOWN = ("org_number", "domain", "city", "industry", *CARRIED_NUMBERS)
SCORES = ("score", "similarity", "win_probability", "deal_value", "expected_value")
LEADING = ("prospect_id", "name", "country", "segment", *KNOWN, "rank", *SCORES, "grade")
MIDDLE = ("tier", "rule_points", "rule_max", "rule_share", "rule_rank")
REASONS = ("reasons_for", "reasons_against", "reasons_shared", "nearest_customers")
TRAILING = ("agreement", "familiar", *REASONS, "relation")


def ranked_prospects(
    bundle: Bundle, prospects: pd.DataFrame, settings: Score | None = None, progress: Progress = silent
) -> pd.DataFrame:
    """Score, rank, grade and explain prospects.

    Parameters
    ----------
    bundle : Bundle
    prospects : DataFrame
        From `read_companies`: `prospect_id`, `relation`, the attributes, and what else is known of the columns LEADING.
    settings : Score, optional
        Capacity and grades.

    Returns
    -------
    DataFrame
        The columns of `prospects.parquet`, in rank order under the index that the rows came with; reasons are messages.
    """
    settings = settings or Score()
    progress(say("progress.scoring"), 0.0)
    teller = Teller(bundle)
    table, told = scored_prospects(bundle, teller, prospects, progress)
    progress(say("progress.ranking"), 0.9)
    table["place"] = np.arange(len(prospects))
    ranked = rank(table, settings)
    del table  # a long list is not held twice
    in_order = {column: numbers[ranked["place"]] for column, numbers in told.items()}
    first = prospects.iloc[ranked["place"].head(SHOWN)]
    for column, lists in teller.lists(in_order, ranked["rank"].to_numpy(), first).items():
        ranked[column] = lists
    points = [column for column in ranked if str(column).startswith("points_")]
    contribution = [column for column in ranked if str(column).startswith("shap_")]
    return ranked[[*LEADING, *MIDDLE, *points, *TRAILING, *contribution]]


def scored_prospects(
    bundle: Bundle, teller: Teller, prospects: pd.DataFrame, progress: Progress = silent
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """A block of prospects with all that does not depend on the others of the list.

    Parameters
    ----------
    bundle : Bundle
    teller : Teller
        Of the bundle.
    prospects : DataFrame
        As for `ranked_prospects`.

    Returns
    -------
    tuple of DataFrame and dict of ndarray
        The columns that are no place in the list, and what `teller` may tell of each row.
    """
    scored = score_columns(bundle, from_frame(prospects, bundle.attributes))
    progress(say("progress.reasons"), 0.4)
    told = teller.tell(scored, prospects.get("account_id"))
    unknown = dict.fromkeys(CARRIED) | dict.fromkeys(CARRIED_NUMBERS, np.nan)
    carried = {name: prospects[name].to_numpy() if name in prospects else none for name, none in unknown.items()}
    found = {name: objects(column) for name, column in scored.results.items()}
    return pd.DataFrame(carried | found, index=prospects.index), told
