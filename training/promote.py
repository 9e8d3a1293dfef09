"""The gate: what is clearly worse than the rules gives way to them; what is worse than the champion stays out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from lookalike.companies import Companies
from lookalike.errors import BundleError
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.uncertainty import Figure, bootstrap_weights, figure
from lookalike.schema import Kind
from lookalike.scorecard.past import cold
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle, load
from lookalike.scorecard.versions import find, history, numbers, only_name, roll_back, set_champion, succession

ENOUGH_DEALS = 30
SCORES = ["model", "win"]  # of a held-out deal: by what the list is ranked, and of winning
THEIRS = {name: f"{name}_champion" for name in SCORES}
TOP = "won_revenue@0.2"
REVENUE = "won revenue in the top 20%"


@dataclass(frozen=True)
class Verdict:
    """Whether a version may become champion, and why in one sentence."""

    passed: bool
    sentence: str


def worse_than_rules(held_out: pd.DataFrame) -> str:
    """How the model is clearly worse than the criteria points by all measures, on held-out deals; "" when it is not."""
    if not len(held_out) or held_out["rules"].isna().any():
        return ""
    rules = held_out.assign(win=held_out["rules"], model=held_out["rules"])
    differences = _differences(held_out, rules)
    clearly = bool(differences) and all(one.high < 0 for one in differences.values())
    return _told(differences, "the criteria points") if clearly else ""


def gate(challenger: Bundle, champion: Bundle | None, companies: Companies) -> Verdict:
    """Refuse a version that is clearly worse than the champion by one measure and clearly better by none.

    The measures are the AUC of winning and the won revenue in the top 20 % of the ranking, on the deals held out by the
    challenger that the champion had not learned from either. For those that it had held out itself its word of then
    counts, which its bundle keeps; those that closed after all that it learned from are scored by its bundle now. With
    90 % intervals chance refuses about one in eleven versions that are as good as the champion.

    Parameters
    ----------
    challenger : Bundle
    champion : Bundle or None
        The present champion; None before the first.
    companies : Companies
        What the challenger learned from.

    Returns
    -------
    Verdict
        A champion that cannot read these companies gives way. One that was tested on deals stays where the challenger
        could not be: its data had too few to learn from.
    """
    if champion is None:
        return Verdict(True, "Promoted: it is the first version.")
    theirs = f"v{champion.version}"
    stays = (
        f"{theirs} stays the champion; to take v{challenger.version} all the same: "
        f"lookalike models promote {challenger.name}@{challenger.version}"
    )
    if unread := _unreadable(champion, companies):
        named = ", ".join(map(repr, unread))
        return Verdict(True, f"Promoted: {theirs} reads {named}, which the data no longer hold as it learned them.")
    if len(champion.held_out) and not len(challenger.held_out):
        tested = f"{len(champion.held_out):,} on which {theirs} was tested"
        return Verdict(False, f"Not promoted: there were no deals to test it on, against {tested}. {stays}")
    differences = _paired(_held_out_by_both(challenger, champion), _closed_since(challenger, champion, companies))
    if not differences:
        return Verdict(True, f"Promoted: too few deals are new to both it and {theirs}.")
    told = _told(differences, theirs)
    worse, better = (any(found) for found in zip(*((d.high < 0, d.low > 0) for d in differences.values()), strict=True))
    if worse and not better:
        return Verdict(False, f"Not promoted: {told}. {stays}")
    return Verdict(True, f"Promoted: {told}.")


def beside(models: Path, before: str, after: str) -> str:
    """What two versions gave on the deals that both held out, in a sentence: the later against the former."""
    first, second = (load(find(models, model)) for model in (before, after))
    differences = _paired(_held_out_by_both(second, first))
    if not differences:
        return f"Too few deals were held out by both {before} and {after} to compare them."
    return f"{after}: {_told(differences, before)}."


def _unreadable(champion: Bundle, companies: Companies) -> list[str]:
    """The columns that the champion reads and that are gone from the accounts or the prospects, or no numbers now."""
    sides = [side for side in (companies.accounts, companies.prospects) if len(side)]
    return [
        one.name
        for one in champion.attributes
        if any(
            one.name not in side or (one.kind in (Kind.NUMBER, Kind.MONEY) and not is_numeric_dtype(side[one.name]))
            for side in sides
        )
    ]


def _held_out_by_both(challenger: Bundle, champion: Bundle) -> pd.DataFrame:
    """The challenger's held-out deals that the champion had held out too, with what each said of them then."""
    if not len(challenger.held_out) or not len(champion.held_out):
        return pd.DataFrame()
    same = ["deal_id", "account_id", "when"]  # ids may be places in a file that is sorted otherwise today
    theirs = champion.held_out[[*same, *SCORES]].rename(columns=THEIRS)
    return challenger.held_out.merge(theirs, on=same)


def _closed_since(challenger: Bundle, champion: Bundle, companies: Companies) -> pd.DataFrame:
    """The challenger's held-out deals that closed after all that the champion learned from, scored by it now."""
    held, before = challenger.held_out, champion.held_out
    if not len(held):
        return held
    last = pd.Series([champion.manifest.get("as_of"), *before.get("when", ())], dtype="datetime64[ns]").max()
    new = held[(held["when"].dt.normalize() > last) & ~held["deal_id"].isin(before.get("deal_id", ()))]
    asked = companies.accounts.set_index("account_id").loc[new["account_id"]]
    blind = cold(champion)  # today's relation knows how the deals ended
    model = score_frame(blind, asked)["raw"].to_numpy()
    return new.assign(model_champion=model, win_champion=model if blind.win is None else blind.win.raw(asked))


def _paired(*parts: pd.DataFrame) -> dict[str, Figure]:
    """The challenger's figures minus the champion's on deals that neither had learned from; empty when too few.

    What the champion said then and what it says now is not on one scale: each part is ranked for itself, for both.
    """
    scores = [*SCORES, *THEIRS.values()]
    ranked = [part.assign(**part[scores].rank(pct=True)) for part in parts if len(part)]
    if not ranked:
        return {}
    both = pd.concat(ranked, ignore_index=True)
    return _differences(both, both.assign(**{ours: both[theirs] for ours, theirs in THEIRS.items()}))


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
