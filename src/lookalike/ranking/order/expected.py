"""What may be expected of each grade, and whether it came true when outcomes come back."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest, norm

from lookalike.learning.uncertainty import DRAWS, bootstrap_weights, figure
from lookalike.numbers import LEVEL
from lookalike.schema import GRADES

SPREAD = 1.0  # of won amounts, as share of their mean, where held-out deals do not tell it


def expected_by_grade(ranked: pd.DataFrame, evaluation: pd.DataFrame, seed: int = 7) -> list[dict[str, Any]]:
    """Wins and revenue to expect if every company of a grade is worked.

    The intervals hold two doubts: that the probabilities may be too high or too low as a whole (the held-out deals
    say by how much they were, bootstrapped over companies), and plain chance.

    Parameters
    ----------
    ranked : DataFrame
        The prospects: `grade`, `win_probability` (0-1), `expected_value` (money, NaN unknown).
    evaluation : DataFrame
        Held-out deals: `account_id`, `won`, `amount` and, where there are any, `probability`.

    Returns
    -------
    list of dict
        Per grade: `grade`, `companies`, `wins` and `revenue`, each with value, low, high; None where not known.
    """
    truth, spread = _truth(evaluation, seed), _spread(evaluation)
    chance = norm.ppf((np.arange(DRAWS) + 0.5) / DRAWS)
    chance = np.random.default_rng(seed).permutation(chance)
    graded = pd.Index(GRADES).get_indexer(pd.Index(ranked["grade"]))
    told = []
    for place, grade in enumerate(GRADES):
        chosen = graded == place
        probability, value = (ranked[name].to_numpy(float)[chosen] for name in ("win_probability", "expected_value"))
        wins = _spread_out(probability.sum(), (probability * (1 - probability)).sum(), truth, chance)
        # A deal's money is its value given won when it is won, else nothing.
        given_won = np.divide(value, probability, out=np.zeros(len(value)), where=probability > 0)
        variance = probability * given_won**2 * (1 + spread**2) - value**2
        revenue = _spread_out(value.sum(), variance.sum(), truth, chance)
        told.append({"grade": grade, "companies": len(value), "wins": wins, "revenue": revenue})
    return told


def _truth(evaluation: pd.DataFrame, seed: int) -> np.ndarray:
    """How many deals were won for each that was promised, under each bootstrap draw; ones where nothing tells."""
    if "probability" not in evaluation or evaluation["probability"].isna().all():
        return np.ones(DRAWS)
    known = evaluation[evaluation["probability"].notna()]
    weights = bootstrap_weights(known["account_id"].astype(str).to_numpy(), DRAWS, seed)[1:].astype(float)
    promised = weights @ known["probability"].to_numpy(float)
    return np.asarray(weights @ known["won"].to_numpy(float) / np.maximum(promised, 1e-9))


def _spread(evaluation: pd.DataFrame) -> float:
    """Spread of won amounts as a share of their mean."""
    if not len(evaluation):
        return SPREAD
    amounts = evaluation.loc[evaluation["won"].astype(bool), "amount"].dropna()
    return float(amounts.std() / amounts.mean()) if len(amounts) > 2 and amounts.mean() > 0 else SPREAD


def _spread_out(value: float, variance: float, truth: np.ndarray, chance: np.ndarray) -> dict[str, float | None]:
    draws = np.maximum(0.0, truth * value + np.sqrt(max(variance, 0.0)) * chance)
    return figure(np.concatenate([[value], draws])).to_dict()


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
    tests = [binomtest(int(won), int(deals)) for won, deals in zip(counted["won"], counted["deals"], strict=True)]
    intervals = [test.proportion_ci(LEVEL, method="wilson") for test in tests]
    counted["rate"] = counted["won"] / counted["deals"]
    counted["low"], counted["high"] = [one.low for one in intervals], [one.high for one in intervals]
    counted["held"] = counted["promised"].between(counted["low"], counted["high"])
    return counted[["month", "grade", "deals", "won", "rate", "low", "high", "promised", "held"]]
