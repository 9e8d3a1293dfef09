"""A stored model with what people have decided since: names of segments, points and weights of the criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from lookalike.knowledge.criteria import SEGMENT, CriteriaGrid, segment_tables
from lookalike.knowledge.segments import Segmentation
from lookalike.learning.bins import CategoryBins, Feature
from lookalike.scorecard.store.bundle import Bundle
from lookalike.scorecard.tables import Scale, Scorecard, describe, experience, rules_scorecard


def adjusted(
    bundle: Bundle,
    segmentation: Segmentation,
    grid: CriteriaGrid,
    weights: Mapping[str, float],
    accounts: pd.DataFrame,
) -> Bundle:
    """The bundle as the settings and data of today have it; what was learned stays as it is.

    Parameters
    ----------
    bundle : Bundle
        As it was stored.
    segmentation : Segmentation
        The stored one, by the names of today.
    grid : CriteriaGrid
        The points of its segments.
    weights : mapping of criterion to weight
        Those of company-level criteria that the settings give; the others keep theirs.
    accounts : DataFrame
        The known accounts, to which the scores of a list that the rules rank are compared.
    """
    names = {
        str(old["name"]): new.name
        for old, new in zip(bundle.segmentation["segments"], segmentation.segments, strict=True)
    }
    own = [table for table in bundle.rules if table.source != SEGMENT]
    rules = (
        *segment_tables(grid),
        *(replace(table, weight=weights.get(table.criterion, table.weight)) for table in own),
    )
    today = replace(
        bundle,
        segmentation=segmentation.to_dict(),
        rules=rules,
        rank=_renamed(bundle.rank, names),
        win=bundle.win and _renamed(bundle.win, names),
        value=bundle.value and _renamed(bundle.value, names),
        similarity=bundle.similarity and _renamed(bundle.similarity, names),
    )
    return _ranked_by_rules(today, segmentation, accounts) if bundle.rank_by == "rules" else today


def _renamed(card: Scorecard, names: Mapping[str, str]) -> Scorecard:
    """A scorecard that knows the segments by their names of today."""
    return replace(card, features=tuple(_feature(feature, names) for feature in card.features))


def _feature(feature: Feature, names: Mapping[str, str]) -> Feature:
    if feature.source != SEGMENT or not isinstance(feature.bins, CategoryBins):
        return feature
    return replace(feature, bins=CategoryBins(tuple(names.get(value, value) for value in feature.bins.values)))


def _ranked_by_rules(bundle: Bundle, segmentation: Segmentation, accounts: pd.DataFrame) -> Bundle:
    """Where the points themselves rank, the ranking and what it is compared with follow them."""
    rank = rules_scorecard(bundle.rules)
    known = accounts.assign(**{SEGMENT: segmentation.assign(accounts)[SEGMENT].to_numpy()})
    learned = known[known["won"] + known["lost"] > 0]
    learned = learned if len(learned) else known
    distribution, ranges = describe(rank, learned)
    raw = pd.Series(rank.raw(known), index=known["account_id"])
    reference = bundle.reference[bundle.reference["account_id"].isin(raw.index)]
    return replace(
        bundle,
        rank=rank,
        scales={**bundle.scales, "score": Scale.of(raw.to_numpy())},
        distribution=distribution,
        ranges=ranges,
        experience=experience(rank, learned),
        reference=reference.assign(raw=raw.reindex(reference["account_id"]).to_numpy()),
    )
