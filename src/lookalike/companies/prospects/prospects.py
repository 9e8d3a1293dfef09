"""The prospect list: every row is scored, excluded or rejected, and says which known company it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies.identity import (
    REVIEW,
    best_links,
    clusters,
    company_keys,
    duplicates,
    firsts,
    link,
    meant_ids,
    merge_record,
)
from lookalike.companies.prospects.exclusions import FORGOTTEN, Details, Known, Reasons, reasons_to_exclude
from lookalike.companies.read import told_rows
from lookalike.languages import say
from lookalike.settings import Exclude

COLUMNS = ("row", "id", "name", "reason", "detail")
UNNAMED = "no_name_or_id"
REPEATED = "repeated_id"
BROKEN = "broken_row"


@dataclass(frozen=True)
class Places:
    """Prospects in their three places, and links that a person should look at (as `Companies.merges`)."""

    prospects: pd.DataFrame
    excluded: pd.DataFrame
    rejected: pd.DataFrame
    review: pd.DataFrame


def sort_prospects(
    rows: pd.DataFrame, broken: pd.DataFrame, known: Known, rules: Exclude, keys: pd.DataFrame | None = None
) -> Places:
    """Put every row of the prospect list in exactly one place.

    Parameters
    ----------
    rows : DataFrame
        Clean rows with `row` (1-based row of the input) and canonical columns that exist.
    broken : DataFrame
        Rows that could not be read: `row`, `text`, `reason`.
    known : Known
        What is known of companies: accounts with history, opt-outs.
    rules : Exclude
        `[exclude]` of the settings.
    keys : DataFrame, optional
        `company_keys(rows)`, where they are at hand.

    Returns
    -------
    Places
        Together exactly the rows of the input; the first row of a company stays, later ones are its duplicates.
    """
    named = _with_ids(rows.reset_index(drop=True))
    keys = company_keys(named) if keys is None else keys
    twins = duplicates(keys)
    groups = clusters(keys, twins)
    links = link(keys, known.keys, fuzzy=True)
    named["account_id"] = _of_the_company(_matched(named, links, known), groups)
    unusable = _unusable(named, groups)
    reasons = reasons_to_exclude(named, keys, links, known, rules)
    usable = unusable["reason"].isna()
    kept = usable & reasons["reason"].isna()
    again = _again(named, groups, kept)
    reasons = reasons.where(reasons["reason"].notna(), again)
    kept &= again["reason"].isna()
    return Places(
        _finished(named[kept], known),
        _listed(named, reasons, usable & ~kept),
        _with_broken(_listed(named, unusable, ~usable), broken),
        pd.concat([_review(named[kept], links, known), _twins(named[kept], twins)], ignore_index=True),
    )


def _with_ids(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with `prospect_id` (the input's, else organisation number, domain, row number) and `name`."""
    given = rows.get("prospect_id", rows.get("account_id", pd.Series(None, index=rows.index, dtype=object)))
    ids = given.astype(object).where(given.notna(), None)
    had_id = ids.notna()
    for column in ("org_number", "domain"):
        if column in rows:
            unused = rows[column].where(~rows[column].duplicated() & ~rows[column].isin(ids), None)
            ids = ids.where(ids.notna(), unused)
    ids = ids.where(ids.notna(), "row-" + rows["row"].astype(str))
    name = rows.get("name", pd.Series(None, index=rows.index, dtype=object))
    return rows.assign(prospect_id=ids.astype(object), name=name, given_id=had_id)


def _matched(named: pd.DataFrame, links: pd.DataFrame, known: Known) -> pd.Series:
    """The account that each row surely is, by the CRM's own id or by what identifies it; None where none."""
    best = best_links(links)["right"]
    ids = pd.Series(known.accounts["account_id"].loc[best].to_numpy(), index=best.index, dtype=object)
    found = ids.reindex(range(len(named)))
    if "account_id" in named:
        given = meant_ids(named["account_id"], known.became)
        found = given.where(given.notna(), found)
    return found.astype(object).where(found.notna(), None)


def _of_the_company(accounts: pd.Series, groups: np.ndarray) -> pd.Series:
    """The account of each row, known for all rows of a company as soon as one of them tells."""
    told = accounts.notna().to_numpy()
    one = pd.Series(accounts.to_numpy()[told], index=groups[told])
    found = pd.Series(groups, index=accounts.index).map(one[~one.index.duplicated()]).astype(object)
    return found.where(found.notna(), None)


def _unusable(named: pd.DataFrame, groups: np.ndarray) -> pd.DataFrame:
    """Rows that say of no company, and rows whose id another company has already."""
    reasons = Reasons(named.index)
    tells = named["name"].notna()
    for column in ("org_number", "domain"):
        if column in named:
            tells |= named[column].notna()
    if not tells.any():  # a list of anonymous companies: known by their ids, or by their rows
        tells = named["given_id"] if named["given_id"].any() else ~tells
    reasons.give(~tells, UNNAMED, lambda rows: [say("prospects.unnamed")] * len(rows))
    first = pd.Series(firsts(named["prospect_id"]), index=named.index)
    again = (first != named.index) & tells
    other = again & (groups[first.to_numpy()] != groups) & named["name"].notna()
    reasons.give(other, REPEATED, _repeating(named.loc[first].set_axis(named.index)))
    return reasons.table


