"""Leaders' own lists of the most important customers: how far they agree with each other and with the data."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from lookalike.settings import Settings

DATA = "the data"


@dataclass(frozen=True)
class ListOverlap:
    """Who named whom.

    `pairs` has a row per pair of lists: `first`, `second`, `common` (accounts on both), `share` (of the shorter list);
    `agreed` are the ids on every leader's list, `unmatched` the entries that name no customer.
    """

    pairs: pd.DataFrame
    agreed: tuple[str, ...]
    unmatched: tuple[str, ...]
    sentence: str


def list_overlap(table: pd.DataFrame, settings: Settings) -> ListOverlap:
    """Compare the lists of `[portfolio.lists]` with each other and with the most attractive customers.

    Parameters
    ----------
    table : DataFrame
        The portfolio.
    settings : Settings
        `portfolio.lists`: leader -> account ids or names, without regard to case.

    Returns
    -------
    ListOverlap
    """
    ids = {str(one).casefold(): str(one) for one in table["account_id"]}
    names = {str(name).casefold(): str(one) for name, one in zip(table["name"], table["account_id"], strict=True)}
    found: dict[str, set[str]] = {}
    unmatched = []
    for leader, entries in settings.portfolio.lists.items():
        known = {entry: ids.get(entry.casefold(), names.get(entry.casefold())) for entry in entries}
        unmatched += [f"{leader}: {entry}" for entry, account in known.items() if account is None]
        found[leader] = {account for account in known.values() if account is not None}
    leaders = list(found)
    agreed = tuple(sorted(set.intersection(*found.values()))) if found else ()
    longest = max((len(entries) for entries in settings.portfolio.lists.values()), default=0)
    lists = found | {DATA: set(table["account_id"].head(longest))} if found else {}
    rows = [(a, b, len(lists[a] & lists[b]), _share(lists[a], lists[b])) for a, b in combinations(lists, 2)]
    pairs = pd.DataFrame(rows, columns=["first", "second", "common", "share"])
    return ListOverlap(pairs, agreed, tuple(unmatched), _sentence(leaders, agreed, pairs))


def _share(one: set[str], other: set[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _sentence(leaders: list[str], agreed: tuple[str, ...], pairs: pd.DataFrame) -> str:
    if not leaders:
        return "No leader has given a list."
    with_data = pairs[pairs["second"] == DATA]["common"].mean()
    if len(leaders) == 1:
        return f"{leaders[0]}'s list shares {with_data:.0f} customers with the data."
    return (
        f"{len(leaders)} leaders agree on {len(agreed)} customers; "
        f"a list shares {with_data:.1f} customers with the data on average."
    )
