"""Won deals that neither ranking would have found: what both have yet to learn from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import say
from lookalike.ranking.compare.backtest import fair_deals
from lookalike.ranking.order import places

LATE = 0.5  # share of the deals behind which a won one counts as missed
MOST = 10


def missed_winners(evaluation: pd.DataFrame) -> dict[str, Any]:
    """Held-out deals that were won and that both rankings place in the later half; those of most money first.

    Parameters
    ----------
    evaluation : DataFrame
        Held-out deals as `compare` takes them, with `deal_id` and `when`.

    Returns
    -------
    dict
        `deals` and `won` (how many were looked at), `missed`, `sentence`, and `rows`: `deal_id`, `account_id`,
        `amount`, `when`, and `model` and `rules`: the share of the deals placed before it, 0-1.

    Examples
    --------
    >>> ids = list("abcd")
    >>> deals = pd.DataFrame({"deal_id": ids, "account_id": ids, "won": [True, False, False, True], "amount": 10.0})
    >>> deals = deals.assign(when=pd.NaT, seen=False, model=[4.0, 3, 2, 1], rules=[0.9, 0.5, 0.4, 0.1])
    >>> found = missed_winners(deals)
    >>> found["missed"], found["rows"][0]["deal_id"], found["rows"][0]["model"]
    (1, 'd', 0.75)
    """
    judged, _ = fair_deals(evaluation)
    if judged.empty or not judged["won"].any():
        return {"deals": len(judged), "won": 0, "missed": 0, "rows": [], "sentence": say("missed.no_deals")}
    ids = judged["deal_id"].astype(str)
    for name in ("model", "rules"):
        before = (places(judged[name].to_numpy(float), ids) - 1) / len(judged)
        judged = judged.assign(**{name: np.round(before, 6)})
    won = judged[judged["won"].astype(bool)]
    missed = won[(won["model"] >= LATE) & (won["rules"] >= LATE)]
    told = missed.sort_values(["amount", "deal_id"], ascending=[False, True]).head(MOST)
    return {
        "deals": len(judged),
        "won": len(won),
        "missed": len(missed),
        "sentence": say("missed.found", missed=len(missed), n=len(won), share=1 - LATE),
        "rows": told[["deal_id", "account_id", "amount", "when", "model", "rules"]].to_dict("records"),
    }
