"""Names that differ by a few letters: compared only inside blocks, so that a million companies are no trouble."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from lookalike.companies.identity.matching.codes import distinct, hashed, joined
from lookalike.companies.identity.matching.sides import Sides

PAIRS = 2_000_000  # pairs of a kind of block at most; the rarest blocks, which tell most, go first
FEW_LETTERS = ((24, 3), (12, 2), (5, 1))  # from so many letters on, so many may differ
LONG_WORD = 4  # letters of a word that makes a block by itself


def near_names(sides: Sides) -> pd.DataFrame:
    """Pairs of companies whose names differ by few letters and in no digit.

    A block is a rare word, a word at a place, or all words but one and that one's start or end. Names with other digits
    are never near, nor are companies of two countries or with two organisation numbers.

    Returns
    -------
    DataFrame
        `left`, `right` (positions), `letters` (how many differ: inserted, left out, changed or swapped) and `blind`
        (whether the pair is found without a look at the places, and so can tell how often such pairs are neighbours).
    """
    row, block, by_place = _blocks(sides)
    blind, local = (_pairs(sides, row[kind], block[kind]) for kind in (~by_place, by_place))
    each = distinct(np.concatenate([blind, local]))
    one, other = each // len(sides.right), each % len(sides.right)
    length = tuple(_lengths(side["name"]) for side in (sides.left, sides.right))
    near = ~sides.differ(one, other, "country") & (abs(length[0][one] - length[1][other]) <= FEW_LETTERS[0][1])
    each, one, other = each[near], one[near], other[near]
    shorter = np.minimum(length[0][one], length[1][other])
    allowed = np.select([shorter >= start for start, _ in FEW_LETTERS], [few for _, few in FEW_LETTERS], 0)
    letters = _letters(sides, "spelled", one, other)
    far = letters > allowed
    letters[far] = _letters(sides, "name", one[far], other[far])
    close = (letters <= allowed) & (letters > 0)
    return pd.DataFrame(
        {"left": one[close], "right": other[close], "letters": letters[close], "blind": _among(each[close], blind)}
    )


def _blocks(sides: Sides) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of both tables, the right one's below, the blocks they are in, and which blocks are those of a place."""
    words = sides.vocabulary
    of, word = words.row, words.word
    place, digits = (_below(sides, column)[of] for column in ("place", "digits"))
    others = np.bincount(of, weights=word, minlength=words.rows).astype(np.int64)[of] - word  # told apart by their sum
    long = (words.letters[word] >= LONG_WORD) & (digits >= 0)
    kinds = [
        ((place >= 0) & (digits >= 0), (word, place)),
        (long, (word,)),
        *((long, (others, end[word])) for end in words.ends),
    ]
    rows = np.concatenate([of[holds] for holds, _ in kinds])
    block = np.concatenate([hashed(number, digits, *marks)[holds] for number, (holds, marks) in enumerate(kinds)])
    return rows, block, np.arange(len(rows)) < kinds[0][0].sum()


def _below(sides: Sides, column: str) -> np.ndarray:
    left, right = sides.codes(column)
    return right if sides.itself else np.concatenate([left, right])


def _pairs(sides: Sides, row: np.ndarray, block: np.ndarray) -> np.ndarray:
    """Pairs of rows that share a block and of which one has no organisation number, from the rarest blocks, each once.

    Returns
    -------
    ndarray of int
        `left * rows on the right + right`, sorted.
    """
    size, on_right = len(sides.left), len(sides.right)
    on_left = row < size
    bare = np.concatenate([side["org"].isna().to_numpy() for side in (sides.left, sides.right)])[row]
    if sides.itself:
        one, other = _join(row, block, on_left, bare)
        one, other = np.minimum(one, other), np.maximum(one, other)
        return distinct((one * on_right + other)[one != other])
    found = _join(row, block, on_left, ~on_left & bare), _join(row, block, on_left & bare, ~on_left & ~bare)
    return distinct(np.concatenate([one * on_right + other - size for one, other in found]))


def _join(row: np.ndarray, block: np.ndarray, first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    one, other = joined(block[first], block[second], PAIRS)
    return row[first][one], row[second][other]


def _among(asked: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which numbers stand in a sorted array."""
    at = np.searchsorted(known, asked).clip(max=max(len(known) - 1, 0))
    return known[at] == asked if len(known) else np.zeros(len(asked), dtype=bool)


def _letters(sides: Sides, column: str, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Letters that differ, pair by pair; any number above what is allowed reads as one more."""
    if not len(one):
        return np.zeros(0, dtype=np.int64)
    # Each name is made once, not once a pair: there may be millions of these.
    texts = (side[column].to_numpy(dtype=object)[rows] for side, rows in ((sides.left, one), (sides.right, other)))
    return cpdist(*texts, scorer=OSA.distance, score_cutoff=FEW_LETTERS[0][1], workers=-1, dtype=np.int64)


def _lengths(names: pd.Series) -> np.ndarray:
    return names.str.len().fillna(0).to_numpy(dtype=np.int64)
