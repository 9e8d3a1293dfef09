"""Segments as plain data: their figures, and the rules that tell which segment a company belongs to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.knowledge.segments.acid import Test
from lookalike.knowledge.segments.membership import Leaf, clearest
from lookalike.languages import LANGUAGES, Words, language
from lookalike.settings import Settings

_NUMBER = re.compile(r" \(\d+\)$")  # behind a name that comes again


@dataclass(frozen=True)
class Segment:
    """One segment as plain data.

    Attributes
    ----------
    key : str
        The automatic name it was first given, in English: by it the settings know it, whatever language is told.
    automatic : Message or str
        The same before it has words.
    name : str
        The name it goes by: its own, else the automatic one in the project's language.
    rule : str
        Which companies belong, in the language of `lookalike.knowledge.rules.parsing`; "" = all.
    companies, customers, prospects : int
        How many of the accounts, of those that ever bought, and of the prospects belong to it.
    share : float, 0-1
        Of the accounts.
    stability, prediction_strength : float, 0-1
        Mean bootstrap Jaccard, and how surely half of the companies predicts the other half.
    stable : bool
        Stability of .75 or more.
    win_rate, win_rate_low, win_rate_high : float, 0-1
        Deals won of those closed, with a 90 % interval over companies; NaN without closed deals.
    mean_value, mean_value_low, mean_value_high : float
        Money per won deal, with a 90 % interval over companies; NaN without amounts.
    revenue : float
        Money that its customers have brought.
    cycle_days : float
        Median days from opening to closing.
    penetration : float, 0-1
        Customers of all companies that match, known or on the list, each once; NaN without a list.
    acid : dict of str to Test
        distinct, relevant, large, exclusive, recognisable.
    interview : tuple of str
        Account ids of customers to talk to, best first.
    motives : dict
        What drives purchase and what makes it easy or hard to sell, see `knowledge.segments.portrait.motives`.
    shares : tuple of dict
        What its companies have in common beyond its rule, see `knowledge.segments.portrait.shared`.
    micro : tuple of dict
        Parts of it that differ, see `knowledge.segments.portrait.micro_segments`.
    promise, offer : str
        The team's own notes.
    """

    key: str
    automatic: Words
    name: str
    rule: str
    companies: int
    customers: int
    prospects: int
    share: float
    stability: float
    stable: bool
    prediction_strength: float
    win_rate: float
    win_rate_low: float
    win_rate_high: float
    mean_value: float
    mean_value_low: float
    mean_value_high: float
    revenue: float
    cycle_days: float
    penetration: float
    acid: dict[str, Test]
    interview: tuple[str, ...]
    motives: dict[str, Any]
    shares: tuple[dict[str, Any], ...]
    micro: tuple[dict[str, Any], ...]
    promise: str = ""
    offer: str = ""

    @property
    def own_name(self) -> str:
        """The name that people gave it; "" where it goes by the automatic one, in whatever language."""
        automatic = {language(code).tell(self.automatic) for code in LANGUAGES}
        return "" if _NUMBER.sub("", self.name) in automatic else self.name


@dataclass(frozen=True)
class Segmentation:
    """All segments, and the leaves of rules that tell a company's segment and how clearly it belongs."""

    segments: tuple[Segment, ...]
    leaves: tuple[Leaf, ...]

    def assign(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The segment of each company.

        Parameters
        ----------
        frame : DataFrame of n rows
            With the attributes of the rules as columns.

        Returns
        -------
        DataFrame of n rows
            `segment`: name, or None when it belongs clearly to none; `degree`: 0-1, how likely the segment is given
            what is known of the company.
        """
        chosen, degree = clearest(self.leaves, frame)
        names = np.array([segment.name for segment in self.segments] + [None], dtype=object)
        return pd.DataFrame({"segment": names[chosen], "degree": degree}, index=frame.index)

    def called(self, settings: Settings) -> Segmentation:
        """The same segments with the names, promises and offers that the settings of today give, in their language."""
        asked, tell = settings.segments, language(settings.score.language).tell
        own = [asked.names.get(one.key, one.own_name) for one in self.segments]
        named = self.named(
            distinct([name or tell(one.automatic) for name, one in zip(own, self.segments, strict=True)])
        )
        segments = [
            replace(
                one,
                promise=asked.promise.get(one.name, asked.promise.get(one.key, "")),
                offer=asked.offer.get(one.name, asked.offer.get(one.key, "")),
            )
            for one in named.segments
        ]
        return replace(self, segments=tuple(segments))

    def named(self, names: Sequence[str]) -> Segmentation:
        """The same segments under these names, in their order."""
        return replace(
            self,
            segments=tuple(replace(one, name=name) for one, name in zip(self.segments, names, strict=True)),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain data for the bundle; `from_dict` reads it back."""
        leaves = [
            {"conditions": [str(rule) for rule in leaf.conditions], "counts": list(leaf.counts)} for leaf in self.leaves
        ]
        return {"segments": [asdict(segment) for segment in self.segments], "leaves": leaves}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Segmentation:
        """A segmentation as `to_dict` wrote it."""
        return cls(tuple(map(_segment_from, data["segments"])), tuple(map(Leaf.from_dict, data["leaves"])))


def distinct(names: Sequence[str]) -> list[str]:
    """Names with a number behind those that come again."""
    seen: dict[str, int] = {}
    result = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result


def _segment_from(data: dict[str, Any]) -> Segment:
    acid = {question: Test(**answer) for question, answer in data["acid"].items()}
    return Segment(**{**data, "acid": acid, **{name: tuple(data[name]) for name in ("interview", "shares", "micro")}})
