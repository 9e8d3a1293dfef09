"""Which candidate becomes the model: a pure function from a table of figures to a winner and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lookalike.languages import Message, say
from lookalike.learning.names import name_of


@dataclass(frozen=True)
class Choice:
    """The chosen candidate, whether it tells won from lost at all, and why in one sentence.

    `model` is the learned candidate whose word the chances are: the chosen one, or where a baseline was chosen the
    simplest within one standard error of the best.
    """

    name: str
    signal: bool
    sentence: Message
    model: str


def choose(table: pd.DataFrame) -> Choice:
    """The simplest learned candidate within one standard error of the best, if it is clearly better than a constant.

    The criteria points stand beside the model in every list, so they take its place only where nothing that was learned
    beats a constant, or where they are better by more than one standard error.

    Parameters
    ----------
    table : DataFrame
        One row per candidate, the simplest first; columns `candidate`, `auc`, `behind` (best learned minus this one),
        `behind_error` (standard error of that paired difference), `gain_low` (lower end of the 95 % interval of
        this one minus the constant), `learned` (False for baselines and for yardsticks that are no scorecards).

    Returns
    -------
    Choice

    Examples
    --------
    >>> choose(pd.DataFrame([
    ...     ("constant", 0.50, 0.16, 0.02, 0.00, False),
    ...     ("rules", 0.66, 0.00, 0.02, 0.11, False),
    ...     ("logistic", 0.65, 0.01, 0.02, 0.11, True),
    ...     ("boosted", 0.66, 0.00, 0.00, 0.12, True),
    ... ], columns=["candidate", "auc", "behind", "behind_error", "gain_low", "learned"])).name
    'logistic'
    """
    learned = table[table.learned]
    best = learned.sort_values("auc", ascending=False, kind="stable").iloc[0]
    close = learned[(learned.behind <= learned.behind_error) | (learned.candidate == best.candidate)]
    nearest = str(close.candidate.iloc[0])
    top = {"best": name_of(best.candidate), "best_auc": best.auc}
    rules = table[(table.candidate == "rules") & (table.gain_low > 0) & (-table.behind > table.behind_error)]
    if len(rules):
        return Choice("rules", True, say("experiment.better_rules", auc=rules.auc.iloc[0], **top), nearest)
    clear = close[close.gain_low > 0]
    if clear.empty:
        listed = table.candidate.eq("similarity").any()
        said = say("experiment.customers_not_told" if listed else "experiment.winning_not_told", **top)
        return Choice("constant", False, said, nearest)
    winner = clear.iloc[0]
    won = {"name": name_of(winner.candidate), "auc": winner.auc}
    if winner.candidate == best.candidate:
        said = say("experiment.best", **won)
    else:
        said = say("experiment.simplest", **won, **top)
    return Choice(str(winner.candidate), True, said, str(winner.candidate))
