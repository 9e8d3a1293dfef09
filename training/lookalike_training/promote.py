"""The gate: what is clearly worse than the rules gives way to them; what is worse than the champion stays out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from lookalike.companies import Companies
from lookalike.errors import BundleError
from lookalike.languages import Message, say
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.uncertainty import Figure, bootstrap_weights, figure
from lookalike.schema import Kind
from lookalike.scorecard.past import cold
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle, load
from lookalike.scorecard.versions import ROLLBACK, find, history, numbers, only_name, set_champion, way_back

ENOUGH_DEALS = 30
SCORES = ["model", "win"]  # of a held-out deal: by what the list is ranked, and of winning
THEIRS = {name: f"{name}_champion" for name in SCORES}
TOP = "won_revenue@0.2"
NOTHING = 0.0005  # what is smaller is told as nothing


@dataclass(frozen=True)
class Verdict:
    """Whether a version may become champion, and why in one sentence."""

    passed: bool
    sentence: Message


def worse_than_rules(held_out: pd.DataFrame) -> Message | None:
    """How the model is clearly worse than the criteria points by all measures, on held-out deals; None when not."""
    if not len(held_out) or held_out["rules"].isna().any():
        return None
    rules = held_out.assign(win=held_out["rules"], model=held_out["rules"])
    differences = _differences(held_out, rules)
    clearly = bool(differences) and all(one.high < 0 for one in differences.values())
    return say("training.below_rules", measured=_told(differences)) if clearly else None


def gate(
    challenger: Bundle, champion: Bundle | None, companies: Companies, unreadable: Message | None = None
) -> Verdict:
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
    unreadable : Message, optional
        Why there is no `champion` though one was promoted: it is gone, damaged, or of another format.

    Returns
    -------
    Verdict
        A champion that cannot be read, or that cannot read these companies, gives way. One that was tested on deals
        stays where the challenger could not be: its data had too few to learn from.
    """
    if champion is None:
        return Verdict(True, say("training.unreadable", problem=unreadable) if unreadable else say("training.first"))
    theirs = f"v{champion.version}"
    if unread := _unreadable(champion, companies):
        return Verdict(True, say("training.columns_gone", champion=theirs, columns=list(unread)))
    stays = say("training.stays", champion=theirs, version=f"v{challenger.version}", model=_called(challenger))
    if len(tested(champion)) and not len(tested(challenger)):
        return Verdict(False, say("training.untested", deals=len(tested(champion)), champion=theirs, stays=stays))
    differences = _paired(_held_out_by_both(challenger, champion), _closed_since(challenger, champion, companies))
    if not differences:
        return Verdict(True, say("training.nothing_new", champion=theirs))
    if _alike(differences):
        return Verdict(True, say("training.alike", champion=theirs))
    told = _told(differences)
    worse, better = (any(found) for found in zip(*((d.high < 0, d.low > 0) for d in differences.values()), strict=True))
    if worse and not better:
        return Verdict(False, say("training.worse", measured=told, champion=theirs, stays=stays))
    return Verdict(True, say("training.better", measured=told, champion=theirs))


def beside(models: Path, before: str, after: str) -> Message:
    """What two versions gave on the deals that both held out, in a sentence: the later against the former."""
    first, second = (load(find(models, model)) for model in (before, after))
    differences = _paired(_held_out_by_both(second, first))
    if not differences:
        return say("training.few_in_both", before=before, after=after)
    if _alike(differences):
        return say("training.beside_alike", before=before, after=after)
    return say("training.beside", before=before, after=after, measured=_told(differences))


def _called(bundle: Bundle) -> str:
    return f"{bundle.name}@{bundle.version}"


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


def tested(bundle: Bundle) -> pd.DataFrame:
    """The deals that a version held out, without those that it learned from."""
    held = bundle.held_out
    return held[held["tested"].astype(bool)] if len(held) else held


def _held_out_by_both(challenger: Bundle, champion: Bundle) -> pd.DataFrame:
    """The challenger's held-out deals that the champion had held out too, with what each said of them then."""
    ours, theirs = tested(challenger), tested(champion)
    if not len(ours) or not len(theirs):
        return pd.DataFrame()
    same = ["deal_id", "account_id", "when"]  # ids may be places in a file that is sorted otherwise today
    return ours.merge(theirs[[*same, *SCORES]].rename(columns=THEIRS), on=same)


def _closed_since(challenger: Bundle, champion: Bundle, companies: Companies) -> pd.DataFrame:
    """The challenger's held-out deals that closed after all that the champion learned from, scored by it now."""
    held, before = tested(challenger), tested(champion)
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
        "auc": [measure(_outcomes(held, "win"), weights, ("auc",))["auc"] for held in (ours, theirs)],
        "revenue": [measure(_outcomes(held, "model"), weights, (TOP,))[TOP] for held in (ours, theirs)],
    }
    found = {name: figure(first - second) for name, (first, second) in pairs.items()}
    return {name: one for name, one in found.items() if np.isfinite(one.low)}


def _outcomes(held: pd.DataFrame, score: str) -> Outcomes:
    unknown = np.full(len(held), np.nan)
    return Outcomes(held["won"].to_numpy(float), held[score].to_numpy(float), unknown, held["amount"].to_numpy(float))


def _alike(differences: dict[str, Figure]) -> bool:
    """Whether two scores find the same, as those of two trainings on the same deals do."""
    return all(max(abs(one.low), abs(one.high)) < NOTHING for one in differences.values())


def _told(differences: dict[str, Figure]) -> list[Message]:
    """Each difference with its interval."""
    return [say(f"training.by_{name}", value=d.value, low=d.low, high=d.high) for name, d in differences.items()]


def promote(models: Path, model: str, mlruns: Path) -> tuple[Message, Message | None]:
    """Make `NAME@VERSION` the champion by hand, in models/ and in MLflow's registry.

    Returns
    -------
    done : Message
    warning : Message or None
        What MLflow could not be told.

    Raises
    ------
    BundleError
        The model or the version does not exist, or is damaged.
    """
    folder = find(models, model)
    name, version = folder.parent.name, int(folder.name.removeprefix("v"))
    if "@" not in model:
        example = f"{name}@{numbers(models, name)[-1]}"
        raise BundleError(say("bundle.no_number", model=model), say("bundle.with_number", model=example), str(models))
    load(folder)  # which could not score where it is damaged
    already = [reign["version"] for reign in history(models, name)[-1:]] == [version]
    if not already:
        set_champion(models, name, version)
    done = say("training.already_champion" if already else "training.champion", name=name, version=f"v{version}")
    return done, _catch_up(models, name, mlruns)


def rollback(models: Path, name: str, mlruns: Path) -> tuple[Message, Message | None]:
    """Make the version that was champion before the present one champion again; what was done, and MLflow's warning.

    A second time it goes one further back, not forth again.

    Raises
    ------
    BundleError
        There is no such model, no champion before the present one, or that one is damaged.
    """
    name = name or only_name(models)
    earlier, left = way_back(models, name)
    since = history(models, name)[-1]["since"]
    load(find(models, f"{name}@{earlier}"))
    set_champion(models, name, earlier, ROLLBACK)
    done = say("training.rolled_back", name=name, version=f"v{earlier}", left=f"v{left}", since=since)
    return done, _catch_up(models, name, mlruns)


def _catch_up(models: Path, name: str, mlruns: Path) -> Message | None:
    """MLflow is told last, and only who tells it waits for it to be loaded."""
    from lookalike_training.diary import catch_up

    return catch_up(models, name, mlruns)
