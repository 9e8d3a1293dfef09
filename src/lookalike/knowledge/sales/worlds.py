"""Worlds like the past, drawn: how far chances and values may be off, and how many addresses each world needs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.knowledge.statistics import model_error
from lookalike.numbers import ENDS

Floats = NDArray[np.float64]
BLOCK = 500  # companies walked at a time
EDGE = 1e-6  # chances are kept so far from 0 and 1
FEW = 5  # won deals with an amount, below which their spread is that of the exponential distribution
VALUE_ERROR = 0.15  # as `model_error`, of the logarithm of the money of deals with companies of a list
LEAST = 0.05  # of its mean, below which no draw of a mean falls


@dataclass(frozen=True)
class Past:
    """What past deals say of a deal with a company of which nothing is known, and how surely.

    Attributes
    ----------
    chance, value : float
        Share won of deals; mean money of a won one; NaN unknown.
    centre : float
        Mean log-odds of the deals from which the doubt is known.
    doubt : ndarray of shape (2, draws)
        By how much chances may be off: all of them, in log-odds, and more so the further they lie from the centre.
    scale : ndarray of shape (draws,)
        By which factor all values may be off.
    ratios : ndarray
        Amounts of won deals as a share of their mean, from which single amounts are drawn.
    amounts : int
        Won deals whose amount is known; 0 where the settings give the value.
    given : bool
        The settings give the value of an order.
    """

    chance: float
    value: float
    centre: float
    doubt: Floats
    scale: Floats
    ratios: Floats
    amounts: int
    given: bool

    @classmethod
    def of(
        cls, deals: pd.DataFrame, evaluation: pd.DataFrame, chance: float, value: float | None, draws: int, seed: int
    ) -> Past:
        """From closed deals and those held out.

        Parameters
        ----------
        deals : DataFrame
            `account_id`, `won`, `amount`.
        evaluation : DataFrame
            `account_id`, `won` and, where there are any, `probability`.
        chance : float
            The rate of orders of a deal, for companies without a chance of their own.
        value : float or None
            Of an order, where the settings give it.
        draws, seed : int
        """
        rng = np.random.default_rng(seed)
        centre, doubt = _doubt(evaluation, deals, rng, draws)
        won = deals[deals["won"] & (deals["amount"] > 0)]
        if value is not None or won.empty:
            certain = np.ones(draws), np.ones(1), 0
            return cls(chance, float("nan") if value is None else value, centre, doubt, *certain, value is not None)
        amounts = won["amount"].to_numpy(float)
        mean = float(amounts.mean())
        ratios = amounts / mean if len(amounts) >= FEW else rng.exponential(1.0, 1000)
        by = won.groupby("account_id")["amount"].agg(["sum", "size"]).to_numpy(float)
        if len(by) > 1:
            sums = _drawn_sums(by, rng, draws)
            scale = sums[:, 0] / np.maximum(sums[:, 1], 1.0) / mean
        else:
            scale = rng.exponential(1.0, draws)
        scale = np.maximum(scale, LEAST)
        return cls(chance, mean, centre, doubt, scale, ratios, len(amounts), False)

    def order_value(self) -> dict[str, Any]:
        """Mean value of an order with its 90 % interval, as plain data."""
        if not np.isfinite(self.value):
            return {"expected": None, "low": None, "high": None, "n": 0, "source": "unknown"}
        low, high = np.quantile(self.value * self.scale, ENDS)
        source = "settings" if self.given else "data"
        return {"expected": self.value, "low": float(low), "high": float(high), "n": self.amounts, "source": source}

    def foretold(self, rng: np.random.Generator) -> Past:
        """The same of values that a model tells of a list: they are off by more than past deals can tell."""
        if self.given:
            return self
        return replace(self, scale=self.scale * np.exp(rng.normal(0, VALUE_ERROR, len(self.scale))))

    def chances(self, odds: Floats, worlds: NDArray[np.intp]) -> Floats:
        """What chances with these log-odds, of shape (n,), are in the given worlds: shape (worlds, n)."""
        level, slope = self.doubt[:, worlds, None]
        return 1 / (1 + np.exp(-(odds + level + slope * (odds - self.centre))))


def promised(ranked: pd.DataFrame, past: Past) -> tuple[Floats, Floats]:
    """Chance of a deal and money if it is won, of each company of the list; the past's where the company has none."""
    chance, value = (ranked[name].to_numpy(float) for name in ("win_probability", "deal_value"))
    chance = np.where(np.isfinite(chance), chance, past.chance)
    return chance.clip(EDGE, 1 - EDGE), np.where(np.isfinite(value) & (not past.given), value, past.value)


