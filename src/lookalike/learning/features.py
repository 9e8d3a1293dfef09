"""Features: how a company attribute becomes a few bins, and the encoder that learns them from the known companies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from lookalike.schema import Attribute, Kind

MISSING = "unknown"
OTHER = "other"
MOST_LEVELS = 200


@dataclass(frozen=True)
class NumericBins:
    """Intervals of a number: bin = how many edges lie below it; an edge itself belongs to the left, as in LightGBM.

    Examples
    --------
    >>> NumericBins((10.0, 50.0)).codes(np.array([10.0, 11.0, np.nan])).tolist()
    [0, 1, 3]
    """

    edges: tuple[float, ...]
    kind: ClassVar[str] = "number"

    @property
    def size(self) -> int:
        """Number of bins, the missing one included."""
        return len(self.edges) + 2

    def codes(self, values: Any) -> np.ndarray:
        """The bin of each value, int32 of shape (n,)."""
        numbers = np.asarray(values, dtype=float)
        found = np.searchsorted(np.asarray(self.edges), numbers, side="left")
        return np.where(np.isnan(numbers), self.size - 1, found).astype(np.int32)

    def label(self, code: int) -> str:
        """The bin in words.

        Examples
        --------
        >>> [NumericBins((10.0, 50.0)).label(code) for code in range(4)]
        ['at most 10', '10 to 50', 'over 50', 'unknown']
        """
        if code == self.size - 1:
            return MISSING
        if not self.edges:
            return "any"
        if code == 0:
            return f"at most {self.edges[0]:.6g}"
        if code == len(self.edges):
            return f"over {self.edges[-1]:.6g}"
        return f"{self.edges[code - 1]:.6g} to {self.edges[code]:.6g}"

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "edges": list(self.edges)}


@dataclass(frozen=True)
class CategoryBins:
    """Named levels; then one bin for every other value, seen rarely or never, and one for missing.

    Examples
    --------
    >>> CategoryBins(("IT", "Retail")).codes(["Retail", "Mining", None]).tolist()
    [1, 2, 3]
    """

    values: tuple[str, ...]
    kind: ClassVar[str] = "category"

    @property
    def size(self) -> int:
        """Number of bins, other and missing included."""
        return len(self.values) + 2

    def codes(self, values: Any) -> np.ndarray:
        """The bin of each value, int32 of shape (n,)."""
        series = pd.Series(values, dtype=object)
        found = pd.Index(self.values, dtype=object).get_indexer(pd.Index(series))
        found = np.where(found < 0, len(self.values), found)
        return np.where(series.isna(), self.size - 1, found).astype(np.int32)

    def label(self, code: int) -> str:
        """The level's name, "other" or "unknown"."""
        return (*self.values, OTHER, MISSING)[code]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "values": list(self.values)}


@dataclass(frozen=True)
class TokenBins:
    """Whether a set-valued cell ("Azure;SAP") holds one token: absent 0, present 1, missing 2.

    Examples
    --------
    >>> TokenBins("SAP").codes(["Azure;SAP", "SAPIENT", None]).tolist()
    [1, 0, 2]
    """

    token: str
    kind: ClassVar[str] = "token"
    size: ClassVar[int] = 3

    def codes(self, values: Any) -> np.ndarray:
        """The bin of each cell, int32 of shape (n,)."""
        place, cells = pd.factorize(pd.Series(values, dtype=object))
        holds = np.array([self.token in str(cell).split(";") for cell in cells] + [False])
        return np.where(place < 0, 2, holds[place]).astype(np.int32)

    def label(self, code: int) -> str:
        """The token with yes or no, or "unknown"."""
        return (f"not {self.token}", self.token, MISSING)[code]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"kind": self.kind, "token": self.token}


Bins = NumericBins | CategoryBins | TokenBins


def bins_from_dict(data: dict[str, Any]) -> Bins:
    """The bins that `to_dict` described.

    Examples
    --------
    >>> bins_from_dict(TokenBins("SAP").to_dict())
    TokenBins(token='SAP')
    """
    if data["kind"] == NumericBins.kind:
        return NumericBins(tuple(float(edge) for edge in data["edges"]))
    return TokenBins(data["token"]) if data["kind"] == TokenBins.kind else CategoryBins(tuple(data["values"]))


@dataclass(frozen=True)
class Feature:
    """What a model sees of one attribute.

    `source` is the column it is read from, `concept` groups features that mean the same thing to a person, `label` is
    how people call it, `kind` is NUMBER, CATEGORY or SET.
    """

    name: str
    source: str
    concept: str
    label: str
    kind: Kind
    unit: str
    bins: Bins

    def codes(self, frame: pd.DataFrame) -> np.ndarray:
        """The bin of each row of `frame`, int32 of shape (n,)."""
        return self.bins.codes(frame[self.source].to_numpy())

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        words = {key: str(getattr(self, key)) for key in ("name", "source", "concept", "label", "kind", "unit")}
        return words | {"bins": self.bins.to_dict()}

    @staticmethod
    def from_dict(data: dict[str, Any]) -> Feature:
        """The feature that `to_dict` described."""
        return Feature(**data | {"kind": Kind(data["kind"]), "bins": bins_from_dict(data["bins"])})


class Encoder(TransformerMixin, BaseEstimator):
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
        attributes = infer_attributes(frame) if self.attributes is None else tuple(self.attributes)
        support = self.support or min(50, max(5, round(0.002 * len(frame))))
        self.n_features_in_ = frame.shape[1]
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
    """The most frequent values with enough support, in alphabetical order."""
    ranked = sorted(((-count, value) for value, count in counts.items() if count >= support))[:MOST_LEVELS]
    return sorted(value for _, value in ranked)
