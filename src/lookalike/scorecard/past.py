"""What a past with us adds to the score of a prospect: one more table, over `relation`, in which cold is exactly 0."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from lookalike.learning.bins import CategoryBins, Feature
from lookalike.schema import RELATION, Kind
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import Scorecard, Table


def with_past(card: Scorecard, offsets: Mapping[str, float]) -> Scorecard:
    """The scorecard with a table over `relation` behind all others; without offsets the same one.

    Parameters
    ----------
    card : Scorecard
    offsets : mapping of relation to log-odds
        Every other relation adds 0.

    Examples
    --------
    >>> import pandas as pd
    >>> card = with_past(Scorecard((), (), 0.5), {"lost-before": -0.25})
    >>> card.raw(pd.DataFrame({"relation": ["cold", "lost-before", None]})).tolist()
    [0.5, 0.25, 0.5]
    """
    if not offsets:
        return card
    names = tuple(sorted(offsets))
    feature = Feature(RELATION, RELATION, RELATION, "history", Kind.CATEGORY, "", CategoryBins(names))
    points = np.array([*(offsets[name] for name in names), 0.0, 0.0])
    return Scorecard((*card.features, feature), (*card.tables, Table((len(card.features),), (points,))), card.base)


def without_past(card: Scorecard) -> Scorecard:
    """The scorecard without its table over `relation`: as it is for companies of which it says nothing."""
    features = tuple(feature for feature in card.features if not feature.is_past)
    if len(features) == len(card.features):
        return card
    places = {place: features.index(one) for place, one in enumerate(card.features) if not one.is_past}
    tables = (
        Table(tuple(places[place] for place in table.features), table.contributions)
        for table in card.tables
        if places.keys() >= set(table.features)
    )
    return replace(card, features=features, tables=tuple(tables))


def offsets_of(card: Scorecard) -> dict[str, float]:
    """What each relation adds to the raw score, by its name; empty without such a table.

    Examples
    --------
    >>> offsets_of(with_past(Scorecard((), (), 0.5), {"lost-before": -0.25}))
    {'lost-before': -0.25}
    """
    for table in card.tables:
        feature = card.features[table.features[0]]
        if feature.is_past and isinstance(feature.bins, CategoryBins):
            return dict(zip(feature.bins.values, table.effect.tolist(), strict=False))
    return {}


def cold(bundle: Bundle) -> Bundle:
    """The bundle as it scores cold companies."""
    rank = without_past(bundle.rank)
    win = rank if bundle.win is bundle.rank else bundle.win and without_past(bundle.win)
    return replace(bundle, rank=rank, win=win)
