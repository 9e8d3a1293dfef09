"""Which candidate becomes the model: a pure function from a table of figures to a winner and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

BASELINES = ("constant", "rules")
LEARNED_NAMES = {
    "constant": "no model",
    "rules": "the criteria points",
    "similarity": "similarity to the customers",
    "logistic": "a logistic scorecard",
    "boosted": "boosted pairs",
    "blend": "the blend of logistic and boosted pairs",
    "reference": "unrestricted boosting",
    "lightgbm": "default LightGBM",
}


@dataclass(frozen=True)
class Choice:
    """The chosen candidate, whether it tells won from lost at all, and why in one sentence."""

    name: str
    signal: bool
    sentence: str


def choose(table: pd.DataFrame) -> Choice:
    """The simplest candidate within one standard error of the best; a constant unless it is clearly beaten.

    Parameters
    ----------
    table : DataFrame
        One row per candidate, the simplest first; columns `candidate`, `auc`, `behind` (best minus this one),
        `behind_error` (standard error of that paired difference), `gain_low` (lower end of the 90 % interval of
        this one minus the constant), `eligible` (False for yardsticks that are no scorecards).

    Returns
    -------
    Choice

    Examples
    --------
    >>> choose(pd.DataFrame([
    ...     ("constant", 0.50, 0.16, 0.02, 0.00, True),
    ...     ("logistic", 0.65, 0.01, 0.02, 0.11, True),
    ...     ("boosted", 0.66, 0.00, 0.00, 0.12, True),
    ... ], columns=["candidate", "auc", "behind", "behind_error", "gain_low", "eligible"])).name
    'logistic'
    """
    rows = table[table.eligible]
    best = rows.sort_values("auc", ascending=False, kind="stable").iloc[0]
    close = rows[(rows.behind <= rows.behind_error) | (rows.candidate == best.candidate)]
    clear = close[(close.gain_low > 0) & (close.candidate != "constant")]
    if clear.empty:
        return Choice(
            "constant",
            False,
            f"Company attributes do not predict winning here: the best candidate, {_named(best.candidate)}, reaches "
            f"an AUC of {best.auc:.2f}, which chance alone could give; the list is ranked by the criteria points.",
        )
    winner = clear.iloc[0]
    if winner.candidate == best.candidate:
        why = f"{_named(winner.candidate)} tells won from lost best, AUC {winner.auc:.3f}"
    else:
        why = (
            f"{_named(winner.candidate)} (AUC {winner.auc:.3f}) is simpler than {_named(best.candidate)} "
            f"({best.auc:.3f}) and within one standard error of it"
        )
    return Choice(str(winner.candidate), True, why[0].upper() + why[1:] + ".")


def _named(candidate: str) -> str:
    return LEARNED_NAMES.get(candidate, candidate)