def needed(
    goal: float, chance: Floats, value: Floats, share: float, draws: Floats, past: Past, rng: np.random.Generator
) -> tuple[float, float, float]:
    """Addresses until the goal is reached.

    Parameters
    ----------
    goal : float
        Money.
    chance, value : ndarray of shape (n,)
        Of each company, in the order in which they are worked. Further ones are taken to be like the average of them.
    share : float
        Of the addresses that become a deal; 1 where deals are counted.
    draws : ndarray of shape (worlds,)
        Plausible values of it.
    past : Past
    rng : Generator

    Returns
    -------
    tuple of float
        Low, expected and high: the ends hold the number in nine of ten worlds.
    """
    if not len(chance):
        chance, value = np.array([past.chance]).clip(EDGE, 1 - EDGE), np.array([past.value])
        listed = 0
    else:
        listed = len(chance)
    brings = np.concatenate([[0.0], np.cumsum(share * chance[:listed] * value[:listed])])
    inside = float(np.interp(goal, brings, np.arange(len(brings)))) if listed else 0.0
    rest = max(goal - brings[-1], 0.0) / (share * float(np.mean(chance * value)))
    odds = np.log(chance / (1 - chance))
    past = past.foretold(rng) if np.ptp(value) else past
    got, at = _walked(goal, odds[:listed], value[:listed], draws, past, rng)
    at = np.where(np.isnan(at), listed + _beyond(goal - got, odds, value, draws, past, rng), at)
    low, high = np.quantile(at, ENDS)
    return float(low), inside + rest, float(high)


def _walked(
    goal: float, odds: Floats, value: Floats, draws: Floats, past: Past, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The money that each world gets from the list, and at which address it reaches the goal (NaN: never)."""
    got, at = np.zeros(len(draws)), np.full(len(draws), np.nan)
    for start in range(0, len(odds), BLOCK):
        going = np.flatnonzero(np.isnan(at))
        if not len(going):
            break
        some = slice(start, start + BLOCK)
        likely = draws[going, None] * past.chances(odds[some], going)
        money = rng.choice(past.ratios, likely.shape) * value[some] * past.scale[going, None]
        running = got[going, None] + np.cumsum(np.where(rng.random(likely.shape) < likely, money, 0.0), axis=1)
        done = running[:, -1] >= goal
        at[going[done]] = start + 1 + (running[done] >= goal).argmax(axis=1)
        got[going] = running[:, -1]
    return got, at


def _beyond(rest: Floats, odds: Floats, value: Floats, draws: Floats, past: Past, rng: np.random.Generator) -> Floats:
    """How many average companies bring the rest; their number is spread as a sum of so many orders is."""
    some = odds[:: max(1, len(odds) // BLOCK)]
    likely = draws * past.chances(some, np.arange(len(draws))).mean(axis=1)
    order = float(value.mean()) * past.scale
    rest = np.maximum(rest, 0.0)
    spread = np.sqrt(np.mean(past.ratios**2) / np.maximum(rest / order, 1.0))  # of a compound sum, as a share of it
    return np.asarray(rest / (likely * order) * np.exp(spread * rng.normal(size=len(rest)) - spread**2 / 2))


def _doubt(evaluation: pd.DataFrame, deals: pd.DataFrame, rng: np.random.Generator, draws: int) -> tuple[float, Floats]:
    """Centre of the log-odds, and how far level and slope of the chances may be off: shape (2, draws).

    A step of Newton's from the chances towards what came true, in each draw of the companies whose deals were held out,
    and by how much a model is off on a list of others.
    Where no chances are known, the doubt is that of the plain share of deals won, and of the level alone.
    """
    known = "probability" in evaluation and evaluation["probability"].notna().any()
    told = evaluation[evaluation["probability"].notna()] if known else deals
    if told.empty:
        return 0.0, np.zeros((2, draws))
    foretold = told["probability"].to_numpy(float) if known else np.full(len(told), float(deals["won"].mean()))
    p = foretold.clip(EDGE, 1 - EDGE)
    odds = np.log(p / (1 - p))
    centre, weight = float(odds.mean()), p * (1 - p)
    gap, z = told["won"].to_numpy(float) - p, odds - centre
    parts = np.column_stack([gap, gap * z, weight, weight * z, weight * z * z])
    by = pd.DataFrame(parts).groupby(told["account_id"].to_numpy()).sum().to_numpy()
    if len(by) < 2:
        return centre, np.zeros((2, draws))
    level, slope, w, wz, wzz = _drawn_sums(by, rng, draws).T
    if not z.any():
        return centre, np.vstack([level / np.maximum(w, EDGE), np.zeros(draws)])
    size = np.maximum(w * wzz - wz**2, EDGE)
    off = rng.normal(0, model_error(len(told)), draws)
    return centre, np.vstack([(wzz * level - wz * slope) / size + off, (w * slope - wz * level) / size])


def _drawn_sums(by: Floats, rng: np.random.Generator, draws: int) -> Floats:
    """Plausible sums over as many companies, shape (draws, columns); `by` holds what each adds, shape (n, columns).

    Student's t about the sums that were seen: the bootstrap over companies, at no cost that grows with them.
    """
    n = len(by)
    root = np.linalg.svd(by - by.mean(axis=0), full_matrices=False)
    spread = (root[1][:, None] * root[2]) * np.sqrt(n / (n - 1))
    heavy = np.sqrt((n - 1) / rng.chisquare(n - 1, (draws, 1)))
    return np.asarray(by.sum(axis=0) + heavy * (rng.normal(size=(draws, len(spread))) @ spread))
