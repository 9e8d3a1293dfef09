"""The words of names in two tables, and how much a name tells by the words that few others bear."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from lookalike.companies.identity.keys import arrow

END = 4  # letters
BITS_A_LETTER = 3  # that a letter of a word that nobody else bears tells


@dataclass(frozen=True)
class Vocabulary:
    """Words of the names of two tables, one below the other.

    Parameters
    ----------
    row : ndarray of int, shape (words,)
        Whose word it is: rows of the left table, then those of the right.
    word : ndarray of int, shape (words,)
    letters : ndarray of int
        Length of each different word.
    ends : tuple of two ndarray of int
        Codes of the first and of the last letters of each different word.
    distinct : ndarray of float, shape (rows,)
        How unlikely each name is to be chosen twice, in bits: what each of its words tells by being rare in the table
        that has it more often, and no more than its letters can tell.
    """

    row: np.ndarray
    word: np.ndarray
    letters: np.ndarray
    ends: tuple[np.ndarray, np.ndarray]
    distinct: np.ndarray

    @property
    def rows(self) -> int:
        """Rows of both tables."""
        return len(self.distinct)

    @classmethod
    def of(cls, left: pd.Series, right: pd.Series | None = None) -> Vocabulary:
        """The words of two columns of names (`name` of `company_keys`), or of one whose rows are compared.

        Examples
        --------
        >>> names = pd.Series(["bygg hansen", "bygg bakalode", "data hansen", "bygg moe"])
        >>> Vocabulary.of(names, names).distinct[:4].round(1).tolist()
        [3.0, 25.0, 14.0, 10.0]
        """
        itself = right is None
        names = arrow(left if right is None else pd.concat([left, right], ignore_index=True))
        split = pc.split_pattern(names, " ")
        words = split.flatten().dictionary_encode()
        row, word = pc.list_parent_indices(split).to_numpy(), words.indices.to_numpy()
        letters = pc.utf8_length(words.dictionary).to_numpy()
        on_left = row < len(left)
        bearers = np.maximum(*(np.bincount(word[side], minlength=len(letters)) for side in (on_left, ~on_left)))
        others = bearers - 1 - itself  # two records of one table may be those of one company
        size = len(left) if right is None else max(len(left), len(right))
        rare = np.where(others > 0, np.log2(size / np.maximum(others, 1)), np.inf)
        tells = np.minimum(BITS_A_LETTER * letters, rare)
        distinct = np.bincount(row, weights=tells[word], minlength=len(names))
        first, last = (
            pc.utf8_slice_codeunits(words.dictionary, *span).dictionary_encode().indices.to_numpy()
            for span in ((0, END), (-END, None))
        )
        return cls(row, word, letters, (first, last), distinct)
