"""What may be expected of each grade, of deals that sales opens; and whether it came true when outcomes come back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from lookalike.knowledge.statistics import model_error, wilson
from lookalike.learning.offsets import offsets
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.ranking.order.ordering import raw_score
from lookalike.schema import GRADES

DRAWS = 200
SURE = 1e-4  # chances are kept this far from 0 and 1 before their log-odds are taken
YEAR = pd.Timedelta(days=365)


def of_grades(ranked: pd.DataFrame, evaluation: pd.DataFrame, seed: int = 7) -> list[dict[str, Any]]:
    """What deals opened with each grade would bring.

    The chances are corrected by what came of the deals that the model had not seen: the figures are centred on these.
    The intervals (90 %) redraw the companies of those deals, and count how far models are off on a list of others.

    Parameters
    ----------
    ranked : DataFrame
        The prospects in rank order: `grade`, `win_probability`, `deal_value`, `expected_value`, contributions.
    evaluation : DataFrame
        Deals with what was said of them by who had not seen them: `account_id`, `won`, `when`, `probability`, `model`.

    Returns
    -------
    list of dict
        Per grade: `grade`, `companies`, `win_rate` (value, low, high: of deals opened the share won), `average` (of all
        your deals) and `times` (that average), `deal_value` (mean money of such a deal if won) and `expected_value` (of
        a deal opened), `opened` (deals with such companies closed in the last twelve months) and `wins_at_pace`
        (value, low, high: what as many would bring in a year); None where not known.
    """
    rates, hoped = _rates(ranked, evaluation, seed), corrected(ranked, evaluation)
    means = None if rates is None else _means(ranked["grade"], rates)
    average = float(evaluation["won"].mean()) if len(evaluation) else None
    graded, opened = ranked["grade"].to_numpy(), _opened(ranked, evaluation)
    told = []
    for place, grade in enumerate(GRADES):
        chosen = ranked.loc[graded == grade, ["deal_value"]]
        rate = figure(means[:, place]).to_dict() if len(chosen) and means is not None else {}
        value = rate.get("value")
        worth = _mean(hoped["expected_value"][graded == grade])
        pace = {end: None if one is None else one * opened.get(grade, 0) for end, one in rate.items()}
        told.append(
            {
                "grade": grade,
                "companies": len(chosen),
                "win_rate": rate or None,
                "average": average,
                "times": value / average if value is not None and average else None,
                "deal_value": _mean(chosen["deal_value"]),
                "expected_value": worth,
                "opened": opened.get(grade),
                "wins_at_pace": pace if grade in opened and pace else None,
            }
        )
    return told


def own_auc(ranked: pd.DataFrame, evaluation: pd.DataFrame, seed: int = 7) -> dict[str, float | None]:
    """In how many of 1 pairs this list would put a winner above a loser if all were asked, by its own chances.

    The held-out deals tell it of other companies than those of the list; the chances, corrected by these deals, of the
    list itself. None where there are no chances. The interval is the usual one (90 %).
    """
    raw = raw_score(ranked)
    order = np.argsort(-raw, kind="stable")
    rates = _rates(ranked[["win_probability", "grade"]].take(order), evaluation, seed)
    if rates is None or len(ranked) < 2:
        return {"value": None, "low": None, "high": None}
    starts = np.flatnonzero(np.r_[True, np.diff(raw[order]) != 0])  # of those that rank alike
    return figure(np.array([_in_order(one, starts) for one in rates])).to_dict()


def _in_order(chance: np.ndarray, starts: np.ndarray) -> float:
    """The share of pairs in which a winner stands above a loser, half of those that rank alike; from the best on."""
    won = np.add.reduceat(chance, starts)
    lost = np.add.reduceat(1 - chance, starts)
    pairs = won.sum() * lost.sum()
    return float((won * (lost.sum() - lost.cumsum() + lost / 2)).sum() / pairs) if pairs else np.nan


def _means(grade: pd.Series, rates: Iterable[np.ndarray]) -> np.ndarray:
    """The mean chance of each grade under each draw; NaN where there is nobody."""
    codes = pd.Categorical(grade, categories=list(GRADES)).codes
    companies = np.bincount(codes, minlength=len(GRADES))
    sums = np.array([np.bincount(codes, one, len(GRADES)) for one in rates])
    return np.divide(sums, companies, out=np.full(sums.shape, np.nan), where=companies > 0)


def corrected(ranked: pd.DataFrame, evaluation: pd.DataFrame) -> pd.DataFrame:
    """The prospects with `win_probability` and `expected_value` as grades tell them: corrected by deals not seen."""
    rates = _rates(ranked, evaluation, draws=1)
    if rates is None:
        return ranked
    chance, told = next(rates), ranked.copy(deep=False)  # of a long list the other columns are not held twice
    told["win_probability"], told["expected_value"] = chance, ranked["deal_value"].astype(float) * chance
    return told


def _rates(
    ranked: pd.DataFrame, evaluation: pd.DataFrame, seed: int = 7, draws: int = DRAWS
) -> Iterator[np.ndarray] | None:
    """The corrected chance of each prospect, then under each draw, one after the other: a list may hold millions.

    None where there is no chance.
    """
    chance = ranked["win_probability"].to_numpy(float)
    if not len(chance) or np.isnan(chance).any():
        return None
    known = evaluation[evaluation["probability"].notna()] if "probability" in evaluation else evaluation.head(0)
    if known["won"].nunique() < 2 if len(known) else True:
        return iter([chance, chance, chance])
    odds, asked = _log_odds(known["probability"]), _log_odds(ranked["win_probability"])
    middle = odds.mean()
    facts = (odds - middle)[:, None]
    ours = np.clip(asked - middle, facts.min(), facts.max())  # no further than the deals tell
    weights = bootstrap_weights(known["account_id"].astype(str).to_numpy(), draws, seed)
    found = np.array([offsets(known["won"].to_numpy(float), odds, facts, one.astype(float)) for one in weights])
    off = np.random.default_rng(seed).normal(0, model_error(len(known)), (draws + 1, len(GRADES)))
    off[0] = 0
    grade = pd.Categorical(ranked["grade"], categories=list(GRADES)).codes
    return (expit(asked + level + slope * ours + own[grade]) for (level, slope), own in zip(found, off, strict=True))


def _log_odds(chance: pd.Series) -> np.ndarray:
    return np.asarray(logit(np.clip(chance.to_numpy(float), SURE, 1 - SURE)))


def _opened(ranked: pd.DataFrame, evaluation: pd.DataFrame) -> dict[str, int]:
    """Per grade, the deals of the last twelve months with companies whose scores lie where those of the grade lie."""
    if not len(ranked) or not len(evaluation) or evaluation["when"].isna().all():
        return {}
    last = evaluation[evaluation["when"] > evaluation["when"].max() - YEAR]
    sizes = ranked["grade"].value_counts().reindex(list(GRADES), fill_value=0).cumsum().to_numpy()
    score = raw_score(ranked)
    ends = [score[end - 1] if end else np.inf for end in sizes[:-1]]  # the lowest score of each grade but the last
    place = (last["model"].to_numpy(float)[:, None] < np.array(ends)).sum(axis=1)
    return {grade: int((place == number).sum()) for number, grade in enumerate(GRADES)}


def _mean(column: pd.Series) -> float | None:
    value = float(column.astype(float).mean()) if len(column) else np.nan
    return value if np.isfinite(value) else None


def conversion(listed: pd.DataFrame, outcomes: pd.DataFrame) -> pd.DataFrame:
    """How many of each grade were won in each month, beside what was promised.

    Parameters
    ----------
    listed : DataFrame
        The ranked list as it was handed to sales: `prospect_id`, `grade`, `win_probability`.
    outcomes : DataFrame
        What came of them since: `prospect_id`, `won` (bool), `when` (date).

    Returns
    -------
    DataFrame
        `month` (YYYY-MM), `grade`, `deals`, `won`, `rate`, `low`, `high` (Wilson), `promised` (mean probability)
        and `held`: whether the promise lies inside the interval; sorted by month and grade.

    Examples
    --------
    >>> listed = pd.DataFrame({"prospect_id": ["a", "b"], "grade": "A", "win_probability": [0.5, 0.7]})
    >>> outcomes = pd.DataFrame({"prospect_id": ["a", "b"], "won": [True, False],
    ...                          "when": pd.to_datetime(["2026-01-03", "2026-01-09"])})
    >>> conversion(listed, outcomes)[["month", "grade", "deals", "won", "promised", "held"]].to_dict("records")
    [{'month': '2026-01', 'grade': 'A', 'deals': 2, 'won': 1, 'promised': 0.6, 'held': True}]
    """
    joined = outcomes.merge(listed[["prospect_id", "grade", "win_probability"]], on="prospect_id")
    joined["month"] = joined["when"].dt.strftime("%Y-%m")
    counted = joined.groupby(["month", "grade"], as_index=False).agg(
        deals=("won", "size"), won=("won", "sum"), promised=("win_probability", "mean")
    )
    ends = [wilson(won, deals) for won, deals in zip(counted["won"], counted["deals"], strict=True)]
    counted["rate"] = counted["won"] / counted["deals"]
    counted["low"], counted["high"] = [low for low, _ in ends], [high for _, high in ends]
    counted["held"] = counted["promised"].between(counted["low"], counted["high"])
    return counted[["month", "grade", "deals", "won", "rate", "low", "high", "promised", "held"]]
