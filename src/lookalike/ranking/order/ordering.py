"""The prospects in the order to call them: by the model, with the rules' order, grade and agreement beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.ranking.order.grades import grades, seats
from lookalike.schema import AGREEMENT
from lookalike.scorecard.score import DECIMALS
from lookalike.settings import Score

TOP_SHARE = 0.2  # what "high" means where the team has not said how many companies it can work


def rank(scored: pd.DataFrame, settings: Score | None = None) -> pd.DataFrame:
    """Put scored prospects in rank order and say how both rankings place them.

    Parameters
    ----------
    scored : DataFrame
        One row per prospect: `prospect_id` (unique text), `shap_base` and `shap_<feature>` (log-odds), `rule_share`
        (0-1, NaN where no criterion could be answered), `familiar` (bool).
    settings : Score, optional
        Capacity, cumulative shares of the grades, exploration.

    Returns
    -------
    DataFrame
        `scored` in rank order, its index kept, with `rank` (1 = highest raw score, ties by id), `grade`, `rule_rank`
        (1 = highest share of the points, ties by id, unanswerable last) and `agreement`.

    Examples
    --------
    >>> scored = pd.DataFrame({"prospect_id": ["b", "a", "c"], "shap_base": 0.0, "shap_size": [1.0, 1.0, 2.0],
    ...                        "rule_share": [0.9, 0.3, 0.6], "familiar": True})
    >>> rank(scored, Score(capacity=1))[["prospect_id", "rank", "grade", "rule_rank", "agreement"]].to_dict("list")
    {'prospect_id': ['c', 'a', 'b'], 'rank': [1, 2, 3], 'grade': ['A', 'C', 'D'], 'rule_rank': [2, 3, 1], \
'agreement': ['model only', 'both low', 'rules only']}
    """
    settings = settings or Score()
    ranked = scored.take(order(raw_score(scored), scored["prospect_id"]))
    share = ranked["rule_share"].to_numpy(float)
    ranked["rank"] = np.arange(1, len(ranked) + 1)
    if "score" in ranked:  # made from the unrounded score: what noise tells apart ranks alike and must not rise
        ranked["score"] = np.minimum.accumulate(ranked["score"].to_numpy(float))
    ranked["rule_rank"] = places(share, ranked["prospect_id"])
    ranked["grade"] = grades(ranked["familiar"].to_numpy(bool), settings)
    high = first_called(len(ranked), settings)
    ranked["agreement"] = agreement(ranked["rank"], ranked["rule_rank"].where(np.isfinite(share)), high)
    return ranked


def first_called(prospects: int, settings: Score) -> int:
    """How many companies are high in a ranking: as many as the team can work, else the first fifth."""
    return seats(prospects, settings) if settings.capacity else round(TOP_SHARE * prospects)


def raw_score(scored: pd.DataFrame) -> np.ndarray:
    """The score that ranks: base plus contributions in log-odds, shape (n,), without float noise."""
    parts = [name for name in scored.columns if name.startswith("shap_")]
    total = np.zeros(len(scored))
    for name in parts:
        total += scored[name].to_numpy(float)
    return np.round(total, DECIMALS) + 0.0


def order(score: np.ndarray, ids: pd.Series) -> np.ndarray:
    """Row numbers from best to worst: highest score first, ties by id, unknown (NaN) last."""
    text = ids if isinstance(ids.dtype, pd.ArrowDtype) else ids.astype(str)
    table = pa.table({"score": pa.array(score, from_pandas=True), "id": pa.array(text)})
    return pc.sort_indices(table, sort_keys=[("score", "descending"), ("id", "ascending")]).to_numpy()


def places(score: np.ndarray, ids: pd.Series) -> np.ndarray:
    """Each row's place in the order of `score`, from 1."""
    place = np.empty(len(score), dtype=np.int64)
    place[order(score, ids)] = np.arange(1, len(score) + 1)
    return place


def agreement(model: pd.Series, rules: pd.Series, high: int) -> np.ndarray:
    """Which of the two rankings has the row among its first `high`; a missing rank is never high."""
    first = 2 * (model.to_numpy(float) > high) + ~(rules.to_numpy(float) <= high)
    return np.asarray(AGREEMENT, dtype=object)[first.astype(int)]
