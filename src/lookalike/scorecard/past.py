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
    """The scorecard as it is for cold companies: `with_past` put its table last."""
    features = tuple(feature for feature in card.features if not feature.is_past)
    tables = tuple(table for table in card.tables if max(table.features) < len(features))
    return card if len(features) == len(card.features) else replace(card, features=features, tables=tables)


def cold(bundle: Bundle) -> Bundle:
    """The bundle as it scores cold companies."""
    rank = without_past(bundle.rank)
    win = rank if bundle.win is bundle.rank else bundle.win and without_past(bundle.win)
    return replace(bundle, rank=rank, win=win)
