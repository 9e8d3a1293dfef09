"""All that scoring, explaining and comparing need of a trained model, as plain objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from lookalike.knowledge.criteria import PointTable
from lookalike.learning.calibration import Calibration
from lookalike.schema import Attribute
from lookalike.scorecard.tables import Scale, Scorecard

CARDS = ("rank", "win", "value", "similarity")
FRAMES = ("reference", "best", "held_out")
PLAIN = ("segmentation", "icp", "distribution", "ranges", "listed", "experience", "metrics")
FILES = ("model.json", "tables.parquet", *(f"{name}.parquet" for name in FRAMES), *(f"{name}.json" for name in PLAIN))


@dataclass(frozen=True, eq=False)
class Bundle:
    """All that scoring, explaining and comparing need of a trained model.

    Parameters
    ----------
    name, version : str, int
    manifest : dict
        What the caller says of it: `currency`, provenance (fingerprints, run id, dates). Kept as given.
    attributes : tuple of Attribute
        The columns that the model reads.
    rank : Scorecard
        The one that sets rank, score and contributions.
    win, value, similarity : Scorecard or None
        Log-odds of won; log money given won; log-odds of being a customer, each counted by its worth.
    rank_by : {"best", "similarity", "value", "win", "rules"}
    scales : dict of {"score", "similarity"} to Scale
        From the raw score of `rank` and of `similarity` to 0-100.
    calibration : Calibration
        Raw score of `win` to probability.
    smear : float
        Expected money given won = exp(value) x smear.
    ceiling : float or None
        The most money that is told of a deal; None for no limit.
    rules : tuple of PointTable
    segmentation, icp, metrics : dict
        Plain data of their rooms.
    reference : DataFrame
        The known accounts: `account_id`, `name`, `raw`, `best`.
    best : DataFrame
        The best customers with their attributes.
    held_out : DataFrame
        Deals that the evaluated model had not seen, with the scores of model and rules.
    distribution, ranges : dict
        The training companies per feature of `rank`: share of each bin; lowest and highest number.
    listed : dict
        The prospects at the time of training per feature of `rank`: how many in each bin; empty without prospects.
    experience : dict
        Deals won and closed per feature of `rank`, as `scorecard.tables.experience` counts them; empty without.
    fingerprint : str
        SHA-256 of the manifest, which holds those of all files: tells this bundle from others of its name and version.
        Empty until it is saved and loaded.
    """

    name: str
    version: int
    manifest: dict[str, Any]
    attributes: tuple[Attribute, ...]
    rank: Scorecard
    win: Scorecard | None
    value: Scorecard | None
    rank_by: str
    scales: Mapping[str, Scale]
    calibration: Calibration
    reference: pd.DataFrame
    best: pd.DataFrame
    distribution: Mapping[str, list[float]]
    ranges: Mapping[str, tuple[float, float]]
    similarity: Scorecard | None = None
    smear: float = 1.0
    ceiling: float | None = None
    rules: tuple[PointTable, ...] = ()
    segmentation: dict[str, Any] = field(default_factory=dict)
    icp: dict[str, Any] = field(default_factory=dict)
    held_out: pd.DataFrame = field(default_factory=pd.DataFrame)
    metrics: dict[str, Any] = field(default_factory=dict)
    listed: dict[str, list[int]] = field(default_factory=dict)
    experience: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""

    @property
    def about(self) -> dict[str, str]:
        """What a list that it ranks is: `rank_by`, the `goal` and the `currency`."""
        goal = self.metrics.get("rank_by", {}).get("goal", "revenue")
        return {"rank_by": self.rank_by, "goal": str(goal), "currency": str(self.manifest.get("currency", ""))}
