"""The shape of a model's figures, which many rooms tell of: told wrong before any of them trips over it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, InstanceOf, ValidationError

from lookalike.languages import Message

Told = InstanceOf[Message] | str


class _Shape(BaseModel):
    """What must be there; more may be."""

    model_config = ConfigDict(strict=True, extra="allow")


class _Interval(_Shape):
    value: float | None
    low: float | None
    high: float | None


Merits = dict[str, _Interval]


class _Sentence(_Shape):
    sentence: Told


class _Ladder(_Sentence):
    rung: str


class _Split(_Sentence):
    kind: str


class _Ranked(_Sentence):
    name: str


class _Perhaps(_Shape):
    sentence: Told = ""


class _Tested(_Shape):
    __pydantic_extra__: Merits
    deals: int
    baselines: dict[str, Merits] = {}


class _Bin(_Shape):
    deals: int
    promised: float | None
    actual: _Interval


class _Point(_Shape):
    deals: int
    won: int
    auc: float
    low: float
    high: float


class _Curve(_Perhaps):
    points: list[_Point] = []


class _Leak(_Shape):
    column: str
    rule: Told
    evidence: Told
    refuse: bool
    auc: float | None = None
    without: float | None = None
    together: float | None = None


class _Criterion(_Shape):
    criterion: str
    signal: Told
    auc: _Interval | None
    weight: _Interval | None


class _Worth(_Shape):
    criteria: list[_Criterion]


class _Metrics(_Shape):
    ladder: _Ladder
    split: _Split
    champion: str
    reason: Told
    rank_by: _Ranked
    value: _Sentence
    similarity: _Sentence
    past: _Sentence
    candidates: dict[str, Merits]
    differences: dict[str, Merits]
    pairs: _Perhaps
    simpler: _Perhaps
    unseen: _Tested
    seen: _Tested
    calibration: list[_Bin]
    learning_curve: _Curve
    leaks: list[_Leak]
    features: list[str]
    worth: _Worth


def wrong_figures(metrics: Any) -> list[str]:
    """The places in `metrics.json` that are missing or hold something else than what is told of a model.

    Examples
    --------
    >>> wrong_figures({"champion": 7})[:3]
    ['ladder', 'split', 'champion']
    """
    try:
        _Metrics.model_validate(metrics)
    except ValidationError as problem:
        return [".".join(map(str, one["loc"])) for one in problem.errors()]
    return []
