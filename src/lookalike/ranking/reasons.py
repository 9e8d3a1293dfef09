"""Why a prospect stands where it stands: up to three reasons for and three against, in words a salesperson would use.

A sentence belongs to what a company has of a feature (its bin and value), not to the company, so the sentences of a
million rows are a small dictionary and each row holds numbers into it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from lookalike.learning.features import Feature, NumericBins
from lookalike.ranking.concepts import by_concept, grouped
from lookalike.ranking.language import Language, language
from lookalike.ranking.portrait import Portrait, portraits
from lookalike.ranking.sentences import Trait, sentence

if TYPE_CHECKING:
    from lookalike.scorecard.bundle import Bundle

MOST = 3
NOISE = 0.1  # share of the spread of the known accounts' scores below which a contribution is no reason


@dataclass(frozen=True)
class Reasons:
    """Reasons of n rows, dictionary coded.

    `sentences` holds every sentence once; `favour` and `against` are int32 of shape (n, 3), places in `sentences`
    from the strongest, -1 where there is none.
    """

    sentences: tuple[str, ...]
    favour: np.ndarray
    against: np.ndarray

    def lists(self, codes: np.ndarray) -> np.ndarray:
        """`favour` or `against` as lists of sentences: object array of shape (n,)."""
        return coded_lists(self.sentences, codes)

    def arrow(self, codes: np.ndarray) -> pa.ListArray:
        """The same as an Arrow list of dictionary-coded text, for streams."""
        kept = codes >= 0
        ends = np.concatenate([[0], np.cumsum(kept.sum(axis=1))]).astype(np.int32)
        words = pa.DictionaryArray.from_arrays(pa.array(codes[kept], pa.int32()), pa.array(self.sentences, pa.string()))
        return pa.ListArray.from_arrays(pa.array(ends), words)


def reasons(bundle: Bundle, frame: pd.DataFrame, contributions: np.ndarray, code: str = "en") -> Reasons:
    """The reasons of each row, from the ranking scorecard of a bundle.

    Contributions are taken together by concept and ordered by size; what is small beside the spread of the known
    accounts' scores is noise, not a reason. Of a concept with several features (the levels of an industry code),
    the one that contributes most in the concept's direction tells it. A row's reasons do not depend on the rows
    beside it.

    Parameters
    ----------
    bundle : Bundle
    frame : DataFrame
        The attributes of n companies.
    contributions : ndarray of float, shape (n, features)
        Exact contributions in log-odds, features in the scorecard's order.
    code : {"en", "no", "sv", "fi", "nl"}
        The language.
    """
    features, say = bundle.rank.features, language(code)
    spread = float(bundle.reference["raw"].std(ddof=0)) if len(bundle.reference) else 0.0
    chosen = strongest(contributions, features, max(NOISE * spread, 1e-9))
    told = portraits(features, bundle.best, bundle.distribution)
    currency = str(bundle.manifest.get("currency", ""))
    sentences: list[str] = []
    coded = [
        _worded(places, frame, features, told, positive, say, currency, sentences)
        for places, positive in zip(chosen, (True, False), strict=True)
    ]
    return Reasons(tuple(sentences), *coded)


def strongest(contributions: np.ndarray, features: tuple[Feature, ...], noise: float) -> tuple[np.ndarray, np.ndarray]:
    """Which features tell the strongest reasons for and against.

    Returns
    -------
    tuple of two int32 ndarrays, shape (n, 3)
        Places of features from the strongest reason, -1 where there is none; for, against.
    """
    groups = by_concept(features)
    sums = grouped(contributions, groups)
    ordered = np.argsort(-sums, axis=1, kind="stable")
    sides = []
    for positive, places in ((True, ordered[:, :MOST]), (False, ordered[:, ::-1][:, :MOST])):
        size = np.take_along_axis(sums, places, axis=1) * (1 if positive else -1)
        sides.append(np.where(size > noise, _tellers(contributions, groups, places, positive), -1).astype(np.int32))
    return sides[0], sides[1]


def _tellers(contributions: np.ndarray, groups: dict, places: np.ndarray, positive: bool) -> np.ndarray:
    """The feature of each concept in `places` that contributes most in the given direction."""
    told = np.empty(places.shape, dtype=np.int64)
    for concept, members in enumerate(groups.values()):
        rows, slots = np.nonzero(places == concept)
        if len(members) == 1:
            told[rows, slots] = members[0]
        else:
            parts = contributions[np.ix_(rows, members)] * (1 if positive else -1)
            told[rows, slots] = np.asarray(members)[parts.argmax(axis=1)]
    return told


def _worded(
    places: np.ndarray,
    frame: pd.DataFrame,
    features: tuple[Feature, ...],
    told: tuple[Portrait, ...],
    positive: bool,
    say: Language,
    currency: str,
    sentences: list[str],
) -> np.ndarray:
    """Turn places of features into places of sentences, adding to `sentences` what is said for the first time."""
    coded = np.full(places.shape, -1, dtype=np.int32)
    for place, (feature, portrait) in enumerate(zip(features, told, strict=True)):
        rows, slots = np.nonzero(places == place)
        if len(rows):
            which, traits = distinct_traits(feature, portrait, frame[feature.source].to_numpy()[rows])
            coded[rows, slots] = len(sentences) + which
            sentences.extend(sentence(trait, positive, say, currency) for trait in traits)
    return coded


def distinct_traits(feature: Feature, portrait: Portrait, values: np.ndarray) -> tuple[np.ndarray, list[Trait]]:
    """The different things that values say, and which of them each value says.

    Numbers that read alike (three figures) and fall into the same bin say the same.
    """
    if isinstance(feature.bins, NumericBins):
        numbers = values.astype(float)
        said = pd.DataFrame({"code": feature.bins.codes(numbers), "value": readable(numbers, feature.unit)})
        which = said.groupby(["code", "value"], dropna=False, sort=False).ngroup().to_numpy()
        return which, [Trait(feature, portrait, *row) for row in said.drop_duplicates().itertuples(index=False)]
    which, distinct = pd.factorize(values, use_na_sentinel=False)
    codes = feature.bins.codes(distinct)
    return which, [Trait(feature, portrait, int(code), value) for code, value in zip(codes, distinct, strict=True)]


def coded_lists(words: tuple[str, ...], codes: np.ndarray) -> np.ndarray:
    """Rows of places in `words` (-1 = none) as lists of text; equal rows share the work."""
    which, distinct = pd.factorize(np.ravel_multi_index(tuple(codes.T + 1), (len(words) + 1,) * codes.shape[1]))
    parts = np.column_stack(np.unravel_index(distinct, (len(words) + 1,) * codes.shape[1])) - 1
    lists = ([words[part] for part in row if part >= 0] for row in parts.tolist())
    return np.fromiter(lists, dtype=object, count=len(parts))[which]


def readable(numbers: np.ndarray, unit: str) -> np.ndarray:
    """Numbers as a sentence writes them: whole years, else three significant figures."""
    if unit == "year":
        return np.round(numbers)
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.where(numbers == 0, 0, np.floor(np.log10(np.abs(numbers))))
    scale = 10.0 ** (2 - size)
    return np.round(numbers * scale) / scale
