"""What is worth having, on one scale of logarithms: money with its tails drawn in, customers by what the goal says."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtri

from lookalike.knowledge.value.labels import Best

TAIL = 0.01
MONEY = ("revenue", "margin")  # measures whose logarithms say how far customers lie apart
ONE_SIGMA = (0.16, 0.84)


def log_money(amount: np.ndarray) -> np.ndarray:
    """Log money, the outer 1 % on each side drawn in; only for amounts above 0."""
    logs = np.log(amount)
    return np.clip(logs, *np.quantile(logs, [TAIL, 1 - TAIL]))


def log_worth(best: Best) -> pd.Series:
    """What each customer is worth to the goal, as a logarithm, by account id.

    By its place among the others, as if these were normal (the normal scores of ranks), so that no giant bends the
    scale; as far apart as the middle two thirds of them are in log money, or by one sigma where it is no money.

    Examples
    --------
    >>> values = pd.Series({"a": 10.0, "b": 100.0, "c": 1000.0, "d": 1e9})
    >>> log_worth(Best((), "revenue", "", None, values)).round(1).tolist()
    [-6.1, -1.7, 1.7, 6.1]
    >>> log_worth(Best((), "loyalty", "", None, values)).round(1).tolist()
    [-1.2, -0.3, 0.3, 1.2]
    """
    values = best.values
    apart = 1.0
    if best.by in MONEY and (values > 0).any():
        low, high = np.quantile(np.log(values[values > 0]), ONE_SIGMA)
        apart = float(high - low) / 2
    return ndtri((values.rank() - 0.5) / max(len(values), 1)) * apart


def worth_of(customers: pd.Index, best: Best) -> pd.Series:
    """How much each customer counts, 1 on average: in proportion to what it is worth to the goal.

    Parameters
    ----------
    customers : Index of account ids
    best : Best
        With the values of customers; who has none counts as one in the middle.

    Examples
    --------
    >>> best = Best((), "loyalty", "", None, pd.Series({"a": 10.0, "b": 1000.0}))
    >>> worth_of(pd.Index(list("abc")), best).round(2).to_dict()
    {'a': 0.44, 'b': 1.7, 'c': 0.86}
    """
    weight = np.exp(log_worth(best).reindex(customers).fillna(0.0))
    return weight / weight.mean()
