"""Is the model still true? What moved since it was made, and a plain reason to train again where there is one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.segments import Segmentation
from lookalike.learning.names import BASELINES
from lookalike.ranking.follow.drift import counts, drift, in_words
from lookalike.ranking.follow.shift import shift
from lookalike.ranking.follow.since import ENOUGH, deals_since, kept_promises
from lookalike.scorecard.store import Bundle

MORE = 0.25  # share of the deals learned from: so many new ones are worth learning


def health(
    bundle: Bundle, companies: Companies, segmentation: Segmentation, promised: pd.DataFrame | None
) -> dict[str, Any]:
    """Hold the model against today's data.

    Parameters
    ----------
    bundle : Bundle
    companies : Companies
    segmentation : Segmentation
        The bundle's.
    promised : DataFrame, optional
        What earlier runs promised (`lookalike.ranking.follow.since.promises`).

    Returns
    -------
    dict
        As `drift.json` holds it: `train_again` (bool), `because` (reasons), `sentence`, `sentences` (what is worth
        reading in all parts), `prospects` (the list against that at training, as of `drift`), `shift` (as of `shift`),
        `since` (as of `deals_since`) and `promises` (as of `kept_promises`).
    """
    prospects = companies.prospects
    seen = counts(bundle.rank, prospects, segmentation) if len(prospects) else {}
    moved = drift(bundle.rank.features, bundle.listed, seen) if seen and bundle.listed else []
    since = deals_since(bundle, companies)
    because = [*_from_deals(bundle, since), *_from_list(moved)]
    closed = companies.accounts["won"] + companies.accounts["lost"] > 0
    apart = shift(bundle, companies.accounts[closed], prospects, segmentation)
    kept = kept_promises(promised, companies) if promised is not None else {}
    sentence = f"Train again: {'; '.join(because)}." if because else "Nothing says that the model is out of date."
    told = [part.get("sentence", "") for part in (apart, since, kept)]
    return {
        "train_again": bool(because),
        "because": because,
        "sentence": sentence,
        "sentences": [one for one in (*told, sentence if because else "") if one],
        "prospects": moved,
        "shift": apart,
        "since": since,
        "promises": kept,
    }


def _from_deals(bundle: Bundle, since: dict[str, Any]) -> list[str]:
    """Reasons that the deals closed since give."""
    if not since or since["deals"] < ENOUGH:
        return []
    gap, auc, reasons = since["gap"], since["auc"], []
    if gap["low"] is not None and (gap["low"] > 0 or gap["high"] < 0):
        direction = "more" if gap["value"] > 0 else "fewer"
        reasons.append(
            f"{direction} of the {since['deals']:,} deals closed since were won than promised "
            f"({100 * gap['value']:+.0f} points, {100 * gap['low']:+.0f} to {100 * gap['high']:+.0f})"
        )
    champion = bundle.metrics["champion"]  # where it is no model, the figures tested are those of the criteria points
    tested = None if champion in BASELINES else bundle.metrics["candidates"].get(champion, {}).get("auc")
    if tested and None not in (auc["high"], tested["low"]) and auc["high"] < tested["low"]:
        figures = f"AUC {auc['value']:.2f} against {tested['value']:.2f}"
        reasons.append(f"it sorts them worse than the deals that it was tested on ({figures})")
    learned = bundle.manifest["deals"]
    if since["deals"] >= MORE * learned:
        reasons.append(f"there are {since['deals']:,} closed deals beside the {learned:,} it learned from")
    return reasons


def _from_list(moved: list[dict[str, Any]]) -> list[str]:
    """The reason that a list other than the one at training gives."""
    large = [in_words(row, "of the list at training", "now") for row in moved if row["level"] == "large"]
    return [f"the list is another than at training ({'; '.join(large)})"] if large else []
