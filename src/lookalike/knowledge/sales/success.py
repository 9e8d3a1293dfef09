"""Where success comes from: each segment's past against the average, and the ranking that follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria import account_figures, by_segment, purchase_events, ratio, segment_figures
from lookalike.knowledge.sales.entry import entry
from lookalike.knowledge.sales.panels import usp_match
from lookalike.knowledge.statistics import clustered_share, wilson
from lookalike.knowledge.value import penetration
from lookalike.languages import Message, say
from lookalike.settings import Settings

if TYPE_CHECKING:
    from lookalike.knowledge.segments import Segmentation

# What counts towards the ranking, and whether more is better.
RANKED = {
    "penetration": True,
    "margin_share": True,
    "cost_share": False,
    "hours_per_won": False,
    "hit_rate": True,
    "inbound_share": True,
    "urgent_share": True,
    "strength_match": True,
    "upsell_room": True,
    "cross_sell_room": True,
    "reference_share": True,
    "need_match": True,
    "usp_match": True,
}
AGAINST_AVERAGE = ("penetration", "margin_share", "cost_share", "hours_per_won", "hit_rate")
BEST_QUARTER = 0.75  # up-sell room is measured against what the best quarter of a segment's customers buys


def segment_history(companies: Companies, segmentation: Segmentation, settings: Settings) -> pd.DataFrame:
    """Measure where success came from, segment by segment.

    Parameters
    ----------
    companies : Companies
    segmentation : Segmentation
    settings : Settings
        `[segments.need_match]`: the team's own score of the segment's need against the offer, 0-10;
        `[[segments.panel]]`: what people think of buying criteria and own strengths; `[[strengths]]`: what single
        companies show that own strengths answer.

    Returns
    -------
    DataFrame, the best segment first, and last the row "all companies"
        `segment`; `customers`, `potential` (companies that match, known or on the list, each once), `penetration` with
        `penetration_low` / `_high`; `margin_share` (of sales), `cost_share` (cost of sale per money sold),
        `hours_per_won` (sales effort per won deal), `hit_rate` with `_low` / `_high`; `<figure>_index` (1 = average of
        all); `inbound_share`, `urgent_share`, `strength_match` (see `entry`); `upsell_room`, `cross_sell_room` (0-1:
        share that customers could buy more, up to the best quarter's yearly revenue, or to all products the segment
        buys), `references`, `reference_share`, `need_match`, `usp_match` with `_low` / `_high` (the single people);
        `rank` (1 = best mean rank over the known figures), `reason` (a sentence). NaN = unknown.
    """
    sums = segment_figures(companies, segmentation)
    told = _shares(sums)
    told = told.join(_intervals(companies, segmentation, told)).join(_room(companies, segmentation))
    told = told.join(entry(companies, segmentation, settings))
    told["need_match"] = pd.Series(settings.segments.need_match, dtype=float).reindex(told.index)
    voted = usp_match(settings.segments.panel).reindex(told.index)
    told[["usp_match", "usp_match_low", "usp_match_high"]] = voted[["match", "low", "high"]].to_numpy(float)
    for name in AGAINST_AVERAGE:
        told[f"{name}_index"] = told[name] / (float(told[name].iloc[-1]) or np.nan)
    segments = told.drop(index="")
    telling = [name for name in RANKED if _differs(segments[name])]
    ranks = pd.DataFrame({name: segments[name].rank(ascending=not RANKED[name]) for name in telling})
    told["rank"] = ranks.mean(axis=1).rank(method="min").reindex(told.index)
    told["reason"] = pd.Series([_sentence(row) for _, row in told.iterrows()], told.index, dtype=object)
    ordered = told.rename_axis("segment").reset_index()
    ordered = ordered.sort_values(["rank", "segment"], na_position="last", ignore_index=True)
    names = [name or say("segments.all_of_them") for name in ordered["segment"]]
    return ordered.assign(segment=pd.Series(names, ordered.index, dtype=object))


def _shares(sums: pd.DataFrame) -> pd.DataFrame:
    """Plain ratios of the sums."""
    closed = sums["won"] + sums["lost"]
    told = pd.DataFrame({"customers": sums["customers"].astype(int), "potential": sums["market"].astype(int)})
    listed = float(sums["prospects"].iloc[-1])
    told["penetration"] = [
        penetration(customers, market, listed)
        for customers, market in zip(sums["customers"], sums["market"], strict=True)
    ]
    told["margin_share"] = ratio(sums["margin"], sums["margin_base"])
    told["cost_share"] = ratio(sums["cost"], sums["revenue"]) if sums["cost"].iloc[-1] > 0 else np.nan
    told["hours_per_won"] = ratio(sums["hours"], sums["won"]) if sums["hours"].iloc[-1] > 0 else np.nan
    told["hit_rate"] = ratio(sums["won"], closed)
    told["references"] = sums["references"].astype(int)
    told["reference_share"] = ratio(sums["references"], sums["reference_known"])
    return told


def _intervals(companies: Companies, segmentation: Segmentation, shares: pd.DataFrame) -> pd.DataFrame:
    """90 % intervals of penetration and hit rate."""
    segments, _ = by_segment(companies, segmentation)
    history = companies.accounts.set_index("account_id")[["won", "lost"]]
    rows = {}
    for name in shares.index:
        mine = history if name == "" else history[(segments == name).to_numpy()]
        _, hit_low, hit_high = clustered_share(mine["won"], mine["won"] + mine["lost"])
        rows[name] = (*wilson(shares["customers"][name], shares["potential"][name]), hit_low, hit_high)
    columns = ["penetration_low", "penetration_high", "hit_rate_low", "hit_rate_high"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _room(companies: Companies, segmentation: Segmentation) -> pd.DataFrame:
    """How much more the customers of each segment could buy."""
    told = account_figures(companies)
    told = told[told["customer"] & (companies.accounts["relation"] == "customer").to_numpy()]
    segment = by_segment(companies, segmentation)[0].reindex(told.index)
    products = purchase_events(companies)[["account_id", "product"]].dropna().drop_duplicates()
    products["segment"] = products["account_id"].map(segment)
    rooms = {}
    for name in [one.name for one in segmentation.segments] + [""]:
        mine = told if name == "" else told[(segment == name).to_numpy()]
        sold = products if name == "" else products[products["segment"] == name]
        rooms[name] = (_up(mine["yearly"]), _cross(mine["products"], sold["product"].nunique()))
    return pd.DataFrame.from_dict(rooms, orient="index", columns=["upsell_room", "cross_sell_room"])


def _up(yearly: pd.Series) -> float:
    """1 - mean yearly revenue, capped at the best quarter's, as a share of it."""
    known = yearly[yearly > 0]
    best = known.quantile(BEST_QUARTER)
    return float(1 - (known / best).clip(upper=1).mean()) if len(known) else np.nan


def _cross(bought: pd.Series, range_: int) -> float:
    """1 - mean share of the product range that a customer buys; unknown where there is but one product."""
    known = bought[bought > 0]
    return float(1 - (known / range_).mean()) if range_ > 1 and len(known) else np.nan


def _differs(figures: pd.Series) -> bool:
    """Whether a figure is known of all segments and tells them apart."""
    return bool(figures.notna().all() and figures.nunique() > 1)


def _sentence(row: pd.Series) -> Message:
    """The segment's past in one sentence, of what is known."""
    told = {
        "penetration": say("history.penetration", customers=row["customers"], potential=row["potential"]),
        "hit_rate": say("history.hit_rate", share=row["hit_rate"]),
        "margin_share": say("history.margin", share=row["margin_share"]),
        "hours_per_won": say("history.hours", hours=row["hours_per_won"]),
    }
    known = [said for name, said in told.items() if row[name] == row[name]]
    return say("alone.row", values=known) if known else say("history.nothing")
