"""The signs of a leak, one function each: what gives an attribute away beside a figure that is too good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import logit
from scipy.stats import beta, spearmanr

from lookalike.languages import Message, say
from lookalike.learning.features import Encoder
from lookalike.learning.leak_rules import CHANGES, COUNTS, IDENTIFIES, MISSING, SETTLES, TWINS
from lookalike.learning.metrics import Outcomes, auc
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.schema import Attribute, Kind

ENOUGH = 30  # companies
MISSING_TELLS = 0.75  # AUC of whether the value is known
NEARLY_ALL = 0.5  # distinct values per company above which text identifies instead of describing
TWENTY_TIMES = 3.0  # log-odds: no trait of a company makes winning surely twenty times as likely, or unlikely
CHANCE = 0.05  # that the intervals of any value of an attribute miss
DISTINCT = 0.95  # share of distinct values from which on a whole number may be counting records
IN_STEP = 0.9  # Spearman correlation with the calendar
ELSEWHERE = 0.5  # share of the undecided with values that hardly any decided company has
HARDLY = 0.02
TELLING = 0.65  # AUC from which on it matters that the undecided differ
SHARED = 0.05  # share of the companies that have a twin
LEVEL = 0.9


@dataclass(frozen=True)
class Sign:
    """A sign of a leak: the rule, the figures for people, and whether the attribute must not be a feature."""

    rule: Message
    evidence: Message
    refuse: bool


def missing_tells(column: pd.Series, won: np.ndarray, seed: int) -> Sign | None:
    """An attribute that is filled for one outcome and empty for the other.

    Examples
    --------
    >>> won = np.repeat([1.0, 0.0], 40)
    >>> print(missing_tells(pd.Series(["x"] * 40 + [None] * 40), won, seed=7).evidence)
    filled on 100.0% of the won and 0.0% of the lost companies
    """
    known = column.notna().to_numpy(float)
    if known.min() == known.max():
        return None
    unknown = np.full(len(won), np.nan)
    draws = auc(Outcomes(won, known, unknown, unknown), bootstrap_weights(np.arange(len(won)), 50, seed).astype(float))
    if not figure(draws if draws[0] >= 0.5 else 1 - draws, LEVEL).low > MISSING_TELLS:
        return None
    shares = {name: known[won == outcome].mean() for name, outcome in (("won", 1), ("lost", 0))}
    return Sign(MISSING, say("leaks.filled", **shares), True)


def settles(frame: pd.DataFrame, won: np.ndarray, one: Attribute) -> Sign | None:
    """A value, range or gap with which a company is as good as won or lost, however few have it.

    The interval of the share won with the value (Jeffreys, corrected for the number of values) must lie further from
    the share without it than twenty times the odds.

    Examples
    --------
    >>> won, flag = np.tile([1.0, 0, 0], 100), np.full(300, "-", dtype=object)
    >>> flag[np.arange(0, 150, 3)] = "signed"
    >>> print(settles(pd.DataFrame({"flag": flag}), won, Attribute("flag", Kind.CATEGORY, "flag", "Flag")).evidence)
    'signed': 50 of 50 companies won, 20% without it
    """
    found: list[tuple[int, str, Message]] = []
    for feature in Encoder([one]).fit(frame).features_:
        codes = feature.codes(frame)
        for code in range(feature.bins.size):
            inside = codes == code
            if min(inside.sum(), (~inside).sum()) >= ENOUGH and _far_apart(won, inside, CHANCE / feature.bins.size):
                companies, label = int(inside.sum()), feature.bins.label(code)
                counts = {"won": int(won[inside].sum()), "companies": companies, "rest": won[~inside].mean()}
                found.append((companies, str(label), say("leaks.value", value=label, **counts)))
    return Sign(SETTLES, min(found, key=lambda one: one[:2])[2], True) if found else None


def _far_apart(won: np.ndarray, inside: np.ndarray, chance: float) -> bool:
    """Whether the share won inside is surely more than twenty times the odds away from the share outside."""
    wins, losses = (np.array([(won[side] == outcome).sum() for side in (inside, ~inside)]) + 0.5 for outcome in (1, 0))
    low, high = logit(beta.ppf([chance / 2, 1 - chance / 2], wins[0], losses[0]))
    usual = np.log(wins[1] / losses[1])
    return bool(max(low - usual, usual - high) > TWENTY_TIMES)


def counts_the_records(column: pd.Series, closed: np.ndarray | None, one: Attribute) -> Sign | None:
    """A whole number, different for nearly every company, that rises with the calendar: an id or a date in disguise.

    `closed` is the day on which each company's first deal closed.

    Examples
    --------
    >>> closed = np.arange("2024-01-01", "2024-03-01", dtype="datetime64[D]")
    >>> number = Attribute("number", Kind.NUMBER, "number", "Number")
    >>> print(counts_the_records(pd.Series(range(1000, 1060)), closed, number).rule)
    counts the records
    """
    if closed is None or one.kind is not Kind.NUMBER:
        return None
    told = pd.DataFrame({"value": column.to_numpy(float), "day": pd.to_datetime(closed)}).dropna()
    whole = len(told) >= ENOUGH and bool((told["value"] % 1 == 0).all())
    if not whole or told["value"].nunique() < DISTINCT * len(told) or told["day"].nunique() < 2:
        return None
    step = float(spearmanr(told["value"], told["day"].astype("int64")).statistic)
    if abs(step) < IN_STEP:
        return None
    evidence = say("leaks.in_step", numbers=told["value"].nunique(), companies=len(told), spearman=step)
    return Sign(COUNTS, evidence, True)


def identifies(column: pd.Series, one: Attribute) -> Sign | None:
    """Text that is different for nearly every company: an id, a name, a number written as text.

    Examples
    --------
    >>> site = Attribute("site", Kind.CATEGORY, "site", "Site")
    >>> identifies(pd.Series([f"{n}.example" for n in range(40)]), site).refuse
    False
    """
    if one.kind is not Kind.CATEGORY:
        return None
    values = column.dropna()
    if len(values) < ENOUGH or values.nunique() <= NEARLY_ALL * len(values):
        return None
    return Sign(IDENTIFIES, say("leaks.distinct", values=values.nunique(), companies=len(values)), False)


def differs_on_the_undecided(
    frame: pd.DataFrame, undecided: pd.DataFrame | None, one: Attribute, reached: float
) -> Sign | None:
    """An attribute that tells won from lost and has other values where nothing is decided yet.

    What is written down before a deal ends looks the same on companies without a closed deal. `reached` is the lower
    end of the attribute's AUC. A list of prospects from elsewhere can differ honestly, so a person should look.

    Examples
    --------
    >>> status = Attribute("status", Kind.CATEGORY, "status", "Status")
    >>> decided, other = pd.DataFrame({"status": ["in", "out"] * 50}), pd.DataFrame({"status": ["new"] * 50})
    >>> print(differs_on_the_undecided(decided, other, status, reached=0.7).evidence)
    the values of 100% of the 50 companies without a closed deal hardly occur among the others, such as: other
    """
    if undecided is None or reached <= TELLING or one.name not in undecided or len(undecided) < ENOUGH:
        return None
    for feature in Encoder([one]).fit(frame).features_:
        size = feature.bins.size
        shares = [np.bincount(feature.codes(table), minlength=size) / len(table) for table in (frame, undecided)]
        elsewhere = float(shares[1][shares[0] < HARDLY].sum())
        if elsewhere > ELSEWHERE:
            common = feature.bins.label(int(np.argmax(np.where(shares[0] < HARDLY, shares[1], -1.0))))
            evidence = say("leaks.elsewhere", share=elsewhere, companies=len(undecided), value=common)
            return Sign(CHANGES, evidence, False)
    return None


def twins(frame: pd.DataFrame, attributes: Sequence[Attribute]) -> Sign | None:
    """Companies under different ids that agree in every attribute, though the numbers alone should tell them apart.

    Only where at least two numbers are different for most companies: otherwise agreement is no wonder.

    Examples
    --------
    >>> frame = pd.DataFrame({"heads": np.arange(60.0), "revenue": np.arange(60.0) ** 2})
    >>> twice, known = pd.concat([frame, frame.head(20)]), [Attribute(n, Kind.NUMBER, n, n) for n in frame]
    >>> print(twins(twice, known).evidence)
    40 of 80 companies agree in all 2 attributes with another one: the same company under two ids can be on both sides
    """
    names = [one.name for one in attributes]
    numbers = [one.name for one in attributes if one.kind is Kind.NUMBER]
    telling = [name for name in numbers if frame[name].nunique() > NEARLY_ALL * len(frame)]
    if len(frame) < ENOUGH or len(telling) < 2:
        return None
    same = frame[names].dropna(subset=telling).duplicated(keep=False)
    if same.sum() <= SHARED * len(frame):
        return None
    evidence = say("leaks.agree", same=int(same.sum()), companies=len(frame), attributes=len(names))
    return Sign(TWINS, evidence, False)
