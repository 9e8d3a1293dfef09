"""What hangs on held-out deals alone and takes hundreds of fits: worked out once, by who trains."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from lookalike.ranking.compare.backtest import DRAWS, NEEDED, SEED, Deals, fair_deals, won_and_lost
from lookalike.ranking.compare.blend import blend
from lookalike.ranking.compare.suggested_weights import criteria_signal, suggested_weights


def criteria_worth(
    evaluation: pd.DataFrame, deployed: Collection[str], draws: int = DRAWS, seed: int = SEED
) -> dict[str, Any]:
    """What the criteria are worth: which carry signal, the weights they suggest, what they add to the model.

    Parameters
    ----------
    evaluation : DataFrame
        Held-out deals as `compare` takes them; `tested` tells those that no choice has seen from those that were only
        cross-validated.
    deployed : collection of str
        The criteria that the rules which rank the list have points for.

    Returns
    -------
    dict
        `criteria`: a dict each with `criterion`, `deals`, `signal`, `auc` and the suggested `weight` (None where there
        is none); and, where there are enough deals, `suggestion` (the rest of what `suggested_weights` tells) and
        `blend`.
    """
    judged, _ = fair_deals(evaluation)
    if min(won_and_lost(judged)) < NEEDED:
        return {"criteria": []}
    deals = Deals.of(judged, draws, seed)
    points = judged.filter(regex="^points_").rename(columns=lambda name: name.removeprefix("points_"))
    model, rules = (judged[name].to_numpy(float) for name in ("model", "rules"))
    tested = judged["tested"].to_numpy(bool) if "tested" in judged else np.ones(len(judged), dtype=bool)
    suggested = suggested_weights(points, deals, rules, tested, deployed)
    weights = suggested.pop("weights", {})
    signal = criteria_signal(points, deals)
    told = [{"criterion": name, **found, "weight": weights.get(name)} for name, found in signal.items()]
    return {"criteria": told, "suggestion": suggested, "blend": blend(model, rules, deals)}
