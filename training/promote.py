"""The gate: what is clearly worse than the rules gives way to them; what is worse than the champion stays out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from lookalike.errors import BundleError
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.uncertainty import Figure, bootstrap_weights, figure
from lookalike.scorecard.bundle import Bundle, load
from lookalike.scorecard.versions import find, history, numbers, only_name, roll_back, set_champion, succession

ENOUGH_DEALS = 30
TOP = "won_revenue@0.2"
REVENUE = "won revenue in the top 20%"


@dataclass(frozen=True)
class Verdict:
    """Whether a version may become champion, and why in one sentence."""

    passed: bool
    sentence: str


def worse_than_rules(held_out: pd.DataFrame) -> str:
    """How the model's ranking is clearly worse than the criteria points on the held-out deals; "" when it is not."""
    if not len(held_out) or held_out["rules"].isna().any():
        return ""
    rules = held_out.assign(win=held_out["rules"], model=held_out["rules"])
    differences = _differences(held_out, rules)
    return _told(differences, "the criteria points") if _clearly_worse(differences) else ""


def gate(challenger: Bundle, champion: Bundle | None) -> Verdict:
    """Compare on deals that neither has seen; refuse a version that is clearly worse than the present champion.

    Both the AUC of winning and the won revenue in the top 20 % of the ranking count: a version must be clearly worse in
    all that can be measured to be refused. The champion's word on a deal is what it said when it had not seen it, as
    kept in its bundle; deals that it had learned from are not used against the challenger.
    """
    if champion is None:
        return Verdict(True, "Promoted: it is the first version.")
    differences = _paired(challenger, champion)
    if not differences:
        return Verdict(True, f"Promoted: too few deals are new to both it and v{champion.version}.")
    told = _told(differences, f"v{champion.version}")
    if _clearly_worse(differences):
        return Verdict(False, f"Not promoted: {told}. v{champion.version} stays the champion.")
    return Verdict(True, f"Promoted: {told}.")


def beside(models: Path, before: str, after: str) -> str:
    """What two versions gave on the same held-out deals, in a sentence: the later against the former."""
    first, second = (load(find(models, model)) for model in (before, after))
    differences = _paired(second, first)
    if not differences:
        return f"Too few deals are new to both {before} and {after} to compare them."
    return f"{after}: {_told(differences, before)}."


def _paired(challenger: Bundle, champion: Bundle) -> dict[str, Figure]:
    """The challenger's figures minus the champion's on the held-out deals that both have; empty when too few."""
    if not len(challenger.held_out) or not len(champion.held_out):
        return {}
    columns = ["deal_id", "win", "model"]
    both = challenger.held_out.merge(champion.held_out[columns], on="deal_id", suffixes=("", "_champion"))
    theirs = both.assign(win=both["win_champion"], model=both["model_champion"])
    return _differences(both, theirs)


def _differences(ours: pd.DataFrame, theirs: pd.DataFrame) -> dict[str, Figure]:
    """Ours minus theirs per measure, paired over companies: AUC of winning, won revenue found by the ranking."""
    if len(ours) < ENOUGH_DEALS:
        return {}
    weights = bootstrap_weights(ours["account_id"].to_numpy()).astype(float)
    pairs = {
        "AUC": [measure(_outcomes(held, "win"), weights, ("auc",))["auc"] for held in (ours, theirs)],
        REVENUE: [measure(_outcomes(held, "model"), weights, (TOP,))[TOP] for held in (ours, theirs)],
    }
    found = {name: figure(first - second) for name, (first, second) in pairs.items()}
    return {name: one for name, one in found.items() if np.isfinite(one.low)}


def _outcomes(held: pd.DataFrame, score: str) -> Outcomes:
    unknown = np.full(len(held), np.nan)
    return Outcomes(held["won"].to_numpy(float), held[score].to_numpy(float), unknown, held["amount"].to_numpy(float))


def _clearly_worse(differences: dict[str, Figure]) -> bool:
    return bool(differences) and all(one.high < 0 for one in differences.values())


def _told(differences: dict[str, Figure], other: str) -> str:
    told = [f"{name} {one.value:+.3f} ({one.low:+.3f} to {one.high:+.3f})" for name, one in differences.items()]
    return f"on deals that neither had seen, {' and '.join(told)} against {other}"


def promote(models: Path, model: str, mlruns: Path) -> str:
    """Make `NAME@VERSION` the champion by hand, in models/ and in MLflow's registry; the sentence to show.

    Raises
    ------
    BundleError
        The model or the version does not exist, or is damaged.
    """
    folder = find(models, model)
    name, version = folder.parent.name, int(folder.name.removeprefix("v"))
    if "@" not in model:
        raise BundleError(f"no version in {model!r}", f"{name}@VERSION, such as {name}@{numbers(models, name)[-1]}")
    load(folder)  # which could not score where it is damaged
    already = [reign["version"] for reign in history(models, name)[-1:]] == [version]
    if not already:
        set_champion(models, name, version)
    return f"{name} v{version} is the champion{' already' if already else ''}.{_registered(models, name, mlruns)}"


def rollback(models: Path, name: str, mlruns: Path) -> str:
    """Make the version that was champion before the present one champion again; the sentence to show.

    Raises
    ------
    BundleError
        There is no such model, no champion before the present one, or that one is damaged.
    """
    name = name or only_name(models)
    for earlier in succession(history(models, name))[-2:-1]:
        load(find(models, f"{name}@{earlier}"))
    now, left = roll_back(models, name)
    since = history(models, name)[-2]["since"][:10]
    told = f"{name} v{now} is the champion again. v{left}, champion since {since}, stands by."
    return told + _registered(models, name, mlruns)


def _registered(models: Path, name: str, mlruns: Path) -> str:
    """Bring MLflow's registry in step; what to say when it does not know the champion."""
    from training.tracking import keep_in_step

    return "" if keep_in_step(models, name, mlruns) else " MLflow's registry does not know this version."
