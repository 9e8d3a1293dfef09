"""The customers we have on a map: how attractive each is to us, how strong we are there, and how to serve it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.errors import SettingsError, did_you_mean
from lookalike.knowledge.criteria import account_figures, company_criteria, ratio, share_by
from lookalike.knowledge.value import YEAR, closed_deals
from lookalike.languages import Message, say
from lookalike.settings import Settings

# What a customer may become counts as much as what it is; how often it buys says most about our strength.
ATTRACTIVENESS = {
    "revenue": 1.0,
    "trend": 0.5,
    "size": 1.0,
    "growth": 1.0,
    "fit": 1.0,
    "margin": 0.5,
    "location": 0.5,
}
PLACES = ("city", "region", "country")  # the finest that is known of most
STRENGTH = {"frequency": 3.0, "recency": 1.0, "tenure": 0.5, "hit_rate": 0.5, "breadth": 1.0, "reference": 1.0}
KNOWN = 0.5  # share of the customers of which a place must be known
HIGH = 5.0  # of 10: the middle of the base
STRATEGIC = 7.5  # key accounts this attractive come before all else
LET_GO = 2.5  # below it on both axes, or below HIGH on both and earning nothing

COLUMNS = ("account_id", "name", "attractiveness", "strength", "type", "class", "service", "reason")


def portfolio(companies: Companies, settings: Settings) -> pd.DataFrame:
    """Place every present customer in the matrix of attractiveness and relative strength (after McDonald).

    Each criterion is the customer's percentile among the customers, 0-10; criteria without data, or with the same
    value for all, are left out. The axes are weighted means of what is known of a customer.

    Parameters
    ----------
    companies : Companies
    settings : Settings
        `[portfolio.weights]` replaces the weights of `ATTRACTIVENESS` and `STRENGTH` by name.

    Returns
    -------
    DataFrame, the most attractive first
        account_id, name, attractiveness, strength (0-10), type (key / development / maintenance / now-and-then),
        class (strategic / key / basic / against the current), service, reason, and a column 0-10 per criterion (NaN =
        unknown).
    """
    weights = _weights(settings)
    measures = _measures(companies)
    scores = measures.rank(pct=True)[[name for name in measures if measures[name].nunique() > 1]]
    scores = 10 * (scores - 0.5 / scores.count()).clip(0, 1)
    table = pd.DataFrame(index=scores.index)
    table["attractiveness"] = _weighted(scores, {name: weights[name] for name in ATTRACTIVENESS})
    table["strength"] = _weighted(scores, {name: weights[name] for name in STRENGTH})
    high, strong = table["attractiveness"] >= HIGH, table["strength"] >= HIGH
    table["type"] = np.select(
        [high & strong, high, strong], ["key", "development", "maintenance"], "now-and-then"
    ).astype(object)
    losing = (measures["margin"] <= 0) & (table["type"] == "now-and-then")
    hopeless = table[["attractiveness", "strength"]].max(axis=1) < LET_GO
    strategic = (table["type"] == "key") & (table["attractiveness"] >= STRATEGIC)
    table["class"] = np.select(
        [strategic, high, losing | hopeless], ["strategic", "key", "against the current"], "basic"
    )
    table["service"] = table["type"].map(lambda kind: say(f"service.{kind}"))
    table["reason"] = pd.Series(_reasons(scores), scores.index, dtype=object)
    accounts = companies.accounts.set_index("account_id")
    names = accounts["name"] if "name" in accounts else accounts.index.to_series()
    table["name"] = names.reindex(table.index)
    table = table.join(scores).rename_axis("account_id").reset_index()
    columns = [*COLUMNS, *scores.columns]
    return table.sort_values(["attractiveness", "account_id"], ascending=[False, True], ignore_index=True)[columns]


def _weights(settings: Settings) -> dict[str, float]:
    known = ATTRACTIVENESS | STRENGTH
    for name in settings.portfolio.weights:
        if name not in known:
            found = say("portfolio.no_criterion", criterion=name)
            raise SettingsError(found, did_you_mean(name, list(known)), "[portfolio.weights]")
    return known | settings.portfolio.weights


def _measures(companies: Companies) -> pd.DataFrame:
    """Every criterion as it is measured, one row per present customer; NaN = unknown."""
    accounts = companies.accounts.set_index("account_id")
    told = account_figures(companies)
    told, accounts = (frame[(accounts["relation"] == "customer").to_numpy()] for frame in (told, accounts))
    unknown = pd.Series(np.nan, index=told.index)
    years = (told["tenure_days"] / YEAR).clip(lower=1)
    size = accounts.get("revenue", unknown).fillna(unknown)
    recent, before = told["recent"], told["before"]
    measures = {
        "revenue": told["yearly"],
        "trend": ((recent - before) / (recent + before).where(recent + before > 0)),
        "size": size if size.notna().any() else accounts.get("employees", unknown),
        "growth": accounts.get("growth", unknown),
        "fit": _fit(companies).reindex(told.index),
        "margin": told["net_share"],
        "location": _neighbours(accounts),
        "frequency": told["orders"] / years,
        "recency": -(companies.as_of - told["last"]).dt.days,
        "tenure": told["tenure_days"],
        "hit_rate": ratio(told["won"], told["won"] + told["lost"]),
        "breadth": told["products"].where(told["products"] > 0),
        "reference": accounts["reference"].astype("Float64") if "reference" in accounts else unknown,
    }
    return pd.DataFrame(measures).astype("float64")


def _neighbours(accounts: pd.DataFrame) -> pd.Series:
    """How many of our customers are in the same place: where we are already, one more is cheap to serve."""
    for place in PLACES:
        if place in accounts and accounts[place].notna().mean() >= KNOWN:
            return accounts[place].map(accounts[place].value_counts())
    return pd.Series(np.nan, index=accounts.index)


def _fit(companies: Companies) -> pd.Series:
    """Strategic relevance: how much each account is like those we win, by the company-level criteria."""
    deals = closed_deals(companies)
    accounts = companies.accounts.set_index("account_id")
    if deals["won"].nunique() < 2:
        return pd.Series(np.nan, index=accounts.index)
    frame = accounts.loc[deals["account_id"]].reset_index(drop=True)
    tables = company_criteria(frame, deals["won"].to_numpy(), companies.legible, deals["account_id"].to_numpy())
    points = pd.DataFrame({one.criterion: one.apply(accounts[one.source]) for one in tables}, index=accounts.index)
    return pd.Series(share_by(tables, points), index=accounts.index)


def _weighted(scores: pd.DataFrame, weights: dict[str, float]) -> pd.Series:
    """Weighted mean of the known scores; the middle where nothing is known."""
    present = scores[[name for name in weights if name in scores]]
    weight = present.notna() * pd.Series(weights).reindex(present.columns)
    total = weight.sum(axis=1)
    return ((present.fillna(0) * weight).sum(axis=1) / total.where(total > 0)).fillna(HIGH).round(2)


def _reasons(scores: pd.DataFrame) -> list[Message]:
    """The criteria that place each customer highest and lowest."""
    if scores.shape[1] < 2:
        return [say("portfolio.unknown")] * len(scores)
    names = np.array([say(f"portfolio_criteria.{name}") for name in scores.columns], dtype=object)
    values = scores.to_numpy()
    top, low = np.nan_to_num(values, nan=-1).argmax(axis=1), np.nan_to_num(values, nan=11).argmin(axis=1)
    rows = np.arange(len(scores))
    told = zip(names[top], values[rows, top], names[low], values[rows, low], strict=True)
    return [say("portfolio.reason", best=best, high=high, worst=worst, low=low) for best, high, worst, low in told]
