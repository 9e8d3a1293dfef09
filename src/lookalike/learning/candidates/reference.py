"""Boosting without the limit to pairs: what a scorecard gives up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from lookalike.learning.candidates.boosting import ENOUGH, Boosting
from lookalike.learning.candidates.registry import Candidate


class Reference(Boosting):
    """Bagged LightGBM without the limit to pairs: not a scorecard, only trained to say what pairs cost."""

    shape: ClassVar[Mapping[str, Any]] = {"num_leaves": 31, "max_bin": 255}


CANDIDATE = Candidate(
    "reference",
    4,
    lambda asked: Reference(asked.attributes, objective=asked.objective, bags=5, seed=asked.seed),
    ENOUGH,
    role="yardstick",
)
