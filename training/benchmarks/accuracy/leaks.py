"""How often the leak auditor finds planted leaks of each kind, and how often it accuses honest attributes.

A simulated base has an honest attribute of some strength, up to one that alone reaches an AUC of .85, far beyond what
company attributes are known to give. Each planted leak is added to such a base in turn.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from lookalike.learning.features import infer_attributes
from lookalike.learning.leak_rules import EVERYTHING
from lookalike.learning.leaks import Suspicion, audit

BASES = 200
DEALS = 500
PLANTED = "planted"
HONEST = {"noise": 0.0, "AUC .60": 0.4, "AUC .70": 0.85, "AUC .78": 1.3, "AUC .85": 1.9}  # log-odds per unit


def run(bases: int = BASES) -> pd.DataFrame:
    """One row per kind: `accused` (named or refused), `refused`, as shares of the bases."""
    told = []
    for name, slope in HONEST.items():
        found = [look(*base(seed, slope)) for seed in range(bases)]
        told.append(_row(f"honest: {name}", found, slope))
    for name, plant in LEAKS.items():
        found = [look(*plant(np.random.default_rng(10_000 + seed), base(seed))) for seed in range(bases)]
        told.append(_row(f"leak: {name}", [_of_planted(one) for one in found], None))
    return pd.DataFrame(told)


def _of_planted(found: list[Suspicion]) -> list[Suspicion]:
    return [suspicion for suspicion in found if suspicion.column in (PLANTED, EVERYTHING)]


def _row(name: str, found: list[list[Suspicion]], slope: float | None) -> dict[str, object]:
    return {
        "kind": name,
        "accused": np.mean([bool(one) for one in found]),
        "refused": np.mean([any(suspicion.refuse for suspicion in one) for one in found]),
        "bases": len(found),
    }


Base = tuple[pd.DataFrame, np.ndarray, np.ndarray, np.ndarray, pd.DataFrame]


def base(seed: int, slope: float = 0.85, deals: int = DEALS) -> Base:
    """Companies with one to three deals: frame, won, groups, day of closing, and companies without a closed deal.

    One number tells the outcome with this slope per standard deviation, a sector tells a little, the rest is noise.
    """
    rng = np.random.default_rng(seed)
    groups = np.sort(rng.integers(0, int(deals / 1.6), deals))
    companies = _companies(rng, groups.max() + 1)
    frame = companies.loc[groups].reset_index(drop=True)
    odds = slope * frame["growth"] + 0.5 * (frame["sector"] == "a") - 0.7
    won = (rng.random(deals) < 1 / (1 + np.exp(-odds))).to_numpy(float)
    when = np.datetime64("2022-01-01") + rng.integers(0, 900, deals).astype("timedelta64[D]")
    return frame, won, groups, when, _companies(rng, 300)


def _companies(rng: np.random.Generator, count: int) -> pd.DataFrame:
    levels = np.array(list("abcdef"), dtype=object)
    return pd.DataFrame(
        {
            "growth": rng.normal(size=count),
            "revenue": rng.lognormal(10, 1.5, count).round(),
            "heads": np.where(rng.random(count) < 0.2, np.nan, rng.lognormal(3, 1, count).round()),
            "founded": rng.integers(1950, 2020, count).astype(float),
            "sector": rng.choice(levels, count),
            "region": rng.choice(levels[:3], count),
        }
    )


def look(
    frame: pd.DataFrame, won: np.ndarray, groups: np.ndarray, when: np.ndarray, undecided: pd.DataFrame
) -> list[Suspicion]:
    """What the auditor says of a base."""
    return audit(frame, won, groups, infer_attributes(frame), when=when, undecided=undecided)


def _with(values: np.ndarray, of_undecided: np.ndarray, made: Base) -> Base:
    frame, won, groups, when, undecided = made
    return frame.assign(planted=values), won, groups, when, undecided.assign(planted=of_undecided)


def _ever_won(made: Base) -> np.ndarray:
    """Whether the row's company has won anything: what gets written down about a company, not about a deal."""
    return np.isin(made[2], made[2][made[1] > 0])


def _chance(rng: np.random.Generator, made: Base, likely: float) -> np.ndarray:
    """True with this chance, the same for all rows of a company."""
    return (rng.random(made[2].max() + 1) < likely)[made[2]]


def _near_copy(rng: np.random.Generator, made: Base) -> Base:
    values = np.where(_ever_won(made) == _chance(rng, made, 0.95), "signed", "closed").astype(object)
    return _with(values, np.full(len(made[4]), "closed", dtype=object), made)


def _late_number(rng: np.random.Generator, made: Base) -> Base:
    values = _ever_won(made) + rng.normal(0, 0.45, made[2].max() + 1)[made[2]]
    return _with(values, rng.normal(0, 0.45, len(made[4])), made)


def _filled_when_won(rng: np.random.Generator, made: Base) -> Base:
    filled = np.where(_ever_won(made), _chance(rng, made, 0.9), _chance(rng, made, 0.1))
    values = rng.normal(size=made[2].max() + 1)[made[2]]
    return _with(np.where(filled, values, np.nan), np.full(len(made[4]), np.nan), made)


def _seldom_flag(rng: np.random.Generator, made: Base) -> Base:
    flagged = _ever_won(made) & _chance(rng, made, 0.4)
    return _with(np.where(flagged, "onboarded", "-").astype(object), np.full(len(made[4]), "-", dtype=object), made)


def _status(rng: np.random.Generator, made: Base) -> Base:
    values = np.where(_chance(rng, made, 0.75) == _ever_won(made), "active", "dormant").astype(object)
    return _with(values, np.full(len(made[4]), "new", dtype=object), made)


def _record_number(rng: np.random.Generator, made: Base) -> Base:
    first = pd.Series(made[3]).groupby(made[2]).transform("min").rank(method="dense").to_numpy()
    jitter = rng.integers(0, 8, made[2].max() + 1)[made[2]]
    return _with(10_000 + 10 * first + jitter, 30_000.0 + np.arange(len(made[4])), made)


def _twice(rng: np.random.Generator, made: Base) -> Base:
    frame, won, groups, when, undecided = made
    again = _chance(rng, made, 0.12)
    table = pd.concat([frame, frame[again]], ignore_index=True)
    return table, np.r_[won, won[again]], np.r_[groups, groups[again] + 100_000], np.r_[when, when[again]], undecided


LEAKS: dict[str, Callable[[np.random.Generator, Base], Base]] = {
    "near-copy of the outcome": _near_copy,
    "number known afterwards": _late_number,
    "filled when won": _filled_when_won,
    "flag on some of the won": _seldom_flag,
    "status that changes after the outcome": _status,
    "record number": _record_number,
    "companies under two ids": _twice,
}
