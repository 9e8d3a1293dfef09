"""What the list is ranked by: a fixed sum of three scorecards, or the one that the settings name.

All three are logarithms and are added as such: what is won if a deal is won, and whether it will be. Of the latter the
chance tells by deals, and similarity by how much customers, each counted by what it is worth, outweigh the others. Each
is drawn in as far as it was too bold on companies not seen. Nothing is chosen by a test: noise fades to nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from lookalike.languages import Message, say
from lookalike.learning.calibration import Calibration
from lookalike.settings import Settings
from lookalike_training.experiment.part import Part
from lookalike_training.experiment.parts import Parts

PARTS = ("win", "value", "similarity")
SMALLEST = 1e-6  # spread below which a scorecard says the same of all
LIKE = 0.25  # how much similarity counts, and chance the rest: both tell whether a company buys
SURELY = 1e-6  # probabilities are kept from 0 and 1 before their logarithm is taken


@dataclass(frozen=True)
class Ranking:
    """How the list is ranked.

    Attributes
    ----------
    name : str
        "best" (the sum), "similarity", "value", "win" or "rules".
    weights : dict of part to float
        How much one unit of each scorecard adds to the raw score; empty where the rules rank.
    centre : float
        The weighted scores of an average known account, which is 0 on the raw scale.
    sentence : Message
        What it ranks by, and what of the settings could not be obeyed.
    record : dict
        Per part its reliability, and its share of the sum.
    goal : str
        What makes a customer good, by the settings.
    """

    name: str
    weights: Mapping[str, float]
    centre: float
    sentence: Message
    record: dict[str, Any] = field(default_factory=dict)
    goal: str = "revenue"

    def score(self, scores: Mapping[str, np.ndarray]) -> np.ndarray:
        """The raw score of rows with these scores, each of shape (n,)."""
        return np.sum([weight * scores[name] for name, weight in self.weights.items()], axis=0) - self.centre


def what_ranks(asked: str, parts: Parts) -> str:
    """What ranks where the settings ask for this: it is obeyed where the data give it, else the sum of what there is.

    Where nothing that was learned is shown to tell anything, the sum would be chance, and the rules rank.
    """
    needed = {"win": {"win"}, "similarity": {"similarity"}, "value": {"win", "money"}, "rules": set[str]()}
    if asked in needed and needed[asked] <= set(parts):
        return asked
    return "best" if any(parts[name].reliability.shown for name in PARTS if name in parts) else "rules"


def rank_by(
    name: str, settings: Settings, parts: Parts, known: Mapping[str, np.ndarray], calibration: Calibration | None
) -> Ranking:
    """The ranking of this name.

    Parameters
    ----------
    name : str
        As `what_ranks` gave it.
    settings : Settings
        What was asked for, and the goal.
    parts : mapping of name to Part
        See `learn_parts`.
    known : mapping of name to ndarray
        What the parts say of the known accounts, whose average is 0 on the raw scale.
    calibration : Calibration or None
        Of the scores of "win".
    """
    summed = _weights({part: parts[part] for part in PARTS if part in parts}, known, calibration)
    record = _record(parts, known, summed)
    if name == "value" and calibration is not None:
        weights = {"win": _growth(known["win"], calibration), "money": 1.0}
    elif name == "best":
        weights = {part: weight for part, weight in summed.items() if np.std(known[part]) > SMALLEST}
    else:
        weights = {} if name == "rules" else {name: 1.0}
    centre = sum(weight * float(np.mean(known[part])) for part, weight in weights.items())
    return Ranking(name, weights, centre, _sentence(name, settings, record), record, settings.goal.best_by)


def _sentence(name: str, settings: Settings, record: Mapping[str, Any]) -> Message:
    asked = settings.score.rank_by
    told = say(f"training.by_{name}")
    if name == "best":
        told = say("training.by_sum", parts=[_told(n, settings.goal.best_by, record[n]["share"]) for n in record])
    elif name == "rules" and asked != "rules":
        told = say("training.by_nothing")
    elif not record.get(name, {}).get("shown", True):
        told = say("training.doubtful", told=told)
    return told if asked in (name, "best") else say("training.not_by", asked=asked, instead=told)


def _growth(win: np.ndarray, calibration: Calibration) -> float:
    """By how much the logarithm of the chance grows with the score of winning, over the known accounts."""
    chance = np.log(np.clip(calibration.apply(win), SURELY, 1))
    return float(np.polyfit(win, chance, 1)[0]) if np.ptp(win) > SMALLEST else 0.0


def _weights(
    parts: Mapping[str, Part], scores: Mapping[str, np.ndarray], calibration: Calibration | None
) -> dict[str, float]:
    """How much one unit of each scorecard adds to the sum: its logarithm, faded by the share of it that may be chance.

    Where no chance of winning is known, similarity takes its whole place.
    """
    unit = {"value": 1.0, "similarity": 1.0}
    if "win" in parts and calibration is not None:
        unit |= {"win": (1 - LIKE) * _growth(scores["win"], calibration), "similarity": LIKE}
    return {name: unit[name] * part.reliability.value for name, part in parts.items()}


def _record(
    parts: Mapping[str, Part], scores: Mapping[str, np.ndarray], weights: Mapping[str, float]
) -> dict[str, Any]:
    """Of each part of the sum how well it is known, and its share of how far the sum tells companies apart."""
    spread = {name: weight * float(np.std(scores[name])) for name, weight in weights.items()}
    total = sum(spread.values())
    told: dict[str, Any] = {}
    for name in weights:
        found, share = parts[name].reliability, spread[name] / total if total else 0.0
        counts = {"reliability": round(float(found.value), 6), "share": round(float(share), 6)}
        told[name] = found.found.to_dict() | {"shown": found.shown} | counts
    return told


def _told(name: str, goal: str, share: float) -> Message:
    part = f"value_{goal}" if name == "value" else name
    return say("training.part", part=say(f"training.part_{part}"), share=share)
