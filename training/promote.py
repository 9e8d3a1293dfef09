"""The gate: a new version becomes champion only if it is not worse than the rules and the present champion."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lookalike.errors import BundleError
from lookalike.learning.metrics import Outcomes, auc
from lookalike.learning.uncertainty import Figure, bootstrap_weights, figure
from lookalike.scorecard.bundle import Bundle, find, numbers, set_champion

ENOUGH_DEALS = 30


@dataclass(frozen=True)
class Verdict:
    """Whether a version may become champion, and why in one sentence."""

    passed: bool
    sentence: str


def gate(challenger: Bundle, champion: Bundle | None) -> Verdict:
    """Compare on deals that neither has seen; refuse a version that is clearly worse than the rules or the champion.

    The champion's word on a deal is what it said when it had not seen it, as kept in its bundle; deals that it had
    learned from are not used against the challenger.
    """
    held = challenger.held_out
    if not len(held):
        return Verdict(True, "Promoted: there are no held-out deals to compare on yet.")
    against_rules = _difference(held, held["model"], held["rules"])
    if against_rules is not None and against_rules.high < 0:
        return Verdict(False, f"Not promoted: {_told(against_rules, 'the criteria points')}.")
    if champion is None:
        return Verdict(True, "Promoted: it is the first version.")
    if not len(champion.held_out):
        return Verdict(True, f"Promoted: v{champion.version} was never tested.")
    both = held.merge(champion.held_out[["deal_id", "model"]], on="deal_id", suffixes=("", "_champion"))
    against = _difference(both, both["model"], both["model_champion"])
    if against is None:
        return Verdict(True, f"Promoted: too few deals are new to both it and v{champion.version}.")
    told = _told(against, f"v{champion.version}")
    if against.high < 0:
        return Verdict(False, f"Not promoted: {told}. v{champion.version} stays the champion.")
    return Verdict(True, f"Promoted: {told}.")


def _difference(held: pd.DataFrame, ours: pd.Series, theirs: pd.Series) -> Figure | None:
    """AUC of ours minus theirs, paired over companies; None with too few deals."""
    known = (ours.notna() & theirs.notna()).to_numpy()
    won = held["won"].to_numpy(float)[known]
    if known.sum() < ENOUGH_DEALS or len(np.unique(won)) < 2:
        return None
    weights = bootstrap_weights(held["account_id"].to_numpy()[known]).astype(float)
    unknown = np.full(len(won), np.nan)
    first, second = (
        auc(Outcomes(won, score.to_numpy(float)[known], unknown, unknown), weights) for score in (ours, theirs)
    )
    return figure(first - second)


def _told(difference: Figure, other: str) -> str:
    interval = f"{difference.low:+.3f} to {difference.high:+.3f}"
    return f"on deals that neither had seen its AUC is {difference.value:+.3f} ({interval}) against {other}"


def promote(models: Path, model: str, mlruns: Path) -> str:
    """Make `NAME@VERSION` the champion by hand, in models/ and in MLflow's registry; the sentence to show.

    Raises
    ------
    BundleError
        The model or the version does not exist.
    """
    from training.tracking import move_alias

    folder = find(models, model)
    name, version = folder.parent.name, int(folder.name.removeprefix("v"))
    if "@" not in model:
        raise BundleError(f"no version in {model!r}", f"{name}@VERSION, such as {name}@{numbers(models, name)[-1]}")
    set_champion(models, name, version)
    registered = move_alias(name, version, mlruns)
    return f"{name} v{version} is the champion." + (
        "" if registered else " MLflow's registry does not know this version."
    )
