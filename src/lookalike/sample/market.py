"""The companies of the sample world: attributes drawn so that they look and hang together like a register."""

from __future__ import annotations

import numpy as np
import pandas as pd
from stdnum.no import orgnr

from lookalike.sample.truth import GROUPS, OTHERS, TECHNOLOGIES, Group
from lookalike.sample.words import ENDINGS, PLACES, SECOND, STEMS

Rng = np.random.Generator
LAST_YEAR = 2025
_ORDINARY_SIZE = (9.0, 1.3)  # median and sigma of employees of any Norwegian company in a register


def draw_companies(rng: Rng, count: int, start: int, cold: bool) -> pd.DataFrame:
    """Draw companies that nobody has dealt with yet.

    Parameters
    ----------
    count : int
        How many.
    start : int
        First running number; names and organisation numbers follow from it, so that no two draws collide.
    cold : bool
        Whether they come from the whole market, where sizes and industries are wider than in the base.

    Returns
    -------
    DataFrame of shape (count, 18)
        One row per company; `group` is the planted segment, "" for other industries.
    """
    kinds = GROUPS + OTHERS
    shares = np.array([g.market if cold else g.base for g in kinds])
    which = rng.choice(len(kinds), count, p=shares / shares.sum())
    employees = _employees(rng, kinds, which, cold)
    frame = pd.DataFrame({"group": _pick(kinds, which, "name"), "industry": _pick(kinds, which, "industry")})
    frame["industry_code"] = [kinds[k].codes[i] for k, i in zip(which, _leaning(rng, count, kinds, which), strict=True)]
    frame["employees"] = employees
    frame["revenue"] = np.round(1.6e6 * employees * rng.lognormal(0, 0.45, count), -3)
    frame["growth"] = np.round(rng.normal(6, 14, count), 1)
    frame["founded"] = (LAST_YEAR - np.minimum(rng.exponential(18, count), 120)).astype(int)
    frame["technologies"] = _technologies(rng, kinds, which)
    frame["ownership"] = _ownership(rng, employees)
    frame["company_type"] = _legal_form(rng, frame)
    place = rng.choice(len(PLACES), count, p=_falling(len(PLACES)))
    frame["city"] = [PLACES[p][0] for p in place]
    frame["region"] = [PLACES[p][1] for p in place]
    frame["postcode"] = [f"{PLACES[p][2]}{n:02d}" for p, n in zip(place, rng.integers(1, 99, count), strict=True)]
    frame["zone"] = rng.choice(list("ABCDEF"), count)
    frame["route"] = rng.integers(1, 40, count)
    frame["name"] = _names(frame, start)
    frame["domain"] = [_slug(name) + ".example" for name in frame["name"]]
    frame["org_number"] = _org_numbers(count, start)
    return frame


def _pick(kinds: tuple[Group, ...], which: np.ndarray, field: str) -> list[str]:
    return [getattr(kinds[k], field) for k in which]


def _falling(count: int) -> np.ndarray:
    """Shares that fall from the first to the last, as the sizes of towns do."""
    shares = 1 / (np.arange(count) + 3)
    return shares / shares.sum()


def _employees(rng: Rng, kinds: tuple[Group, ...], which: np.ndarray, cold: bool) -> np.ndarray:
    size = np.array([g.size for g in kinds])[which]
    spread = np.array([g.spread for g in kinds])[which]
    if cold:
        ordinary = rng.random(len(which)) < 0.45
        size = np.where(ordinary, _ORDINARY_SIZE[0], size)
        spread = np.where(ordinary, _ORDINARY_SIZE[1], spread)
    return np.maximum(1, np.round(size * rng.lognormal(0, 1, len(which)) ** spread)).astype(int)


def _leaning(rng: Rng, count: int, kinds: tuple[Group, ...], which: np.ndarray) -> np.ndarray:
    """Position of the industry code in the group's list; the first are the most common."""
    many = np.array([len(g.codes) for g in kinds])[which]
    return np.minimum((many * rng.random(count) ** 1.4).astype(int), many - 1)


def _technologies(rng: Rng, kinds: tuple[Group, ...], which: np.ndarray) -> list[str]:
    chances = np.array([[g.technologies[t] for t in TECHNOLOGIES] for g in kinds])[which]
    used = rng.random(chances.shape) < chances
    return [", ".join(t for t, yes in zip(TECHNOLOGIES, row, strict=True) if yes) for row in used]


def _ownership(rng: Rng, employees: np.ndarray) -> np.ndarray:
    drawn = rng.choice(["Privat", "Kommunal", "Statlig"], len(employees), p=[0.9, 0.075, 0.025])
    return np.where(employees < 5, "Privat", np.where((drawn == "Privat") & (employees > 700), "Børsnotert", drawn))


def _legal_form(rng: Rng, frame: pd.DataFrame) -> np.ndarray:
    small = (frame["employees"] < 4) & (rng.random(len(frame)) < 0.35)
    form = np.where(small, "ENK", np.where(rng.random(len(frame)) < 0.03, "ANS", "AS"))
    by_owner = {"Kommunal": "KF", "Statlig": "SF", "Børsnotert": "ASA"}
    return np.where(frame["ownership"] == "Privat", form, frame["ownership"].map(by_owner).fillna("AS"))


def _names(frame: pd.DataFrame, start: int) -> list[str]:
    """Stem, ending and trade; the running number walks through all combinations, so no name comes twice."""
    combinations = len(STEMS) * len(ENDINGS)
    forms = frame["company_type"].where(frame["company_type"] != "ENK", "")
    names = []
    for number, (group, form) in enumerate(zip(frame["group"], forms, strict=True), start):
        # 1711 has no factor in common with the number of combinations: a full walk before any repeats.
        first, last = divmod(number * 1711 % combinations, len(ENDINGS))
        trade = SECOND[group][(number // combinations + number) % len(SECOND[group])]
        names.append(f"{STEMS[first]}{ENDINGS[last]} {trade} {form}".strip())
    return names


def _slug(name: str) -> str:
    return name.lower().replace("æ", "ae").translate(str.maketrans("øåé ", "oae-"))


def _org_numbers(count: int, start: int) -> list[str]:
    """Numbers with a valid check digit from a range that the register has not given out."""
    numbers: list[str] = []
    # Every eleventh number has no check digit; each company owns two numbers, of which one at least has.
    for position in range(start, start + count):
        for serial in (f"95{position * 2:06d}", f"95{position * 2 + 1:06d}"):
            digit = -orgnr.checksum(serial + "0") % 11
            if digit < 10:
                numbers.append(f"{serial}{digit}")
                break
    return numbers
