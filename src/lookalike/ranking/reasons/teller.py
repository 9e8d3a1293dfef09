"""Reasons and nearest customers of any number of blocks of companies, as numbers into growing lists of words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from lookalike.languages import Words
from lookalike.ranking.reasons.best_customers import best_customers
from lookalike.ranking.reasons.likeness import resemblance
from lookalike.ranking.reasons.nearest import nearest_of
from lookalike.ranking.reasons.reasons import Reasons
from lookalike.ranking.reasons.shared import SHOWN, apart, in_common
from lookalike.scorecard.score import Scored
from lookalike.scorecard.store import Bundle


class Teller:
    """What is said of companies; a block's answer does not depend on those before it but for the numbers.

    Parameters
    ----------
    bundle : Bundle
    """

    def __init__(self, bundle: Bundle) -> None:
        self.reasons, self.nearest, self.best = Reasons(bundle), nearest_of(bundle), best_customers(bundle)
        self.common: set[tuple[int, int]] = set()

    def words(self, column: str) -> Sequence[Words]:
        """What the numbers of a column mean."""
        return self.nearest.names if column == "nearest_customers" else self.reasons.sentences

    def tell(self, scored: Scored, account_ids: pd.Series | None = None) -> dict[str, np.ndarray]:
        """All that may be told of a block, before its companies are ranked: numbers, -1 where there is none."""
        favour, against = self.reasons.tell(scored)
        near = self.nearest.find(scored, account_ids)
        return {"reasons_for": favour, "reasons_against": against, "nearest_customers": near}

    def compare(self, told: Mapping[str, np.ndarray]) -> None:
        """Find what nearly all of the first companies have in common, of the first block of the list in rank order."""
        self.common = in_common(told["reasons_for"][:SHOWN], self.reasons.kinds)

    def settle(
        self, told: Mapping[str, np.ndarray], ranks: np.ndarray, first: pd.DataFrame | None = None
    ) -> dict[str, np.ndarray]:
        """What is told of companies that are ranked (from 1): numbers, as many as are told per column of the list.

        Parameters
        ----------
        told : dict
            From `tell`.
        ranks : ndarray of shape (n,)
        first : DataFrame, optional
            The first of them with their attributes, so that one with nothing of its own is told whom it resembles.
        """
        likeness = np.full(len(ranks), -1, dtype=np.int32)
        near = told["nearest_customers"]
        for row, (_, company) in enumerate(() if first is None else first.head(SHOWN).iterrows()):
            customers = {self.nearest.names[place]: self.best.iloc[place] for place in near[row] if place >= 0}
            said = resemblance(company, customers)
            if said is not None:
                likeness[row] = self.reasons.add(said)
        own, shared = apart(told["reasons_for"], ranks <= SHOWN, self.common, self.reasons.kinds, likeness)
        return {**told, "reasons_for": own, "reasons_shared": shared}

    def lists(self, told: Mapping[str, np.ndarray], ranks: np.ndarray, first: pd.DataFrame) -> dict[str, np.ndarray]:
        """The same as lists of messages and names, of a whole list in rank order: object arrays of shape (n,)."""
        self.compare(told)
        settled = self.settle(told, ranks, first)
        return {column: coded_lists(self.words(column), numbers) for column, numbers in settled.items()}


def coded_lists(words: Sequence[Words], numbers: np.ndarray) -> np.ndarray:
    """Rows of places in `words` (-1 = none) as lists of them; equal rows share the work.

    Examples
    --------
    >>> coded_lists(["big", "near"], np.array([[1, 0, -1], [-1, -1, -1]])).tolist()
    [['near', 'big'], []]
    """
    which = np.zeros(len(numbers), dtype=np.int64)
    for column in numbers.T[numbers.max(axis=0, initial=-1) >= 0]:
        which = pd.factorize(which * (len(words) + 1) + column + 1)[0]
    first = np.empty(which.max(initial=-1) + 1, dtype=np.int64)
    first[which[::-1]] = np.arange(len(which))[::-1]
    lists = ([words[part] for part in row if part >= 0] for row in numbers[first].tolist())
    return np.fromiter(lists, dtype=object, count=len(first))[which]
