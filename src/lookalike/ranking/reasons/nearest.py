"""Which best customers a prospect resembles, for the reasons that matter."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from lookalike.ranking.reasons.best_customers import best_customers, portraits
from lookalike.scorecard.score import Scored, score_columns
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import from_frame, nearest


@lru_cache(maxsize=2)
def nearest_of(bundle: Bundle) -> Nearest:
    """The finder of a bundle, made once: a server asks it for one company after the other."""
    return Nearest(bundle)


class Nearest:
    """Finds the best customers nearest to companies.

    Two companies are alike when the same facts move their scores by as much in the same direction: the distance is
    Euclidean over contributions, and where they fall into different bins (of a number: bands) it adds the weight that
    the feature has among the best customers, so that Logistics and IT stay apart even where both count the same.

    Parameters
    ----------
    bundle : Bundle
    """

    def __init__(self, bundle: Bundle) -> None:
        best = best_customers(bundle)
        scored = score_columns(bundle, from_frame(best, bundle.attributes))
        self.bands = [portrait.band for portrait in portraits(bundle)]
        self.names = tuple(best["name"].fillna(best["account_id"]))
        self.ids = pd.Index(best["account_id"], dtype=object)
        self.parts, self.best_bands = scored.contributions, self.banded(scored.codes)
        self.weight = (self.parts**2).mean(axis=1) if len(best) else np.zeros(len(self.bands))

    def find(self, scored: Scored, account_ids: pd.Series | None = None) -> np.ndarray:
        """Up to three best customers for each of n companies, the nearest first.

        Parameters
        ----------
        scored : Scored
        account_ids : Series of n, optional
            Which known account a company is: none is its own lookalike.

        Returns
        -------
        ndarray of int32, shape (n, 3)
            Places in the bundle's best customers, -1 where there are fewer than three.
        """
        own = np.full(scored.columns.rows, -1, dtype=np.int32)
        if account_ids is not None:
            own = self.ids.get_indexer(pd.Index(account_ids)).astype(np.int32)
        bands = self.banded(scored.codes)
        return np.asarray(nearest(bands, scored.contributions, self.best_bands, self.parts, self.weight, own))

    def banded(self, codes: np.ndarray) -> np.ndarray:
        """Codes of shape (features, n) with bins that are one to a person taken together."""
        bands = np.empty_like(codes)
        for place, band in enumerate(self.bands):
            bands[place] = band[codes[place]]
        return bands
