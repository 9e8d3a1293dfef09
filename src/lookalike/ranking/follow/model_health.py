"""Is the model still true? What moved since it was made, and a plain reason to train again where there is one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.segments import Segmentation
from lookalike.languages import Message, say
from lookalike.learning.names import BASELINES
from lookalike.ranking.follow.drift import counts, drift, moved
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
    rows = drift(bundle.rank.features, bundle.listed, seen) if seen and bundle.listed else []
    since = deals_since(bundle, companies)
    because = [*_from_deals(bundle, since), *_from_list(rows)]
    closed = companies.accounts["won"] + companies.accounts["lost"] > 0
    apart = shift(bundle, companies.accounts[closed], prospects, segmentation)
    kept = kept_promises(promised, companies) if promised is not None else {}
    sentence = say("follow.train_again", because=because) if because else say("follow.still_true")
    told = [part["sentence"] for part in (apart, since, kept, kept.get("control")) if part]
    return {
        "train_again": bool(because),
        "because": because,
        "sentence": sentence,
        "sentences": [*told, sentence] if because else told,
        "prospects": rows,
        "shift": apart,
        "since": since,
        "promises": kept,
    }


def _from_deals(bundle: Bundle, since: dict[str, Any]) -> list[Message]:
    """Reasons that the deals closed since give."""
    if not since or since["deals"] < ENOUGH:
        return []
    gap, auc, reasons = since["gap"], since["auc"], []
    if gap["low"] is not None and (gap["low"] > 0 or gap["high"] < 0):
        direction = "more_won" if gap["value"] > 0 else "fewer_won"
        reasons.append(
            say(f"follow.{direction}", deals=since["deals"], gap=gap["value"], low=gap["low"], high=gap["high"])
        )
    champion = bundle.metrics["champion"]  # where it is no model, the figures tested are those of the criteria points
    tested = None if champion in BASELINES else bundle.metrics["candidates"].get(champion, {}).get("auc")
    if tested and None not in (auc["high"], tested["low"]) and auc["high"] < tested["low"]:
        reasons.append(say("follow.sorts_worse", now=auc["value"], then=tested["value"]))
    learned = bundle.manifest["deals"]
    if since["deals"] >= MORE * learned:
        reasons.append(say("follow.many_deals", deals=since["deals"], learned=learned))
    return reasons


def _from_list(rows: list[dict[str, Any]]) -> list[Message]:
    """The reason that a list other than the one at training gives."""
    large = [moved("follow.moved_list", row) for row in rows if row["level"] == "large"]
    return [say("follow.other_list", moved=large)] if large else []
