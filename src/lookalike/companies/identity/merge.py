"""One company, one row: records that surely mean the same company become one; doubtful ones are left for a person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lookalike.companies.identity.keys import company_keys
from lookalike.companies.identity.matching import REVIEW, SURE, duplicates
from lookalike.languages import say

MOST_TO_REVIEW = 200  # doubtful pairs that a person is asked to look at


@dataclass(frozen=True)
class Merged:
    """Accounts after merging.

    Parameters
    ----------
    accounts : DataFrame
        One row per company, sorted by `account_id`.
    became : Series
        Every `account_id` of the input -> the id it has now.
    merges : DataFrame
        `account_id`, `merged_id`, `name`, `merged_name`, `why`, `certainty`, `likely`; the sure ones were merged.
    conflicts : dict
        Column -> number of companies whose records disagree.
    """

    accounts: pd.DataFrame
    became: pd.Series
    merges: pd.DataFrame
    conflicts: dict[str, int]


def clusters(keys: pd.DataFrame, links: pd.DataFrame) -> np.ndarray:
    """Number of the company each row belongs to, following sure links wherever they lead.

    Two different organisation numbers never become one company: a group that would hold two is put together by its
    numbers alone. The answer does not depend on the order of rows or links.

    Parameters
    ----------
    keys : DataFrame of shape (n, ...)
        Keys of `company_keys`, index 0..n-1.
    links : DataFrame
        Of `duplicates(keys)`.

    Returns
    -------
    ndarray of int, shape (n,)
    """
    sure = links[links["certainty"] == SURE]
    left, right = (sure[side].to_numpy(dtype=np.int64) for side in ("left", "right"))
    groups = _components(len(keys), left, right)
    number = keys["org"].factorize()[0]
    told = pd.DataFrame({"group": groups, "number": number})[number >= 0].drop_duplicates()
    torn = np.bincount(told["group"], minlength=len(keys)) > 1
    if not torn.any():
        return groups
    whole = ~torn[groups[left]] | ((number[left] == number[right]) & (number[left] >= 0))
    return _components(len(keys), left[whole], right[whole])


def _components(size: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(size, size))
    return connected_components(graph, directed=False)[1]


def merge_accounts(accounts: pd.DataFrame) -> Merged:
    """Merge the records of one company, conflicts going to the most complete record, then the newest, then by id.

    Parameters
    ----------
    accounts : DataFrame
        Clean accounts with `account_id` in every row; an id may be repeated.
    """
    given = accounts.reset_index(drop=True)
    groups = given["account_id"].factorize(sort=True)[0]
    rows = _put_together(given, groups)
    records = [_repeated(given, rows, groups)]
    while True:  # what two records know together may tell of a third
        keys = company_keys(rows)
        links = duplicates(keys)
        step = clusters(keys, links)
        fewer = _put_together(rows, step)
        record = _record(rows, links, step, fewer["account_id"])
        groups = step[groups]
        if len(fewer) == len(rows):
            break
        records.append(record[record["certainty"] == SURE])
        rows = fewer
    became = pd.Series(fewer["account_id"].to_numpy()[groups], index=given["account_id"].to_numpy(), dtype=object)
    return Merged(
        fewer.sort_values("account_id", ignore_index=True),
        became[~became.index.duplicated()],
        pd.concat([*records, record], ignore_index=True),
        _conflicts(given, groups),
    )


def _put_together(rows: pd.DataFrame, groups: np.ndarray) -> pd.DataFrame:
    """One row per group, in order of the groups: of each column the first value, best records first."""
    order = pd.DataFrame({"filled": rows.notna().sum(axis=1), "account_id": rows["account_id"]})
    order["newest"] = rows.get("account_created", pd.NaT)
    best = order.sort_values(
        ["filled", "newest", "account_id"], ascending=[False, False, True], na_position="last", kind="stable"
    ).index
    together = rows.loc[best].groupby(groups[best]).first()[list(rows.columns)].reset_index(drop=True)
    if "org_number" in rows:  # a number that fails its check gives way to one that can tell companies apart
        good = rows["org_number"].where(company_keys(rows)["org"].notna(), None)
        valid = good.loc[best].groupby(groups[best]).first()
        together["org_number"] = valid.reset_index(drop=True).fillna(together["org_number"])
    return together


def _repeated(given: pd.DataFrame, rows: pd.DataFrame, same_id: np.ndarray) -> pd.DataFrame:
    """A record for every row beyond the first of its id."""
    again = given["account_id"].duplicated()
    kept = rows.loc[same_id[again]].reset_index(drop=True)
    gone = given[again].reset_index(drop=True)
    return merge_record(kept["account_id"], gone["account_id"], _name(kept), _name(gone), say("identity.id"), SURE, 1.0)


def _name(rows: pd.DataFrame) -> pd.Series:
    return rows["name"].fillna(rows["account_id"]) if "name" in rows else rows["account_id"]


def merge_record(
    account_id: object,
    merged_id: object,
    name: object,
    merged_name: object,
    why: object,
    certainty: object,
    likely: object,
) -> pd.DataFrame:
    """A table of `Companies.merges` from its columns."""
    columns = {"account_id": account_id, "merged_id": merged_id, "name": name, "merged_name": merged_name}
    return pd.DataFrame(columns | {"why": why, "certainty": certainty, "likely": likely})


def _record(rows: pd.DataFrame, links: pd.DataFrame, groups: np.ndarray, ids: pd.Series) -> pd.DataFrame:
    """What was merged and why, and what a person should look at."""
    left, right = links["left"].to_numpy(dtype=np.int64), links["right"].to_numpy(dtype=np.int64)
    one = groups[left] == groups[right]
    names, numbers = _name(rows).to_numpy(), rows["account_id"].to_numpy()
    kept, other = ids.to_numpy()[groups[left]], ids.to_numpy()[groups[right]]
    # Of a merged pair the record that gave way is told; of a doubtful pair both companies as they stand now.
    swapped = one & (numbers[right] == kept)
    gone = np.where(swapped, left, right)
    table = merge_record(
        kept,
        np.where(one, numbers[gone], other),
        names[np.where(swapped, right, left)],
        names[gone],
        links["why"].to_numpy(),
        np.where(one, SURE, REVIEW),
        links["likely"].to_numpy(),
    )
    table = table[one | (table["account_id"] != table["merged_id"]).to_numpy()]
    table = table.sort_values(
        ["certainty", "account_id", "merged_id", "likely"],
        ascending=[False, True, True, False],
        kind="stable",
    )
    return table.drop_duplicates(["account_id", "merged_id"]).reset_index(drop=True)


def worth_reading(merges: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """All that was merged, the doubtful pairs that are likeliest to be one company, and how many others there are."""
    merged = merges[merges["certainty"] == SURE]
    doubtful = merges[merges["certainty"] == REVIEW].sort_values(
        ["likely", "account_id", "merged_id"], ascending=[False, True, True], kind="stable"
    )
    read = doubtful.head(MOST_TO_REVIEW)
    return pd.concat([merged, read], ignore_index=True), len(doubtful) - len(read)


def _conflicts(rows: pd.DataFrame, groups: np.ndarray) -> dict[str, int]:
    """Per column the number of companies whose records disagree."""
    counts = pd.Series(groups).value_counts()
    several = pd.Series(groups).isin(counts.index[counts > 1]).to_numpy()
    columns = [name for name in rows.columns if name not in ("account_id", "name", "row")]
    if not several.any() or not columns:
        return {}
    different = (rows.loc[several, columns].groupby(groups[several]).nunique() > 1).sum()
    return {str(name): int(count) for name, count in different.items() if count}
