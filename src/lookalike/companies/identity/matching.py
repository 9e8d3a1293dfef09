"""Which rows mean the same company: by organisation number, then domain, then name and place; how sure, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies.identity.keys import PLACE
from lookalike.companies.identity.match_probability import ENOUGH, place
from lookalike.companies.identity.near_names import near_names
from lookalike.companies.identity.pairs import BY_DOMAIN, BY_NAME, NEARLY, WAYS, judge

SURE, REVIEW = "sure", "review"
LINKS = ("left", "right", "why", "certainty", "likely")
MANY = 20  # a domain or a placeless name that more companies share identifies none of them


def link(left: pd.DataFrame, right: pd.DataFrame, fuzzy: bool = True) -> pd.DataFrame:
    """All links between two tables of companies.

    Parameters
    ----------
    left, right : DataFrame
        Keys of `company_keys`; their indexes name the companies. The same object twice links its rows
        with each other, each pair once.
    fuzzy : bool, default True
        Also compare names that differ by a few letters.

    Returns
    -------
    DataFrame
        `left`, `right` (index labels), `why` (one of `WAYS`, with details), `certainty`: sure, or review where a person
        should look, and `likely` (0-1), measured on the tables themselves (`chance`). One row per pair, the best way
        kept; sorted by left, certainty, way, likelihood, right.
    """
    itself = left is right
    found = [_same(left, right, key) for key in ("org", "domain", "name")]
    pairs = pd.concat([table.assign(way=way, letters=0) for way, table in enumerate(found)], ignore_index=True)
    if fuzzy:
        pairs = pd.concat([pairs, near_names(left, right).assign(way=NEARLY)], ignore_index=True)
    pairs = pairs[pairs["left"] < pairs["right"]] if itself else pairs
    judged = judge(pairs.reset_index(drop=True), left, right).sort_values(
        ["left", "way", "likely", "right"], ascending=[True, True, False, True], kind="stable"
    )
    judged = judged.drop_duplicates(["left", "right"])
    judged = judged if itself else _undecided(judged)
    judged["certainty"] = np.where(judged["likely"] >= ENOUGH, SURE, REVIEW)
    order = judged.sort_values(["left", "certainty"], ascending=[True, False], kind="stable")
    return order[list(LINKS)].reset_index(drop=True)


def _undecided(judged: pd.DataFrame) -> pd.DataFrame:
    """Links between two tables; where names alone would mean several companies, none of them is sure.

    A company whose name fits two others equally well could be either. And a name with a wrong letter is another
    company's, when a third bears the name as it is written.
    """
    sure = judged[(judged["likely"] >= ENOUGH) & (judged["way"] > BY_DOMAIN)]
    rivals = sure.groupby(["left", "way"])["right"].transform("nunique") > 1
    exact = sure.loc[sure["way"] == BY_NAME, "right"]
    taken = (sure["way"] == NEARLY) & sure["right"].isin(exact)
    torn = judged.index.isin(sure.index[rivals | taken])
    why = judged["why"].mask(torn, judged["why"] + ", another fits too")
    return judged.assign(why=why, likely=judged["likely"].mask(torn, 1 / 2))


def duplicates(keys: pd.DataFrame, fuzzy: bool = True) -> pd.DataFrame:
    """Links within one table of companies, each pair once.

    Rows alike in everything that identifies them are linked to the first of them, and only that is compared further.

    Parameters
    ----------
    keys : DataFrame
        Keys of `company_keys`.
    fuzzy : bool, default True

    Returns
    -------
    DataFrame
        As of `link`.
    """
    told = keys[keys[["org", "domain", "name"]].notna().any(axis=1)]
    alike = told.groupby(["org", "domain", "name", "legal", *PLACE], dropna=False, sort=False).ngroup()
    head = pd.Series(told.index, index=told.index).groupby(alike).transform("first")
    again = head[head != head.index]
    way = np.select([told[key].loc[again.index].notna() for key in ("org", "domain")], [0, 1], 3)
    copies = pd.DataFrame(
        {"left": again.to_numpy(), "right": again.index, "why": np.array(WAYS, dtype=object)[way]}
    ).assign(certainty=SURE, likely=1.0)
    first = told.loc[head.index[head == head.index]]
    return pd.concat([copies, link(first, first, fuzzy)], ignore_index=True)


def best_links(links: pd.DataFrame) -> pd.DataFrame:
    """The best sure link of each left company, indexed by it."""
    return links[links["certainty"] == SURE].drop_duplicates("left").set_index("left")


def _same(left: pd.DataFrame, right: pd.DataFrame, key: str) -> pd.DataFrame:
    """Pairs that share a key; keys that too many companies share only count together with the place."""
    sides = [
        pd.DataFrame({"key": keys[key].to_numpy(), "place": place(keys).to_numpy(), side: keys.index})
        for keys, side in ((left, "left"), (right, "right"))
    ]
    sides = [side[side["key"].notna()] for side in sides]
    counts = sides[1]["key"].value_counts()
    often = counts.index[counts > MANY]
    rare = [side[~side["key"].isin(often)] for side in sides]
    pairs = rare[0].merge(rare[1][["key", "right"]], on="key")
    if key == "org" and len(often):  # branches: however many they are, each is the company of the first
        common = [side[side["key"].isin(often)] for side in sides]
        first = common[1].drop_duplicates("key")[["key", "right"]]
        pairs = pd.concat([pairs, common[0].merge(first, on="key")], ignore_index=True)
    if key == "name" and len(often):
        common = [side[side["key"].isin(often) & side["place"].notna()] for side in sides]
        pairs = pd.concat([pairs, common[0].merge(common[1], on=["key", "place"])], ignore_index=True)
    return pairs[["left", "right"]]
