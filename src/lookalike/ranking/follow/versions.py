"""Two versions of a model on the same prospects: who moves grade, and what the later one weighs otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.criteria import SEGMENT
from lookalike.languages import Message, Words, called, say
from lookalike.learning.names import name_of
from lookalike.ranking.follow.run_difference import difference
from lookalike.ranking.order import ranked_prospects
from lookalike.ranking.reasons import Trait, by_concept, fact, grouped, portraits
from lookalike.schema import GRADES
from lookalike.scorecard.store import Bundle
from lookalike.settings import Score

TOLD = 50  # companies of each kind of move
NOBODY = pd.DataFrame({"id": [], "reason": [], "detail": []})


def facts(before: Bundle, after: Bundle) -> list[dict[str, Words]]:
    """What the two versions are made of, side by side: `what`, `before`, `after`; only where it tells something."""
    sides = [_made_of(bundle) for bundle in (before, after)]
    return [{"what": say(f"versions.{what}"), "before": sides[0][what], "after": sides[1][what]} for what in sides[0]]


def _made_of(bundle: Bundle) -> dict[str, Words]:
    about, metrics = bundle.manifest, bundle.metrics
    auc = metrics["candidates"].get(metrics["champion"], {}).get("auc")
    return {
        "as_of": say("alone.day", value=about["as_of"]) if about["as_of"] else say("versions.no_dates"),
        "deals": say("versions.count", count=about["deals"]),
        "companies": say("versions.count", count=about["companies"]),
        "chosen": name_of(metrics["champion"]),
        "ranked_by": say(f"compare.by_{bundle.rank_by}"),
        "auc": say("alone.interval", **auc) if auc else say("versions.not_known"),
        "reads": say("alone.row", values=[called(one.name, one.label) for one in bundle.attributes]),
    }


def version_difference(
    before: Bundle, after: Bundle, prospects: pd.DataFrame, settings: Score | None = None
) -> dict[str, Any]:
    """Rank the same prospects by both versions and tell who moved and why.

    Parameters
    ----------
    before, after : Bundle
    prospects : DataFrame
        From `read_companies`, with the attributes that either version reads.
    settings : Score, optional
        Capacity and grades: the same for both.

    Returns
    -------
    dict
        `prospects` (how many), `sentence`, `counts` by change and cause (as of `difference`), `grades` (former grade ->
        new grade -> companies), `weights` (`concept`, `before`, `after`: shares of what sets companies apart) and
        `rows`, the first 50 of each kind of move in rank order: `prospect_id`, `name`, `change`, `cause`, `detail`,
        `grade_before`, `grade`, `rank_before`, `rank`, and `why`: the `fact` that counts otherwise most in the
        direction of the move, with what it `adds` to the raw score against the average prospect (log-odds) and
        `added` before, brought to the scale of the later version.
    """
    settings = settings or Score()
    old, new = (ranked_prospects(bundle, prospects, settings).reset_index(drop=True) for bundle in (before, after))
    found = difference(old, new, NOBODY, old.set_index("prospect_id")["score"])
    told = found.table.groupby("change", sort=False).head(TOLD).to_dict("records")
    sides = [(bundle, _centred(bundle, ranked)) for bundle, ranked in ((before, old), (after, new))]
    segments = new.set_index("prospect_id")[SEGMENT].loc[prospects["prospect_id"]].to_numpy()
    why = _Why(sides, new["prospect_id"], prospects.assign(**{SEGMENT: segments}))
    return {
        "prospects": len(new),
        "sentence": _sentence(found.counts, len(new)),
        "counts": found.counts,
        "grades": _matrix(old, new),
        "weights": _weights(sides),
        "rows": [row | {"why": why(str(row["prospect_id"]), row["change"])} for row in told],
    }


def _sentence(counts: dict[str, dict[str, int]], prospects: int) -> Message:
    moved = {change: sum(counts[change].values()) for change in ("up", "down", "agreement")}
    if not any(moved.values()):
        return say("versions.nobody_moves", prospects=prospects)
    return say("versions.moved", prospects=prospects, **moved)


def _centred(bundle: Bundle, ranked: pd.DataFrame) -> pd.DataFrame:
    """Contributions of each feature against the average prospect, by prospect id."""
    names = [feature.name for feature in bundle.rank.features]
    parts = ranked.set_index("prospect_id")[[f"shap_{name}" for name in names]].set_axis(names, axis=1)
    return parts - parts.mean()


def _matrix(old: pd.DataFrame, new: pd.DataFrame) -> dict[str, dict[str, int]]:
    both = old.set_index("prospect_id")["grade"].to_frame("old").join(new.set_index("prospect_id")["grade"])
    counted = both.groupby(["old", "grade"]).size()
    return {was: {now: int(counted.get((was, now), 0)) for now in GRADES} for was in GRADES}


def _weights(sides: Iterable[tuple[Bundle, pd.DataFrame]]) -> list[dict[str, Any]]:
    """How much of what sets companies apart each concept is, 0-1 per version; the largest now first."""
    shares = []
    for bundle, parts in sides:
        groups = by_concept(bundle.rank.features)
        sizes = np.abs(grouped(parts.to_numpy(), groups)).mean(axis=0)
        shares.append(pd.Series(sizes / max(sizes.sum(), 1e-12), index=list(groups)))
    both = pd.DataFrame(dict(zip(("before", "after"), shares, strict=True))).fillna(0.0)
    both = both.rename_axis("concept").reset_index().sort_values(["after", "concept"], ascending=[False, True])
    return [{str(name): value for name, value in row.items()} for row in both.to_dict("records")]


class _Why:
    """Which fact of a company moved it: the concept whose weight changed most in the direction of the move."""

    def __init__(self, sides: list[tuple[Bundle, pd.DataFrame]], ids: pd.Series, prospects: pd.DataFrame) -> None:
        (_, before), (bundle, after) = sides
        self.currency = str(bundle.manifest.get("currency", ""))
        self.prospects = prospects.set_index("prospect_id")
        self.traits = {
            feature.name: (feature, portrait)
            for side, _ in sides
            for feature, portrait in zip(side.rank.features, portraits(side), strict=True)
        }
        self.groups = by_concept([feature for feature, _ in self.traits.values()])
        self.places = pd.Index(ids)
        self.old, self.new = (
            one.reindex(index=ids, columns=list(self.traits), fill_value=0.0).to_numpy() for one in (before, after)
        )
        # Versions may rank on different scales: what moves a company is its part in the spread of the list.
        was, now = (max(float(one.sum(axis=1).std()), 1e-12) for one in (self.old, self.new))
        self.old *= now / was

    def __call__(self, prospect_id: str, change: str) -> dict[str, Any] | None:
        if change not in ("up", "down") or not self.groups:
            return None
        place = self.places.get_loc(prospect_id)
        moved = (self.new[place] - self.old[place]) * (1 if change == "up" else -1)
        members = list(max(self.groups.values(), key=lambda members: moved[list(members)].sum()))
        feature, portrait = list(self.traits.values())[max(members, key=lambda member: moved[member])]
        row = self.prospects.loc[[prospect_id]]
        trait = Trait(feature, portrait, int(feature.codes(row)[0]), row[feature.source].iloc[0])
        return {
            "fact": fact(trait, self.currency),
            "added": float(self.old[place, members].sum()),
            "adds": float(self.new[place, members].sum()),
        }
