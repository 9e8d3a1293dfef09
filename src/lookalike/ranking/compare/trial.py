"""Other criteria tried on the list and on past deals: who would be called first, and what that would have found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.knowledge.criteria import SEGMENT, PointTable, share_of_points
from lookalike.languages import Message, say
from lookalike.ranking.compare.backtest import NEEDED, SHARES, Deals, backtest, fair_deals, won_and_lost
from lookalike.ranking.compare.goal import by_goal
from lookalike.ranking.order import places
from lookalike.scorecard.score import DECIMALS

FIRST = 100  # companies of which it is told how many change
DEPTH = "20"  # percent of the past deals called first
Tables = Sequence[PointTable]


def try_criteria(
    listed: pd.DataFrame, evaluation: pd.DataFrame, before: Tables, after: Tables, best_by: str = "revenue"
) -> dict[str, Any]:
    """What other criteria would do.

    Parameters
    ----------
    listed : DataFrame
        The list: `prospect_id`, `segment`, `rule_rank` and the `points_<criterion>` of single companies.
    evaluation : DataFrame
        Held-out deals as `compare` takes them, with the `segment` of their companies.
    before, after : sequence of PointTable
        The criteria that the list was made with, and those to try.
    best_by : str
        The goal of the settings.

    Returns
    -------
    dict
        `first` (how many are looked at), `changed` (how many of them are others), `sentence`; `order` (row numbers of
        the list as it would be), `places` (of each row, from 1); `past`: `deals`, `goal`, `before`, `after` and
        `difference` (value, low, high: 90 %) of the goal found in the first fifth of past deals, and its `sentence`;
        the figures are missing where the deals are too few.
    """
    kinds, kind = _kinds(listed, after)
    share = _share(_points(kinds, after), after)[kind]
    now = places(share, listed["prospect_id"])
    first = min(FIRST, len(listed))
    changed = int(((now <= first) & (listed["rule_rank"].to_numpy() > first)).sum())
    same = bool((now == listed["rule_rank"].to_numpy()).all())
    return {
        "first": first,
        "changed": changed,
        "sentence": say("trial.same") if same else say("trial.changed", changed=changed, n=first),
        "order": np.argsort(now),
        "places": now,
        "past": _past(evaluation, before, after, best_by),
    }


def _past(evaluation: pd.DataFrame, before: Tables, after: Tables, best_by: str) -> dict[str, Any]:
    """What both would have found among the held-out deals."""
    judged, measured_on = fair_deals(evaluation)
    won, lost = won_and_lost(judged)
    if min(won, lost) < NEEDED:
        return {"sentence": say("trial.too_few", won=won, lost=lost, needed=NEEDED)}
    goal, judged = by_goal(judged, best_by)
    deals = Deals.of(judged)
    scores = [_share(_points_then(judged, before, tables), tables) for tables in (after, before)]
    new, old, difference = backtest(scores[0], scores[1], deals, {DEPTH: SHARES[DEPTH]})
    name = f"goal@{DEPTH}"
    told = {"goal": goal, "deals": len(judged), "measured_on": measured_on, "before": old[name], "after": new[name]}
    return told | {"difference": difference[name], "sentence": _sentence(goal, len(judged), old, new, difference)}


def _sentence(goal: str, deals: int, old: dict[str, Any], new: dict[str, Any], difference: dict[str, Any]) -> Message:
    name = f"goal@{DEPTH}"
    gap = difference[name]
    about = {"deals": deals, "share": SHARES[DEPTH], "goal": say(f"verdict.of_{goal}")}
    about |= {"before": old[name]["value"], "after": new[name]["value"]}
    if gap["value"] == gap["low"] == gap["high"] == 0:
        return say("trial.found_same", **about)
    shown = gap["low"] is not None and (gap["low"] > 0 or gap["high"] < 0)
    return say("trial.found" if shown else "trial.found_by_chance", **about)


def _share(points: NDArray[np.float64], tables: Tables) -> NDArray[np.float64]:
    weights, usual = (np.array([getattr(table, name) for table in tables], float) for name in ("weight", "usual"))
    return np.round(share_of_points(points, weights, usual), DECIMALS)


def _kinds(listed: pd.DataFrame, tables: Tables) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """One company of each kind that these tables tell apart, and the kind of each: lists are long, kinds are few."""
    columns = [SEGMENT, *(name for table in tables if (name := f"points_{table.criterion}") in listed)]
    kind = np.zeros(len(listed), dtype=np.int64)
    for name in columns:
        codes, known = pd.factorize(listed[name], use_na_sentinel=False)
        kind, _ = pd.factorize(kind * len(known) + codes)  # numbered as they first come
    return listed[~pd.Series(kind, index=listed.index).duplicated()], kind


def _points(listed: pd.DataFrame, tables: Tables) -> NDArray[np.float64]:
    """Points of companies by these tables, shape (rows, tables): of segments as the tables say, else as listed."""
    columns = [_of_segment(listed, one) if one.source == SEGMENT else _known(listed, one) for one in tables]
    return _side_by_side(columns, len(listed))


def _points_then(deals: pd.DataFrame, before: Tables, tables: Tables) -> NDArray[np.float64]:
    """Points of past deals: as others taught them, but for what the tables say otherwise than before."""
    former = {table.criterion: table for table in before}
    columns = []
    for table in tables:
        known, was = _known(deals, table), former.get(table.criterion)
        if table.source == SEGMENT:
            now = _of_segment(deals, table)
            then = _of_segment(deals, was) if was is not None else np.full(len(deals), np.nan)
            known = np.where((now == then) | (np.isnan(now) & np.isnan(then)), known, now)
        columns.append(known)
    return _side_by_side(columns, len(deals))


def _of_segment(frame: pd.DataFrame, table: PointTable) -> NDArray[np.float64]:
    return table.apply(frame[SEGMENT].where(frame[SEGMENT].astype(object) != "", None))


def _known(frame: pd.DataFrame, table: PointTable) -> NDArray[np.float64]:
    name = f"points_{table.criterion}"
    return frame[name].to_numpy(float) if name in frame else np.full(len(frame), np.nan)


def _side_by_side(columns: list[NDArray[np.float64]], rows: int) -> NDArray[np.float64]:
    return np.column_stack(columns) if columns else np.empty((rows, 0))
