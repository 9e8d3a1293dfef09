"""What changed since the last run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from lookalike.errors import BundleError
from lookalike.ranking.follow import KEPT, difference
from lookalike.ranking.order import rank
from lookalike.runs import Run
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle, load
from lookalike.scorecard.versions import find
from lookalike.settings import Score

TOLD = 50  # companies of each kind of change


def changes(
    last: Run | None,
    prospects: pd.DataFrame,
    excluded: pd.DataFrame,
    kept: pd.DataFrame,
    bundle: Bundle,
    models: Path,
    settings: Score,
) -> dict[str, Any]:
    """Who entered, left or moved since the last run, and why.

    Parameters
    ----------
    last : Run, optional
        The last run.
    prospects, excluded : DataFrame
        The new list, and who is not on it.
    kept : DataFrame
        The prospects with their attributes, to score once more by the former model where it was another.
    bundle : Bundle
        The present model.
    models : Path
        Where the former one is, if it still is.
    settings : Score

    Returns
    -------
    dict
        As `difference.json` holds it: `sentence`, `counts` of all changes, `rows` (the first 50 of each kind) and
        `former` (the model of the last run); empty when there is no last run, or it cannot be read.
    """
    if last is None or not last.whole:
        return {}
    listed = last.ranked(["prospect_id", *KEPT])
    same = last.about["fingerprint"] == bundle.fingerprint
    between = None if same else _judged_by(last.about, kept, models, settings)
    found = difference(listed, prospects, excluded, between, last.table("excluded"))
    told = replace(found, table=found.table.groupby("change", sort=False).head(TOLD))
    return {"former": str(last.about["model"])} | told.to_dict(len(told.table))


def _judged_by(run: dict[str, Any], kept: pd.DataFrame, models: Path, settings: Score) -> pd.Series | None:
    """The scores that the model of a former run gives today's companies; None where it cannot be asked any more.

    A model that is gone, that another of its name and version has replaced, or that reads columns which are no longer
    exported, has no say: then what moved counts as moved by the data, which is all that can be known.
    """
    try:
        bundle = load(find(models, run["model"]))
    except BundleError:
        return None
    if bundle.fingerprint != run["fingerprint"]:
        return None
    if not {attribute.name for attribute in bundle.attributes} <= set(kept.columns):
        return None
    scored = score_frame(bundle, kept).assign(prospect_id=kept["prospect_id"])
    return rank(scored, settings).set_index("prospect_id")["score"]
