"""Which candidate becomes the model: a pure function from a table of figures to a winner and a sentence."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lookalike.learning.names import name_of


@dataclass(frozen=True)
class Choice:
    """The chosen candidate, whether it tells won from lost at all, and why in one sentence.

    `model` is the learned candidate whose word the chances are: the chosen one, or where a baseline was chosen the
    simplest within one standard error of the best.
    """

    name: str
    signal: bool
    sentence: str
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
    question = "tell the customers from the list" if table.candidate.eq("similarity").any() else "predict winning"
    learned = table[table.learned]
    best = learned.sort_values("auc", ascending=False, kind="stable").iloc[0]
    close = learned[(learned.behind <= learned.behind_error) | (learned.candidate == best.candidate)]
    nearest = str(close.candidate.iloc[0])
    rules = table[(table.candidate == "rules") & (table.gain_low > 0) & (-table.behind > table.behind_error)]
    if len(rules):
        said = f"({rules.auc.iloc[0]:.3f} against {best.auc:.3f} of {_named(best.candidate)})"
        return Choice("rules", True, f"The criteria points tell won from lost better than any model {said}.", nearest)
    clear = close[close.gain_low > 0]
    if clear.empty:
        return Choice(
            "constant",
            False,
            f"Company attributes do not {question} here: the best candidate, {_named(best.candidate)}, reaches "
            f"an AUC of {best.auc:.2f}, which chance alone could give.",
            nearest,
        )
    winner = clear.iloc[0]
    told = f"{_named(winner.candidate)}, AUC {winner.auc:.3f} in cross-validation"
    if winner.candidate == best.candidate:
        why = f"{told}: the best, and no simpler candidate comes within one standard error of it."
    else:
        why = f"{told}: the simplest within one standard error of the best ({_named(best.candidate)}, {best.auc:.3f})."
    return Choice(str(winner.candidate), True, "Chosen: " + why, str(winner.candidate))


def _named(candidate: str) -> str:
    return str(name_of(candidate))
