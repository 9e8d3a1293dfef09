"""A small scorecard over every kind of feature, a register to score with it, and its best customers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.knowledge.criteria.points import PointTable
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.learning.calibration import Calibration
from lookalike.schema import Kind
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables.scorecard import Scorecard, Table
from toys import toy_bundle

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


def scorecard(seed: int) -> Scorecard:
    """Random tables, one per feature and one over the pair of size and industry."""
    rng = np.random.default_rng(seed)
    single = [Table((place,), (rng.normal(0, 0.4, one.bins.size),)) for place, one in enumerate(FEATURES)]
    shape = FEATURES[0].bins.size, FEATURES[3].bins.size
    return Scorecard(FEATURES, (*single, Table((0, 3), (rng.normal(0, 0.2, shape), rng.normal(0, 0.2, shape)))), -1.5)


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


def bundle_of(card: Scorecard, known: pd.DataFrame, best: int) -> Bundle:
    """A bundle that ranks by `card`, with the `best` highest of the `known` companies as its best customers."""
    raw = card.raw(known)
    known = known.rename(columns={"prospect_id": "account_id"})
    top = np.argsort(-raw, kind="stable")[:best]
    rules = (
        PointTable("growth", 1.0, "segment", "category", ("IT",), (3.0, 1.0, np.nan), ("fast", "slow", "unknown")),
        PointTable(
            "fit_employees", 2.0, "employees", "number", (20.0,), (1.0, 3.0, np.nan),
            ("won 3 of 30: 1 point", "won 20 of 40: 3 points", "unknown"),
        ),
    )  # fmt: skip
    return toy_bundle(
        card,
        known,
        manifest={"currency": "NOK"},
        calibration=Calibration((-3.0, 3.0), (0.05, 0.95)),
        reference=pd.DataFrame({"account_id": known["account_id"], "name": known["name"], "raw": raw, "best": False}),
        best=known.iloc[top].sort_values("account_id").reset_index(drop=True),
        rules=rules,
    )


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    return bundle_of(scorecard(3), register(600, 1), 100)


@pytest.fixture(scope="session")
def other_bundle() -> Bundle:
    return bundle_of(scorecard(4), register(600, 1), 100)


@pytest.fixture(scope="session")
def prospects() -> pd.DataFrame:
    return register(100_000, 2)
