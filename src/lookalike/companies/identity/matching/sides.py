"""Two tables of companies whose rows are compared, with their keys as numbers: equal numbers for equal keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from lookalike.companies.identity.keys import arrow
from lookalike.companies.identity.matching.vocabulary import Vocabulary


@dataclass(frozen=True, eq=False)
class Sides:
    """The left and the right table of a comparison; one object twice where rows of one table are compared.

    Parameters
    ----------
    left, right : DataFrame
        Keys of `company_keys`.

    Examples
    --------
    >>> keys = pd.DataFrame({"city": pd.Series(["Oslo", "Moss", None], dtype="string[pyarrow]")})
    >>> [side.tolist() for side in Sides(keys, keys.iloc[:1]).codes("city")]
    [[0, -1, -1], [0]]
    """

    left: pd.DataFrame
    right: pd.DataFrame
    _codes: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    @property
    def itself(self) -> bool:
        """Whether the rows of one table are compared with each other."""
        return self.left is self.right

    @property
    def others(self) -> int:
        """Companies that might bear a name beside the one that does."""
        return max(len(self.left), len(self.right)) - 1

    def codes(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """A key of each row as a number; -1 where it is missing, and on the left where nobody on the right has it."""
        if column not in self._codes:
            right, known = pd.factorize(self.right[column])
            self._codes[column] = (right, right) if self.itself else (_found(self.left[column], known), right)
        return self._codes[column]

    def agree(self, one: np.ndarray, other: np.ndarray, column: str) -> np.ndarray:
        """Whether the rows of pairs have the same key."""
        left, right = self.codes(column)
        return (left[one] == right[other]) & (right[other] >= 0)

    def differ(self, one: np.ndarray, other: np.ndarray, column: str) -> np.ndarray:
        """Whether the rows of pairs have two different keys."""
        left, right = self.codes(column)
        known = self.left[column].notna().to_numpy()
        return known[one] & (right[other] >= 0) & (left[one] != right[other])

    def counts(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """How many rows of either table have each key, by its code."""
        size = int(self.codes(column)[1].max(initial=-1)) + 1
        left, right = (np.bincount(side[side >= 0], minlength=size) for side in self.codes(column))
        return left, right

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the names."""
        return Vocabulary.of(self.left["name"], None if self.itself else self.right["name"])


def _found(cells: pd.Series, known: object) -> np.ndarray:
    at = pc.index_in(arrow(cells), value_set=arrow(pd.Series(known, dtype="string[pyarrow]")))
    return pc.fill_null(at, -1).to_numpy().astype(np.int64)
