"""How often chance is taken for likeness, and how often likeness is found, where there are customers and no deals.

Customers and the companies of the list are drawn alike, or customers are of one sector more often than the list is.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from lookalike_training.experiment.backtest import backtest, no_rules
from lookalike_training.experiment.ladder import climb
from lookalike_training.experiment.rows import split_rows

from lookalike.companies import Companies
from lookalike.settings import Learning

BASES = 200
LISTED = 300
SECTORS = np.array(list("abcde"), dtype=object)


def run(bases: int = BASES) -> pd.DataFrame:
    """One row per kind of base: `customers`, `claimed` (share of the bases said to show likeness), `bases`."""
    kinds = [(customers, more) for customers in (15, 40, 80) for more in (0.0, 0.4)]
    return pd.DataFrame(
        {
            "customers": customers,
            "customers differ": more > 0,
            "claimed": np.mean([claimed(base(customers, more, seed)) for seed in range(bases)]),
            "bases": bases,
        }
        for customers, more in kinds
    )


def base(customers: int, more: float, seed: int) -> Companies:
    """Customers and a list of 300; this share of the customers is of sector a beyond chance, the rest tells nothing."""
    rng = np.random.default_rng(seed)
    known, listed = _companies(rng, customers), _companies(rng, LISTED)
    known.loc[rng.random(customers) < more, "sector"] = "a"
    known.insert(0, "account_id", [f"k{at:03}" for at in range(customers)])
    listed.insert(0, "prospect_id", [f"p{at:03}" for at in range(LISTED)])
    return Companies.of(known, None, listed)


def claimed(companies: Companies) -> bool:
    """Whether the product says that the customers differ from the list."""
    learning = Learning()
    rung = climb(companies, learning)
    return backtest(rung.models, rung.rows, split_rows(rung.rows, learning), no_rules, learning.seed).choice.signal


def _companies(rng: np.random.Generator, count: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "sector": rng.choice(SECTORS, count),
            "region": rng.choice(SECTORS[:3], count),
            "employees": rng.lognormal(3, 1, count).round(),
            "founded": rng.integers(1950, 2020, count).astype(float),
        }
    )
