"""What came of it since: deals that closed after a model was made, and after a company was put on the list."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.companies.identity import best_links, company_keys, link
from lookalike.knowledge.value import closed_deals
from lookalike.languages import Message, say
from lookalike.learning.metrics import Outcomes, measure
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike.ranking.follow.control import measured
from lookalike.ranking.order import conversion
from lookalike.schema import COLD, RELATION
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle

NAMED = 5  # companies
ENOUGH = 30  # closed deals; fewer say nothing of a model
IDENTITY = ("prospect_id", "name", "country", "org_number", "domain", "postcode", "city")
PROMISES = (*IDENTITY, "grade", "win_probability", "since")


def deals_since(bundle: Bundle, companies: Companies) -> dict[str, Any]:
    """How the model does on deals that closed after the day it was made for.

    Returns
    -------
    dict
        `deals`, `won`, `promised` (mean probability), `actual` (share won), `gap` (actual minus promised) and `auc`,
        each figure with low and high over companies, and `sentence`; empty where no such deal is known, or the model
        gives no probability.
    """
    since, deals = bundle.manifest.get("as_of"), closed_deals(companies)
    if since is None or bundle.win is None:
        return {}
    new = deals[deals["when"] > pd.Timestamp(since)]
    if new.empty:
        return {}
    accounts = companies.accounts.set_index("account_id").loc[new["account_id"].unique()].reset_index()
    asked = accounts.assign(**{RELATION: COLD})  # today's relation knows how the deals ended
    promised = score_frame(bundle, asked).set_index(accounts["account_id"])["win_probability"]
    probability, won = new["account_id"].map(promised).to_numpy(float), new["won"].to_numpy(float)
    weights = bootstrap_weights(new["account_id"].to_numpy()).astype(float)
    total = weights.sum(axis=1)
    actual, said = weights @ won / total, weights @ probability / total
    sorted_ = measure(Outcomes(won, probability, probability, np.full(len(won), np.nan)), weights, ("auc",))["auc"]
    told = {"actual": figure(actual), "gap": figure(actual - said), "auc": figure(sorted_)}
    won_share = {"won": told["actual"].value, "low": told["actual"].low, "high": told["actual"].high}
    sentence = say("follow.since", deals=len(new), since=str(since), promised=said[0], **won_share)
    counted = {"deals": len(new), "won": int(won.sum()), "promised": round(float(said[0]), 6)}
    return counted | {name: one.to_dict() for name, one in told.items()} | {"sentence": sentence}


def promises(
    former: pd.DataFrame | None, ranked: pd.DataFrame, prospects: pd.DataFrame, as_of: pd.Timestamp
) -> pd.DataFrame:
    """What was promised of each company when it first was on the list: nothing that came later has touched it.

    Parameters
    ----------
    former : DataFrame, optional
        The promises of earlier runs.
    ranked : DataFrame
        The present list.
    prospects : DataFrame
        The same companies with what identifies them.
    as_of : Timestamp
        The day the data speak for; NaT when no date is known, and then nothing can be followed.

    Returns
    -------
    DataFrame
        One row per company: what identifies it, `grade`, `win_probability`, `since`, and `control` where some are kept
        apart.
    """
    ours = ["control"] if "control" in ranked else []
    known = prospects.reindex(columns=list(IDENTITY)).merge(
        ranked[["prospect_id", "grade", "win_probability", *ours]], on="prospect_id"
    )
    new = known.assign(since=as_of)[[*PROMISES, *ours]]
    if former is not None:
        new = pd.concat([former, new[~new["prospect_id"].isin(former["prospect_id"])]])
    kept = new[new["since"].notna()].astype({"since": "datetime64[ns]"})
    return kept.sort_values("prospect_id", ignore_index=True)


def kept_promises(promised: pd.DataFrame, companies: Companies) -> dict[str, Any]:
    """Conversion per grade since the companies were put on the list, in all and month by month.

    The first deal of each company that closed after that day counts; later ones are sales to a customer.

    Returns
    -------
    dict
        `grades` and `months` (as of `conversion`; `grades` without month), `became` (which of grade A are customers,
        None if none), `control` (as of `measured`) and `sentence`; empty without such deals.
    """
    keys = company_keys(promised)
    links = best_links(link(keys, company_keys(companies.accounts), fuzzy=False))
    found = promised.loc[links.index].assign(account_id=companies.accounts["account_id"].loc[links["right"]].to_numpy())
    deals = closed_deals(companies).merge(found[["prospect_id", "account_id", "since"]], on="account_id")
    deals = deals[deals["when"] > deals["since"]].sort_values(["when", "deal_id"]).drop_duplicates("account_id")
    outcomes = deals.sort_values("prospect_id")[["prospect_id", "won", "when"]]
    if outcomes.empty:
        return {}
    months = conversion(promised, outcomes)
    grades = conversion(promised, outcomes.assign(when=outcomes["when"].max())).drop(columns="month")
    return {
        "grades": grades.to_dict("records"),
        "months": months.to_dict("records"),
        "became": _became(deals.merge(promised[["prospect_id", "name", "grade"]], on="prospect_id")),
        "control": measured(promised, outcomes.set_index("prospect_id")["won"]),
        "sentence": _sentence(grades),
    }


def _became(deals: pd.DataFrame) -> Message | None:
    """Which companies of grade A have become customers, the latest first."""
    won = deals[(deals["grade"] == "A") & deals["won"].astype(bool)].sort_values("when", ascending=False, kind="stable")
    names = won["name"].fillna(won["prospect_id"]).tolist()
    return say("follow.became", n=len(names), names=names[:NAMED]) if names else None


def _sentence(grades: pd.DataFrame) -> Message:
    names = ("grade", "won", "deals", "low", "high", "promised")
    shown = [{name: row[name] for name in names} for row in grades.to_dict("records")]
    told = say("follow.kept", grades=[say("follow.kept_grade", **row) for row in shown])
    missed = grades.loc[~grades["held"] & grades["promised"].notna(), "grade"].tolist()
    return say("follow.not_kept", what=told, grades=missed) if missed else told
