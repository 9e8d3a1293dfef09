"""Which rows mean the same company: by organisation number, then domain, then name and place; how sure, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.companies.identity.keys import PLACE
from lookalike.companies.identity.matching.because import (
    BY_DOMAIN,
    BY_NAME,
    BY_ORG,
    CONTRADICTED,
    NAME_ALONE,
    NEARLY,
    OPPOSED,
    coded,
    told,
    way_of,
)
from lookalike.companies.identity.matching.candidates import by_domain, by_name, by_number
from lookalike.companies.identity.matching.codes import firsts, hashed
from lookalike.companies.identity.matching.judging import ENOUGH, judge
from lookalike.companies.identity.matching.near_names import near_names
from lookalike.companies.identity.matching.sides import Sides

SURE, REVIEW = "sure", "review"
PROBABLE = 0.5  # likelihood from which the very number, domain or name more probably than not means the company
LINKS = ("left", "right", "why", "contradicted", "certainty", "likely", "probable")


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
        `left`, `right` (index labels), `why` (a message), `contradicted`: whether number, place or country differ,
        `certainty`: sure, or review where a person should look, `likely` (0-1), measured on the tables themselves
        (`chance`), and `probable`: whether nothing contradicts a link that more probably than not is right, or is of
        one name at one place. One row per pair, the best way kept; sorted by left, certainty, way, likelihood, right.
    """
    sides = Sides(left, right)
    found = [way(sides) for way in (by_number, by_domain, by_name)]
    pairs = pd.concat([table.assign(way=way, letters=0, blind=False) for way, table in enumerate(found)])
    if fuzzy:
        pairs = pd.concat([pairs, near_names(sides).assign(way=NEARLY)])
    if sides.itself:
        ends = pairs[["left", "right"]].to_numpy()
        pairs = pairs.assign(left=ends.min(axis=1), right=ends.max(axis=1))
        pairs = pairs[pairs["left"] < pairs["right"]]
    judged = judge(pairs.reset_index(drop=True), sides).sort_values(
        ["left", "way", "likely", "right"], ascending=[True, True, False, True], kind="stable"
    )
    judged = judged.drop_duplicates(["left", "right"])
    judged = judged if sides.itself else _undecided(judged)
    judged["certainty"] = np.where(judged["likely"] >= ENOUGH, SURE, REVIEW)
    order = judged.sort_values(["left", "certainty"], ascending=[True, False], kind="stable")
    why = order["why"].to_numpy()
    order = order.assign(
        left=left.index[order["left"]],
        right=right.index[order["right"]],
        why=told(why),
        contradicted=why & CONTRADICTED != 0,
        probable=_probable(why, order["likely"].to_numpy()),
    )
    return order[list(LINKS)].reset_index(drop=True)


def _probable(why: np.ndarray, likely: np.ndarray) -> np.ndarray:
    way = way_of(why)
    return (why & OPPOSED == 0) & ((way == BY_NAME) | ((way <= NAME_ALONE) & (likely >= PROBABLE)))


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
    why = judged["why"] | coded(np.zeros(len(judged)), np.zeros(len(judged)), {"another_fits": torn})
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
    known = keys[keys[["org", "domain", "name"]].notna().any(axis=1)]
    head = _first_alike(known)
    again = np.flatnonzero(head != np.arange(len(known)))
    way = np.select([known[key].iloc[again].notna() for key in ("org", "domain")], [BY_ORG, BY_DOMAIN], NAME_ALONE)
    copies = pd.DataFrame(
        {"left": known.index[head[again]], "right": known.index[again], "why": told(coded(way, np.zeros(len(way)), {}))}
    ).assign(contradicted=False, certainty=SURE, likely=1.0, probable=True)
    first = known.drop(known.index[again])
    return pd.concat([copies, link(first, first, fuzzy)], ignore_index=True)


def _first_alike(keys: pd.DataFrame) -> np.ndarray:
    """For each row the position of the first one that is alike in everything."""
    columns = [keys[column].factorize()[0] for column in ("org", "domain", "name", "legal", *PLACE)]
    return firsts(hashed(*columns))


def best_links(links: pd.DataFrame) -> pd.DataFrame:
    """The best sure link of each left company, indexed by it."""
    return links[links["certainty"] == SURE].drop_duplicates("left").set_index("left")
