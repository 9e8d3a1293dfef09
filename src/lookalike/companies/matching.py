"""Which rows mean the same company: by organisation number, then domain, then name and place; how sure, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd
from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import cpdist

from lookalike.companies.identity import PLACE
from lookalike.companies.near import near_names

SURE, REVIEW = "sure", "review"
LINKS = ("left", "right", "why", "certainty")
WAYS = ("same organisation number", "same web domain", "same name and place", "same name", "nearly the same name")
MANY = 20  # a domain or a placeless name that more companies share identifies none of them
ALIKE = 70  # 0-100: likeness of two names with the same domain from which they are one company
LONG_NAME = 16  # letters from which two wrong letters still mean the same name, when the words' initials are right


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
        `left`, `right` (index labels), `why` (one of `WAYS`, with details) and `certainty`: sure, or review where a
        person should look. One row per pair, the best way kept; sorted by left, certainty, way, right.
    """
    itself = left is right
    found = [_same(left, right, key) for key in ("org", "domain", "name")]
    pairs = pd.concat([table.assign(way=way, letters=0) for way, table in enumerate(found)], ignore_index=True)
    if fuzzy:
        near = near_names(left, right)
        pairs = pd.concat([pairs, near.assign(way=4)], ignore_index=True)
    pairs = pairs[pairs["left"] < pairs["right"]] if itself else pairs
    judged = _judge(pairs.reset_index(drop=True), left, right)
    judged = judged.sort_values(
        ["left", "certainty", "way", "right"], ascending=[True, False, True, True], kind="stable"
    )
    return judged.drop_duplicates(["left", "right"])[list(LINKS)].reset_index(drop=True)


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
        {"left": again.to_numpy(), "right": again.index, "why": np.array(WAYS, dtype=object)[way], "certainty": SURE}
    )
    first = told.loc[head.index[head == head.index]]
    return pd.concat([copies, link(first, first, fuzzy)], ignore_index=True)


def best_links(links: pd.DataFrame) -> pd.DataFrame:
    """The best sure link of each left company, indexed by it."""
    return links[links["certainty"] == SURE].drop_duplicates("left").set_index("left")


def _same(left: pd.DataFrame, right: pd.DataFrame, key: str) -> pd.DataFrame:
    """Pairs that share a key; keys that too many companies share only count together with the place."""
    sides = [
        pd.DataFrame(
            {"key": keys[key].to_numpy(), "place": keys["postcode"].fillna(keys["city"]).to_numpy(), side: keys.index}
        )
        for keys, side in ((left, "left"), (right, "right"))
    ]
    sides = [side[side["key"].notna()] for side in sides]
    counts = sides[1]["key"].value_counts()
    often = counts.index[counts > MANY]
    rare = [side[~side["key"].isin(often)] for side in sides]
    pairs = rare[0].merge(rare[1][["key", "right"]], on="key")
    if key == "name" and len(often):
        common = [side[side["key"].isin(often) & side["place"].notna()] for side in sides]
        pairs = pd.concat([pairs, common[0].merge(common[1], on=["key", "place"])], ignore_index=True)
    return pairs[["left", "right"]]


def _judge(pairs: pd.DataFrame, left: pd.DataFrame, right: pd.DataFrame) -> pd.DataFrame:
    """The pairs that may be one company, with certainty and reason."""
    a, b = left.loc[pairs["left"]].reset_index(drop=True), right.loc[pairs["right"]].reset_index(drop=True)
    other_number, other_country = _differ(a, b, "org"), _differ(a, b, "country")
    same_place = _agree(a, b, "postcode") | _agree(a, b, "city")
    other_place = ~same_place & (_differ(a, b, "city") | _differ(a, b, "postcode"))
    other_form = _differ(a, b, "legal")
    way = pairs["way"].to_numpy()
    by_org, by_domain, by_name, nearly = (way == number for number in (0, 1, 2, 4))
    alone = _in_one_place(left, a["name"], left is right) & _in_one_place(right, b["name"], left is right)
    few = (pairs["letters"] <= 1) | ((pairs["letters"] == 2) & (a["name"].str.len() >= LONG_NAME).to_numpy())
    sure = np.select(
        [by_org, by_domain, by_name, nearly],
        [
            ~other_country,
            ~other_number & _names_alike(a, b, by_domain),
            (~other_form | _agree(a, b, "postcode")) & (same_place | (~other_place & alone)),
            few & _same_initials(a, b, nearly) & _agree(a, b, "postcode") & ~other_form,
        ],
        False,
    ).astype(bool)
    possible = by_org | by_domain | (~other_number & ~other_country & (by_name | ~other_place))
    why = pd.Series(np.array(WAYS, dtype=object)[np.where(by_name & ~same_place, 3, way)])
    why = why.mask(nearly, why + " (" + pairs["letters"].astype(str) + " letters differ)")
    for holds, words in ((other_number, "other organisation number"), (other_country, "other country")):
        why = why.mask(holds, why + f", {words}")
    why = why.mask(other_place & ~by_org, why + ", other place").mask(other_form & ~by_org, why + ", other legal form")
    judged = pairs.assign(why=why, certainty=np.where(sure, SURE, REVIEW))
    return judged[np.asarray(possible)]


def _agree(a: pd.DataFrame, b: pd.DataFrame, key: str) -> np.ndarray:
    return (a[key].notna() & (a[key] == b[key])).to_numpy()


def _differ(a: pd.DataFrame, b: pd.DataFrame, key: str) -> np.ndarray:
    return (a[key].notna() & b[key].notna() & (a[key] != b[key])).to_numpy()


def _same_initials(a: pd.DataFrame, b: pd.DataFrame, where: np.ndarray) -> np.ndarray:
    """Whether the words of two names begin with the same letters, which are seldom mistyped; asked where needed."""
    same = np.zeros(len(a), dtype=bool)
    if where.any():
        one, other = (side["spelled"][where].str.replace(r"(\S)\S*\s?", r"\1", regex=True) for side in (a, b))
        same[where] = (one == other).to_numpy()
    return same


def _in_one_place(keys: pd.DataFrame, names: pd.Series, itself: bool) -> np.ndarray:
    """Which names are borne only by rows that tell of one company at one place.

    Between two tables rows that tell a place and rows that tell none are different companies; within a table they are
    the fuller and the poorer record of one.
    """
    asked = keys[keys["name"].isin(names)]
    told = asked.groupby("name")[["org", *PLACE]].nunique(dropna=itself)
    return names.isin(told.index[(told <= 1).all(axis=1)]).to_numpy()


def _names_alike(a: pd.DataFrame, b: pd.DataFrame, where: np.ndarray) -> np.ndarray:
    """Whether two names look like one company's, asked only where needed; an unknown name is no contradiction."""
    alike = np.zeros(len(a), dtype=bool)
    asked = np.flatnonzero(where)
    if len(asked):
        one, other = a["spelled"].iloc[asked].fillna(""), b["spelled"].iloc[asked].fillna("")
        likeness = cpdist(one.to_numpy(), other.to_numpy(), scorer=token_set_ratio, workers=-1)
        alike[asked] = (likeness >= ALIKE) | (one == "").to_numpy() | (other == "").to_numpy()
    return alike