def _repeating(heads: pd.DataFrame) -> Details:
    """Whose id each row has."""
    names = {"row": "row", "id": "prospect_id", "name": "name"}
    return lambda rows: [say("prospects.repeated", **{key: heads[names[key]][row] for key in names}) for row in rows]


def _again(named: pd.DataFrame, groups: np.ndarray, kept: pd.Series) -> pd.DataFrame:
    """Kept rows of a company that an earlier kept row already stands for, by identity or by id."""
    reasons = Reasons(named.index)
    rows = named[kept]
    first, of_id = (
        pd.Series(rows.index[firsts(labels)], index=rows.index) for labels in (groups[rows.index], rows["prospect_id"])
    )
    again = first[first != first.index]
    head_by_id = of_id[(of_id != of_id.index) & ~of_id.index.isin(again.index)]
    for head in (again, head_by_id):
        heads = named.loc[head].set_axis(head.index)
        reasons.give(named.index.isin(head.index), "duplicate", _same_company(heads))
    return reasons.table


def _same_company(heads: pd.DataFrame) -> Details:
    """Which row each row is another of."""
    name = heads["name"].fillna(heads["prospect_id"])
    return lambda rows: [say("prospects.same_company", row=heads["row"][row], name=name[row]) for row in rows]


def _finished(kept: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Prospects ready to score, with how they stand with us."""
    told = known.accounts.set_index("account_id")[["relation", "lost"]]
    account = told.reindex(kept["account_id"]).set_axis(kept.index)
    inbound = kept["inbound"].fillna(False).astype(bool) if "inbound" in kept else np.zeros(len(kept), dtype=bool)
    relation = np.select(
        [account["relation"].eq("ex-customer"), inbound, account["lost"].fillna(0) > 0],
        ["ex-customer", "inbound", "lost-before"],
        "cold",
    )
    front = ["prospect_id", "row", "name", "relation", "account_id"]
    table = kept.drop(columns="given_id").assign(
        relation=relation, name=kept["name"].fillna(kept["prospect_id"]), row=kept["row"].astype("int64")
    )
    return table[front + [name for name in table.columns if name not in front]].reset_index(drop=True)


def _listed(named: pd.DataFrame, reasons: pd.DataFrame, chosen: pd.Series) -> pd.DataFrame:
    table = named.rename(columns={"prospect_id": "id"}).assign(reason=reasons["reason"], detail=reasons["detail"])
    table["name"] = table["name"].where(table["reason"] != FORGOTTEN, None)  # the row is told, whose it is no more
    return table.loc[chosen, list(COLUMNS)].reset_index(drop=True)


def _with_broken(rejected: pd.DataFrame, broken: pd.DataFrame) -> pd.DataFrame:
    """Rejected rows together with those that could not be read at all, in the order of the file."""
    if broken.empty:
        return rejected
    unread = pd.DataFrame(
        {
            "row": broken["row"].astype("int64"),
            "id": None,
            "name": None,
            "reason": BROKEN,
            "detail": told_rows(broken),
        }
    )
    return pd.concat([rejected, unread]).sort_values("row", kind="stable", ignore_index=True)


def _review(kept: pd.DataFrame, links: pd.DataFrame, known: Known) -> pd.DataFrame:
    """Prospects that may be a known account but not surely: for a person to look at."""
    unmatched = kept.index[kept["account_id"].isna()]
    open_links = links[(links["certainty"] == REVIEW) & links["left"].isin(unmatched)]
    accounts = known.accounts.loc[open_links["right"]].reset_index(drop=True)
    prospects = kept.loc[open_links["left"]].reset_index(drop=True)
    names = accounts["name"] if "name" in accounts else accounts["account_id"]
    return pd.DataFrame(
        {
            "account_id": accounts["account_id"],
            "merged_id": prospects["prospect_id"],
            "name": names,
            "merged_name": prospects["name"],
            "why": [say("prospects.account_and_prospect", why=why) for why in open_links["why"]],
            "certainty": REVIEW,
            "likely": open_links["likely"].to_numpy(),
        }
    )


def _twins(kept: pd.DataFrame, twins: pd.DataFrame) -> pd.DataFrame:
    """Prospects that may be one company but not surely: both stay in the list."""
    doubtful = twins[(twins["certainty"] == REVIEW) & twins["left"].isin(kept.index) & twins["right"].isin(kept.index)]
    one, other = (kept.loc[doubtful[side]].reset_index(drop=True) for side in ("left", "right"))
    why = [say("prospects.two_prospects", why=why) for why in doubtful["why"]]
    return merge_record(
        one["prospect_id"], other["prospect_id"], one["name"], other["name"], why, REVIEW, doubtful["likely"].to_numpy()
    )
