"""What a past with a company says of its next deal beyond its attributes: offsets in log-odds, where they are proved.

Each deal is told by the past its company had when the deal began. The model's score, which has not seen the company, is
given as it is, so that an offset holds only what attributes do not tell; cold is the measure of all and exactly 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.companies.accounts import relation_before
from lookalike.learning.deal_weights import company_weights
from lookalike.learning.folds import group_folds
from lookalike.learning.metrics import measure
from lookalike.learning.names import BASELINES
from lookalike.learning.offsets import offsets
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.schema import COLD
from training.experiment.backtest import INNER_FOLDS, SURE, Backtest, outcomes
from training.experiment.rows import Rows

PASTS = ("ex-customer", "lost-before")
FEWEST = 20  # deals with companies of a past, and as many cold ones, below which nothing is learned of it


@dataclass(frozen=True)
class Past:
    """Relation to offset in log-odds, none where nothing was proved; a sentence for people; the figures behind it."""

    offsets: dict[str, float]
    sentence: str
    record: dict[str, Any] = field(default_factory=dict)


NOTHING = Past({}, "A past with a company (lost before, former customer) does not count: no model of winning ranks.")


def learn_past(companies: Companies, test: Backtest, champion: str, seed: int) -> Past:
    """Learn the offsets.

    They are used when, on training deals of companies that neither the model nor the offsets have seen, the AUC is
    better with them beyond doubt (lower end of the 95 % interval of the paired difference above 0). Then they are
    learned again from all deals. Deals with customers of the day say nothing of prospects and take no part.

    Parameters
    ----------
    companies : Companies
    test : Backtest
    champion : str
        The candidate whose scores are given; beside a baseline nothing is learned, as its points are no log-odds.
    seed : int
    """
    if champion in BASELINES:
        return NOTHING
    told = relation_before(companies.accounts, companies.deals, companies.orders, companies.ex_customer_after_days)
    learned = _Dealt.of(test.learned, test.inner[champion].to_numpy(), told)
    names = learned.pasts()
    if not names:
        return Past({}, "A past with a company does not count: too few deals began with one.")
    crossed = np.zeros(len(learned.rows))
    for train, part in group_folds(learned.rows.won, learned.rows.groups, INNER_FOLDS, seed):
        crossed[part] = learned.take(part).effects(names, learned.take(train).offsets(names))
    gain = learned.gain(crossed, seed)
    record: dict[str, Any] = {"gain": figure(gain).to_dict()}
    every, within = learned, test.learned is test.rows
    if not within:
        held = _Dealt.of(test.rows, test.scores[champion].to_numpy(), told)
        effects = held.effects(names, learned.offsets(names))
        record["held_out"] = {"deals": len(held.rows), "gain": figure(held.gain(effects, seed)).to_dict()}
        every = learned.and_(held)
    draws = every.draws(names, seed)
    record["offsets"] = {
        name: figure(draws[:, place]).to_dict() | {"deals": int((every.relation == name).sum())}
        for place, name in enumerate(names)
    }
    proved = figure(gain, SURE).low > 0
    offsets = dict(zip(names, draws[0].tolist(), strict=True)) if proved else {}
    return Past(offsets, _sentence(record, proved), record | {"used": bool(proved)})


@dataclass(frozen=True)
class _Dealt:
    """Deals with companies that were no customers: rows, the model's score and the relation, each of n."""

    rows: Rows
    score: np.ndarray
    relation: np.ndarray

    @classmethod
    def of(cls, rows: Rows, score: np.ndarray, told: pd.Series) -> _Dealt:
        relation = told.loc[rows.deal_ids].to_numpy(object)
        return cls(rows, score, relation).take(np.flatnonzero(np.isin(relation, (COLD, *PASTS))))

    def take(self, places: np.ndarray) -> _Dealt:
        """The deals at these positions."""
        return _Dealt(self.rows.take(places), self.score[places], self.relation[places])

    def and_(self, other: _Dealt) -> _Dealt:
        """These deals, then the others."""
        one, two = self.rows, other.rows
        frame = pd.concat([one.frame, two.frame], ignore_index=True)
        pairs = ((getattr(one, name), getattr(two, name)) for name in ("won", "amount", "groups", "deal_ids", "when"))
        rows = Rows(frame, *(np.concatenate(pair) for pair in pairs))
        return _Dealt(rows, np.r_[self.score, other.score], np.r_[self.relation, other.relation])

    def pasts(self) -> tuple[str, ...]:
        """The relations of which enough deals tell."""
        count = {name: int((self.relation == name).sum()) for name in (COLD, *PASTS)}
        return tuple(name for name in PASTS if min(count[name], count[COLD]) >= FEWEST)

    def offsets(self, names: Sequence[str]) -> np.ndarray:
        """The offset of each relation."""
        known = np.isin(self.relation, (COLD, *names))
        weight = company_weights(self.rows.won, self.rows.groups) * known
        return offsets(self.rows.won, self.score, self._is(names), weight)[1:]

    def draws(self, names: Sequence[str], seed: int) -> np.ndarray:
        """The same, and then from draws of companies: shape (draws + 1, names)."""
        known = np.isin(self.relation, (COLD, *names))
        weight, past = company_weights(self.rows.won, self.rows.groups) * known, self._is(names)
        times = bootstrap_weights(self.rows.groups, seed=seed)
        return np.array([offsets(self.rows.won, self.score, past, weight * drawn)[1:] for drawn in times])

    def effects(self, names: Sequence[str], found: np.ndarray) -> np.ndarray:
        """What the offsets add to each deal's score."""
        return self._is(names) @ found

    def gain(self, effects: np.ndarray, seed: int) -> np.ndarray:
        """AUC with the effects minus AUC without, and its draws over companies."""
        weights = bootstrap_weights(self.rows.groups, seed=seed)
        pair = (
            measure(outcomes(self.rows, one), weights, ("auc",))["auc"] for one in (self.score + effects, self.score)
        )
        return np.subtract(*pair)

    def _is(self, names: Sequence[str]) -> np.ndarray:
        return np.column_stack([self.relation == name for name in names]).astype(float)


def _sentence(record: dict[str, Any], proved: bool) -> str:
    found = [
        f"{name} {one['value']:+.2f} ({one['low']:+.2f} to {one['high']:+.2f})"
        for name, one in record["offsets"].items()
    ]
    gain = record["gain"]
    better = f"{gain['value']:+.3f} AUC ({gain['low']:+.3f} to {gain['high']:+.3f}) on companies not seen"
    if proved:
        return f"A past with a company counts, in log-odds beside cold: {', '.join(found)}; {better}."
    return f"A past with a company does not count: it is not shown to tell more than attributes do ({better})."
