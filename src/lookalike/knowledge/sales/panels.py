"""Panels: what a segment's buyers ask for, against what we are good at, as several people see it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lookalike.settings import PanelVote


def usp_match(panel: Sequence[PanelVote]) -> pd.DataFrame:
    """How well our selling points match the buying criteria of each segment.

    One person's match is the mean of our strength on each buying criterion, weighted by how important the criterion is
    to the segment's buyers; a segment's match is the mean over the people who voted on it.

    Parameters
    ----------
    panel : sequence of PanelVote
        `[[segments.panel]]` of the settings.

    Returns
    -------
    DataFrame indexed by segment, sorted
        `match`, and `low` and `high` of the single people (0-10); `people`.

    Examples
    --------
    >>> votes = [("Kari", 10, 9), ("Kari", 5, 3), ("Ola", 10, 5)]
    >>> panel = [
    ...     PanelVote(segment="IT", criterion=f"c{n}", importance=i, strength=s, by=by)
    ...     for n, (by, i, s) in enumerate(votes)
    ... ]
    >>> usp_match(panel).to_dict("index")
    {'IT': {'match': 6.0, 'low': 5.0, 'high': 7.0, 'people': 2}}
    """
    votes = pd.DataFrame([vote.model_dump() for vote in panel], columns=list(PanelVote.model_fields))
    votes["worth"] = votes["importance"] * votes["strength"]
    sums = votes.groupby(["segment", "by"])[["worth", "importance"]].sum()
    match = (sums["worth"] / sums["importance"]).astype(float).groupby(level="segment")
    return match.agg(["mean", "min", "max", "size"]).set_axis(["match", "low", "high", "people"], axis=1)
