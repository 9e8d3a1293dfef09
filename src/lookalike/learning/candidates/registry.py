"""Which candidates there are: every file of this room that holds a `CANDIDATE` is one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from sklearn.base import BaseEstimator

from lookalike.discover import discovered
from lookalike.learning.candidates.objective import Objective
from lookalike.schema import Attribute

ROOM = __name__.rpartition(".")[0]


@dataclass(frozen=True)
class Candidate:
    """What is known of a candidate before it has learned anything.

    Parameters
    ----------
    name : str
        As figures and model cards call it.
    place : int
        The simpler stand first: of candidates that do alike the first is chosen.
    make : callable
        What is asked -> the unfitted estimator.
    least : int
        Cases of the rarer outcome from which on it is tried.
    role : str
        "learned"; or "baseline", which a model must beat; or "yardstick", which is no scorecard and never chosen.
    """

    name: str
    place: int
    make: Callable[[Asked], BaseEstimator]
    least: int = 0
    role: Literal["baseline", "learned", "yardstick"] = "learned"


@dataclass(frozen=True)
class Asked:
    """What the candidates are to learn from; `model` makes each of them once, so that a blend shares its members."""

    attributes: Sequence[Attribute] | None
    monotone: Mapping[str, str] | None
    seed: int
    objective: Objective
    _made: dict[str, BaseEstimator] = field(default_factory=dict, compare=False)

    def model(self, name: str) -> BaseEstimator:
        """The unfitted estimator of a candidate; the same one whenever it is asked for."""
        if name not in self._made:
            self._made[name] = registered()[name].make(self)
        return self._made[name]


@cache
def registered() -> dict[str, Candidate]:
    """All candidates by name, the simplest first.

    Examples
    --------
    >>> list(registered())
    ['constant', 'logistic', 'blend', 'boosted', 'reference', 'lightgbm']
    """
    found: list[Candidate] = discovered(ROOM, "CANDIDATE")
    return {one.name: one for one in sorted(found, key=lambda one: (one.place, one.name))}


def yardsticks() -> tuple[str, ...]:
    """The candidates that are no scorecards and only tell what the others give up."""
    return tuple(one.name for one in registered().values() if one.role == "yardstick")


def candidates(
    attributes: Sequence[Attribute] | None,
    monotone: Mapping[str, str] | None = None,
    seed: int = 7,
    objective: Objective = "binary",
    cases: float = float("inf"),
) -> dict[str, BaseEstimator]:
    """The unfitted candidates by name, the simplest first.

    Parameters
    ----------
    attributes : sequence of Attribute or None
    monotone : mapping of attribute to "rising" or "falling", optional
    seed : int
    objective : "binary" or "regression"
    cases : float
        Cases of the rarer outcome: candidates that want more are left out.

    Examples
    --------
    >>> list(candidates((), cases=30))
    ['constant', 'logistic', 'lightgbm']
    """
    asked = Asked(attributes, monotone, seed, objective)
    return {name: asked.model(name) for name, one in registered().items() if cases >= one.least}
