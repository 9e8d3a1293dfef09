"""A made-up national register: twelve mixed attributes with nulls, of any size, written in blocks; and its model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lookalike.knowledge.criteria import PointTable
from lookalike.learning.calibration import calibrate
from lookalike.learning.candidates import BinnedLogistic, PairBoost
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.compile import compile_model
from lookalike.scorecard.files import FORMAT
from lookalike.scorecard.store import Bundle, save
from lookalike.scorecard.tables import Scale, describe

DATA = Path(__file__).parents[1] / "data"
LEVELS = {"industry": 300, "region": 60, "country": 5, "company_type": 12, "ownership": 4, "market_position": 8}
COUNTRIES = ("NO", "SE", "DK", "FI", "DE")
NUMBERS = ("employees", "revenue", "growth", "founded", "sites", "credit")
MISSING = 0.12
BLOCK = 250_000
CONCEPTS = {"company_type": "form", "market_position": "position"}

ATTRIBUTES = (
    *(Attribute(name, Kind.CATEGORY, CONCEPTS.get(name, name), name.replace("_", " ")) for name in LEVELS),
    *(Attribute(name, Kind.NUMBER, name, name) for name in NUMBERS),
)


def block(start: int, rows: int, seed: int = 7) -> pd.DataFrame:
    """Companies number `start` to `start + rows`; the same whatever the block they are made in begins with."""
    rng = np.random.default_rng([seed, start])
    place = {
        name: np.minimum(rng.exponential(levels / 5, rows).astype(int), levels - 1) for name, levels in LEVELS.items()
    }
    frame = pd.DataFrame({"prospect_id": np.char.add("N", np.arange(start, start + rows).astype(str))})
    frame["name"] = np.char.add("Company ", np.arange(start, start + rows).astype(str))
    for name, codes in place.items():
        words = np.array([level(name, code) for code in range(LEVELS[name])], dtype=object)
        frame[name] = pd.Series(words[codes], dtype=object).where(rng.random(rows) > MISSING, None)
    employees = np.round(rng.lognormal(2.5, 1.4, rows)) + 1
    numbers = {
        "employees": employees,
        "revenue": np.round(employees * rng.lognormal(0.3, 0.6, rows) * 1000, 0),
        "growth": np.round(rng.normal(4, 15, rows), 1),
        "founded": 2024 - np.floor(rng.exponential(18, rows)),
        "sites": 1 + rng.poisson(employees / 60),
        "credit": np.round(rng.beta(4, 2, rows) * 100, 1),
    }
    for name, values in numbers.items():
        frame[name] = np.where(rng.random(rows) > MISSING, values.astype(float), np.nan)
    return frame


def level(name: str, code: int) -> str:
    """The value number `code` of a column of text."""
    return COUNTRIES[code] if name == "country" else f"{name} {code:03}"


def won(frame: pd.DataFrame, seed: int = 7) -> np.ndarray:
    """Deals' outcomes with main effects and interactions."""
    industry = frame["industry"].fillna("industry 999").str[-3:].astype(int)
    size = np.log1p(frame["employees"].fillna(8.0))
    signal = (industry % 7 < 2) * (size - 2) + 0.04 * frame["growth"].fillna(0.0) - 0.3 * (industry > 100)
    signal += (frame["ownership"] == "ownership 001") * (frame["founded"].fillna(2000) > 2010) * 1.5
    signal += 0.02 * (frame["credit"].fillna(60) - 60) + frame["region"].isna() * 0.3 - 1.0
    return (np.random.default_rng(seed).random(len(frame)) < 1 / (1 + np.exp(-signal))).astype(float)


def write_register(file: Path, rows: int) -> Path:
    """The register as Parquet; kept when it is there."""
    if file.exists():
        return file
    file.parent.mkdir(parents=True, exist_ok=True)
    draft, writer = file.with_suffix(".draft"), None
    for start in range(0, rows, BLOCK):
        table = pa.Table.from_pandas(block(start, min(BLOCK, rows - start)), preserve_index=False)
        writer = writer or pq.ParquetWriter(draft, table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()
    return draft.rename(file)


def model(accounts: int = 8000) -> tuple[Bundle, PairBoost]:
    """A bundle learned from `accounts` companies of the same world, and the boosted model that ranks in it."""
    known = block(1_000_000_000, accounts).assign(account_id=lambda frame: frame["prospect_id"])
    outcome = won(known)
    boosted = PairBoost(ATTRIBUTES, bags=5, rounds=400).fit(known, outcome)
    linear = BinnedLogistic(ATTRIBUTES, objective="regression").fit(known, np.log1p(known["revenue"].fillna(1000.0)))
    rank, value = compile_model(boosted), compile_model(linear)
    distribution, ranges = describe(rank, known)
    raw = rank.raw(known)
    best = known.iloc[np.argsort(-raw, kind="stable")[:50]].sort_values("account_id", ignore_index=True)
    reference = known[["account_id", "name"]].assign(raw=raw, best=known["account_id"].isin(best["account_id"]))
    bundle = Bundle(
        name="register",
        version=1,
        manifest={"currency": "EUR"},
        attributes=ATTRIBUTES,
        rank=rank,
        win=rank,
        value=value,
        rank_by="win",
        scales={"score": Scale.of(raw)},
        calibration=calibrate(raw, outcome),
        rules=_rules(),
        segmentation=_segmentation(),
        icp={"traits": _signs("employees >= 20", "growth > 5"), "anti_traits": _signs("employees < 5", "credit < 30")},
        reference=reference,
        best=best,
        distribution=distribution,
        ranges=ranges,
    )
    return bundle, boosted


def saved() -> Path:
    """The folder of that bundle, made where it is not there yet."""
    folder = DATA / f"bundle-{FORMAT}"
    return folder if folder.exists() else save(model()[0], folder)


def _segmentation() -> dict[str, Any]:
    """Four segments told by two conditions each."""
    large, digital = "employees >= 20", "industry in ({})".format(", ".join(f'"industry {n:03}"' for n in range(30)))
    sides = [[first, second] for first in (large, f"not {large}") for second in (digital, f"not {digital}")]
    leaves = [
        {"conditions": conditions, "counts": np.eye(4, dtype=int)[n].tolist()} for n, conditions in enumerate(sides)
    ]
    return {"segments": [{"name": f"segment {n}"} for n in range(4)], "leaves": leaves}


def _signs(*conditions: str) -> list[dict[str, str]]:
    """A profile of those conditions and of a few texts."""
    texts = [f'{name} = "{name} 001"' for name in ("region", "company_type", "ownership", "market_position")]
    return [{"concept": one.split()[0], "condition": one} for one in (*conditions, *texts)]


def _rules() -> tuple[PointTable, ...]:
    """Nine criteria, as many as the standard sheet has."""
    nan = float("nan")
    numbers = [
        PointTable(f"fit_{name}", 1.0, name, "number", cuts, (0.0, 1.0, 2.0, 3.0, nan), ("",) * 5)
        for name, cuts in (
            ("employees", (5.0, 20.0, 100.0)),
            ("revenue", (5000.0, 20000.0, 100000.0)),
            ("growth", (-5.0, 3.0, 10.0)),
            ("credit", (40.0, 60.0, 80.0)),
        )
    ]
    texts = [
        PointTable(
            f"fit_{name}",
            1.0,
            name,
            "category",
            tuple(level(name, n) for n in range(4)),
            (3.0, 2.0, 1.0, 0.0, nan, nan),
            ("",) * 6,
        )
        for name in ("industry", "region", "country", "company_type", "ownership")
    ]
    return (*numbers, *texts)
