"""A small scorecard over every kind of feature, a register to score with it, and its best customers."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from lookalike.learning.features import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.schema import Kind

FEATURES = tuple(
    Feature(name, name.split("=")[0], concept, label, kind, unit, bins)
    for name, concept, label, kind, unit, bins in (
        ("employees", "size", "employees", Kind.NUMBER, "heads", NumericBins((5.0, 20.0, 50.0, 250.0))),
        ("revenue", "revenue", "revenue", Kind.NUMBER, "money per year", NumericBins((1e6, 1e7))),
        ("founded", "founded", "founded", Kind.NUMBER, "year", NumericBins((1990.0, 2010.0))),
        ("industry", "industry", "industry", Kind.CATEGORY, "", CategoryBins(("IT", "Logistics", "Retail"))),
        ("industry_code_2", "industry", "industry code", Kind.CATEGORY, "", CategoryBins(("49", "62"))),
        ("webshop", "webshop", "webshop", Kind.CATEGORY, "", CategoryBins(("no", "yes"))),
        ("technologies=Azure", "technologies", "technologies: Azure", Kind.SET, "", TokenBins("Azure")),
    )
)


class Tables:
    """A scorecard with one random table per feature and one pair, written down as look-ups."""

    features = FEATURES
    base = -1.5

    def __init__(self, rng: np.random.Generator) -> None:
        self.single = [rng.normal(0, 0.4, feature.bins.size) for feature in FEATURES]
        self.pair = rng.normal(0, 0.2, (2, FEATURES[0].bins.size, FEATURES[3].bins.size))

    def contributions(self, frame: pd.DataFrame) -> np.ndarray:
        codes = [feature.codes(frame) for feature in FEATURES]
        found = np.column_stack([table[code] for table, code in zip(self.single, codes, strict=True)])
        found[:, 0] += self.pair[0][codes[0], codes[3]]
        found[:, 3] += self.pair[1][codes[0], codes[3]]
        return found

    def raw(self, frame: pd.DataFrame) -> np.ndarray:
        return self.base + self.contributions(frame).sum(axis=1)


def register(n: int, seed: int) -> pd.DataFrame:
    """Random companies, one in ten values missing."""
    rng = np.random.default_rng(seed)

    def gaps(values: np.ndarray) -> pd.Series:
        return pd.Series(values).mask(pd.Series(rng.random(n) < 0.1), np.nan if values.dtype != object else None)

    def one_of(*values: str) -> pd.Series:
        return gaps(np.array(values, dtype=object)[rng.integers(len(values), size=n)])

    return pd.DataFrame(
        {
            "prospect_id": [f"P{i:07d}" for i in range(n)],
            "name": [f"Company {i}" for i in range(n)],
            "employees": gaps(np.round(np.exp(rng.normal(3, 1.3, n)))),
            "revenue": gaps(np.exp(rng.normal(15, 1.5, n))),
            "founded": gaps(rng.integers(1950, 2025, n).astype(float)),
            "industry": one_of("IT", "Logistics", "Retail", "Fishing"),
            "industry_code_2": one_of("49", "62", "03"),
            "webshop": one_of("yes", "no"),
            "technologies": one_of("Azure", "Azure;SAP", "SAP"),
        }
    )


def bundle_of(card: Tables, known: pd.DataFrame, best: int) -> SimpleNamespace:
    """What ranking reads of a bundle: the card, and the `best` highest of the `known` companies as best customers."""
    raw = card.raw(known)
    known = known.rename(columns={"prospect_id": "account_id"})
    top = np.argsort(-raw, kind="stable")[:best]
    shares = {
        one.name: (np.bincount(one.codes(known), minlength=one.bins.size) / len(known)).tolist()
        for one in card.features
    }
    return SimpleNamespace(
        rank=card,
        best=known.iloc[top].sort_values("account_id").reset_index(drop=True),
        reference=pd.DataFrame({"account_id": known["account_id"], "name": known["name"], "raw": raw}),
        distribution=shares,
        manifest={"currency": "NOK"},
    )


@pytest.fixture(scope="session")
def bundle() -> SimpleNamespace:
    return bundle_of(Tables(np.random.default_rng(3)), register(600, 1), 20)


@pytest.fixture(scope="session")
def prospects() -> pd.DataFrame:
    return register(100_000, 2)
