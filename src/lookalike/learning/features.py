"""The encoder: learns the features of companies and turns companies into numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.base import TransformerMixin
from sklearn.utils.validation import check_is_fitted

from lookalike.estimators import CompanyEstimator
from lookalike.learning.bins import MISSING, OTHER, Bins, CategoryBins, Feature, NumericBins, TokenBins, bins_from_dict
from lookalike.schema import Attribute, Kind

__all__ = [
    "MISSING",
    "OTHER",
    "Bins",
    "CategoryBins",
    "Encoder",
    "Feature",
    "NumericBins",
    "TokenBins",
    "bins_from_dict",
    "infer_attributes",
    "quantile_edges",
]

MOST_LEVELS = 200


class Encoder(TransformerMixin, CompanyEstimator):
    """Learn the features of a frame of companies and turn companies into numbers.

    Levels and tokens carried by fewer than `support` companies join "other"; a level never seen joins it too, so that
    a rare level and an unknown one are scored alike.

    Parameters
    ----------
    attributes : sequence of Attribute or None
        The columns to use; None takes every column, numbers as NUMBER and the rest as CATEGORY.
    bins : int, default 12
        Most intervals per number, cut at quantiles.
    support : int or None
        Fewest rows of a level or token; None is .2 % of the rows, at least 5 and at most 50.

    Attributes
    ----------
    features_ : tuple of Feature

    Examples
    --------
    >>> frame = pd.DataFrame({"heads": [5.0, 9.0, None] * 4, "sector": ["IT", "IT", "Farm"] * 4})
    >>> encoder = Encoder().fit(frame)
    >>> encoder.transform(pd.DataFrame({"heads": [7.0], "sector": ["Law"]})).tolist()
    [[7.0, 1.0]]
    """

    def __init__(self, attributes: Sequence[Attribute] | None = None, *, bins: int = 12, support: int | None = None):
        self.attributes = attributes
        self.bins = bins
        self.support = support

    def fit(self, frame: pd.DataFrame, y: object = None) -> Encoder:
        """Learn levels, tokens and edges; `y` is not used."""
        frame = self.companies(frame, fitting=True)
        attributes = infer_attributes(frame) if self.attributes is None else tuple(self.attributes)
        support = self.support or min(50, max(5, round(0.002 * len(frame))))
        self.features_ = tuple(
            feature for attribute in attributes for feature in self._features(attribute, frame[attribute.name], support)
        )
        return self

    def _features(self, attribute: Attribute, column: pd.Series, support: int) -> list[Feature]:
        named = (attribute.name, attribute.concept, attribute.label, attribute.kind, attribute.unit)
        if attribute.kind is Kind.SET:
            tokens = Counter(token for cell in column.dropna() for token in set(str(cell).split(";")))
            return [
                Feature(
                    f"{attribute.name}={token}", *named[:2], f"{attribute.label}: {token}", *named[3:], TokenBins(token)
                )
                for token in _frequent(tokens, support)
            ]
        bins: Bins
        if attribute.kind is Kind.CATEGORY:
            bins = CategoryBins(tuple(_frequent(Counter(column.dropna()), support)))
        else:
            bins = NumericBins(quantile_edges(column.to_numpy(float), self.bins))
        return [Feature(attribute.name, *named, bins)]

    def transform(self, frame: pd.DataFrame) -> np.ndarray:
        """Numbers raw, categories as codes ("other" has its own), tokens 0 or 1; NaN where missing.

        Returns
        -------
        ndarray of float64, shape (n, len(features_))
        """
        check_is_fitted(self, "features_")
        frame = self.companies(frame)
        matrix = np.empty((len(frame), len(self.features_)))
        for place, feature in enumerate(self.features_):
            if feature.bins.kind == "number":
                matrix[:, place] = frame[feature.source].to_numpy(float)
            else:
                codes = feature.codes(frame)
                matrix[:, place] = np.where(codes == feature.bins.size - 1, np.nan, codes)
        return matrix


def infer_attributes(frame: pd.DataFrame) -> tuple[Attribute, ...]:
    """Every column as an attribute: numbers as NUMBER, the rest as CATEGORY."""
    return tuple(
        Attribute(
            str(name),
            Kind.NUMBER if pd.api.types.is_numeric_dtype(frame[name]) else Kind.CATEGORY,
            str(name),
            str(name),
        )
        for name in frame.columns
    )


def quantile_edges(numbers: np.ndarray, bins: int) -> tuple[float, ...]:
    """Rising cut points that split the known numbers into at most `bins` parts of similar size.

    Each lies halfway between two neighbouring values.

    Examples
    --------
    >>> quantile_edges(np.array([1.0, 1.0, 2.0, 4.0, np.nan]), 3)
    (1.5, 3.0)
    """
    known = np.sort(numbers[np.isfinite(numbers)])
    values = np.unique(known)
    if len(values) < 2:
        return ()
    middles = (values[:-1] + values[1:]) / 2
    if len(middles) < bins:
        return tuple(middles.tolist())
    wanted = np.quantile(known, np.arange(1, bins) / bins, method="inverted_cdf")
    places = np.minimum(np.searchsorted(values, wanted), len(middles) - 1)
    return tuple(middles[np.unique(places)].tolist())


def _frequent(counts: Counter[str], support: int) -> list[str]:
    """The most frequent values with enough support, in alphabetical order, each as it is mostly written.

    Examples
    --------
    >>> _frequent(Counter({"IT": 4, "it": 2, "Law": 3}), 5)
    ['IT']
    """
    together: dict[str, list] = {}  # spelling, count
    for value, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        together.setdefault(str(value).casefold(), [value, 0])[1] += count
    ranked = sorted((-count, value) for value, count in together.values() if count >= support)[:MOST_LEVELS]
    return sorted(value for _, value in ranked)
