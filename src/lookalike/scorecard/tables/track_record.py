"""What came of the companies that were learned from: deals won of those closed, per bin of every feature."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.scorecard.tables.scorecard import Scorecard


def experience(card: Scorecard, frame: pd.DataFrame) -> dict[str, Any]:
    """Won and closed deals by what the companies have.

    Parameters
    ----------
    card : Scorecard
    frame : DataFrame of n rows
        Companies with the features' columns, `won` and `lost` (numbers of deals).

    Returns
    -------
    dict
        `companies`, `won`, `closed` (totals), and `features`: name -> `won`, `closed` and `cases` per bin. `cases` is
        how many independent deals the closed ones are worth, as the deals of one company hang together (linearised
        variance of a ratio over companies).

    Examples
    --------
    >>> from lookalike.learning.bins import Feature, TokenBins
    >>> from lookalike.schema import Kind
    >>> azure = Feature("t=Azure", "t", "t", "t", Kind.SET, "", TokenBins("Azure"))
    >>> frame = pd.DataFrame({"t": ["Azure", "Azure", "SAP"], "won": [1, 2, 0], "lost": [1, 0, 2]})
    >>> told = experience(Scorecard((azure,), (), 0.0), frame)
    >>> told["won"], told["closed"], told["features"]["t=Azure"]["won"]
    (3, 6, [0.0, 3.0, 0.0])
    """
    won = frame["won"].to_numpy(float)
    closed = won + frame["lost"].to_numpy(float)
    features = {}
    for feature in card.features:
        code, size = feature.codes(frame), feature.bins.size
        hits, deals = (np.bincount(code, each, size) for each in (won, closed))
        rate = np.divide(hits, deals, out=np.zeros(size), where=deals > 0)
        spread = np.bincount(code, (won - rate[code] * closed) ** 2, size)
        chance = deals * rate * (1 - rate)
        cases = deals * np.minimum(1.0, np.divide(chance, spread, out=np.ones(size), where=spread > 0))
        features[feature.name] = {
            "won": hits.tolist(),
            "closed": deals.tolist(),
            "cases": np.round(cases, 3).tolist(),
        }
    return {
        "companies": len(frame),
        "won": int(won.sum()),
        "closed": int(closed.sum()),
        "features": features,
    }
