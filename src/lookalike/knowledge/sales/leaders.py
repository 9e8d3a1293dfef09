"""Leaders' own lists of the most important customers: how far they agree with each other and with the data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from lookalike.companies.identity import resolve
from lookalike.languages import Message, Words, say
from lookalike.settings import Settings

DATA = say("leaders.data")


@dataclass(frozen=True)
class ListOverlap:
    """Who named whom.

    `pairs` has a row per pair of lists: `first`, `second`, `common` (accounts on both), `share` (of the shorter list);
    `agreed` are the ids on every leader's list, `unmatched` the entries that name no customer.
    """

    pairs: pd.DataFrame
    agreed: tuple[str, ...]
    unmatched: tuple[str, ...]
    sentence: Message


def list_overlap(accounts: pd.DataFrame, table: pd.DataFrame, settings: Settings) -> ListOverlap:
    """Compare the lists of `[portfolio.lists]` with each other and with the most attractive customers.

    Parameters
    ----------
    accounts : DataFrame
        The known companies.
    table : DataFrame
        The portfolio.
    settings : Settings
        `portfolio.lists`: leader -> customers by id, name, organisation number or domain, as they are matched
        everywhere: "Nordlys" is "NORDLYS AS".

    Returns
    -------
    ListOverlap
    """
    customers = accounts[accounts["account_id"].isin(table["account_id"])].reset_index(drop=True)
    found: dict[str, set[str]] = {}
    unmatched = []
    for leader, entries in settings.portfolio.lists.items():
        meant = resolve(pd.Series(entries, dtype=object), customers)
        unmatched += [f"{leader}: {entry}" for entry, account in zip(entries, meant, strict=True) if account is None]
        found[leader] = set(meant.dropna())
    leaders = list(found)
    agreed = tuple(sorted(set.intersection(*found.values()))) if found else ()
    longest = max((len(entries) for entries in settings.portfolio.lists.values()), default=0)
    lists: dict[Words, set[str]] = dict(found.items())
    if found:
        lists[DATA] = set(table["account_id"].head(longest))
    rows = [(a, b, len(lists[a] & lists[b]), _share(lists[a], lists[b])) for a, b in combinations(lists, 2)]
    pairs = pd.DataFrame(rows, columns=["first", "second", "common", "share"])
    return ListOverlap(pairs, agreed, tuple(unmatched), _sentence(leaders, agreed, pairs))


def _share(one: set[str], other: set[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _sentence(leaders: list[str], agreed: tuple[str, ...], pairs: pd.DataFrame) -> Message:
    if not leaders:
        return say("leaders.nobody")
    with_data = pairs[pairs["second"].map(DATA.__eq__)]["common"].mean()
    if len(leaders) == 1:
        return say("leaders.one", leader=leaders[0], common=with_data)
    return say("leaders.agree", leaders=len(leaders), agreed=len(agreed), common=with_data)
