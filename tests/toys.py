"""Small bundles around a scorecard written by hand, and segments given by their rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.rules.parsing import parse
from lookalike.learning.calibration import Calibration
from lookalike.schema import Attribute
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables.familiarity import describe
from lookalike.scorecard.tables.scale import Scale
from lookalike.scorecard.tables.scorecard import Scorecard

NOTHING = {"sentence": ""}
METRICS: dict[str, Any] = {  # of a model that nothing was tested of
    "ladder": {"rung": "rules"} | NOTHING,
    "split": {"kind": "none"} | NOTHING,
    "rank_by": {"name": "win"} | NOTHING,
    "champion": "rules",
    "reason": "",
    **dict.fromkeys(("value", "similarity", "past", "pairs", "simpler", "learning_curve"), NOTHING),
    **{part: {"deals": 0} for part in ("unseen", "seen")},
    **{part: {} for part in ("candidates", "differences")},
    **{part: [] for part in ("calibration", "leaks", "features")},
    "worth": {"criteria": []},
}


def toy_bundle(card: Scorecard, known: pd.DataFrame, **told: Any) -> Bundle:
    """A bundle that ranks and promises by `card`, learned from the `known` companies; `told` is what differs."""
    distribution, ranges = describe(card, known)
    first = {feature.source: feature for feature in reversed(card.features)}
    sources = dict.fromkeys(feature.source for feature in card.features)
    ids = [f"K{place}" for place in range(len(known))]
    made: dict[str, Any] = {
        "name": "toy",
        "version": 1,
        "manifest": {},
        "attributes": tuple(
            Attribute(one.source, one.kind, one.concept, one.label, one.unit) for one in map(first.get, sources) if one
        ),
        "rank": card,
        "win": card,
        "value": None,
        "rank_by": "win",
        "scales": {"score": Scale.of(card.raw(known))},
        "calibration": Calibration((-3.0, 3.0), (0.0, 1.0)),
        "reference": pd.DataFrame({"account_id": ids, "name": ids, "raw": card.raw(known), "best": False}),
        "best": known.assign(**{name: ids for name in ("account_id", "name") if name not in known}),
        "distribution": distribution,
        "ranges": ranges,
        "metrics": METRICS,
    }
    return Bundle(**made | told)


@dataclass(frozen=True)
class RuleSegment:
    """A segment with nothing but its name and rule."""

    name: str
    rule: str

    @property
    def key(self) -> str:
        """A segment that was never renamed."""
        return self.name


@dataclass(frozen=True)
class RuleSegments:
    """Segments given by their rules, in the shape that `find_segments` returns."""

    segments: tuple[RuleSegment, ...]

    @classmethod
    def of(cls, **rules: str) -> RuleSegments:
        return cls(tuple(RuleSegment(name, rule) for name, rule in rules.items()))

    def assign(self, frame: pd.DataFrame) -> pd.DataFrame:
        names = np.full(len(frame), None, dtype=object)
        for segment in reversed(self.segments):
            names[parse(segment.rule).holds(frame)] = segment.name
        return pd.DataFrame({"segment": names, "degree": 1.0}, index=frame.index)
