"""The order of findings: what costs the user most comes first."""

from __future__ import annotations

from collections.abc import Iterable

from lookalike.schema import Finding, Level

RANK: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}
# Codes by what they cost: who is wrongly on the list or off it comes first, then (all others) what nothing was learned
# from, then what may have been learned wrongly, and last single records and cells.
ON_THE_LIST = {"deals-find-nobody", "spoilt-ids", "list-meets-nobody", "all-customers", "quiet-customers"}
LEARNED = {"leak", "suspicion", "uneven", "other-words", "not-usable", "unused-setting", "no-amount"}
SINGLE = {"dates-reversed", "negative", "doubtful", "org-number", "repeated-rows", "typo", "merged", "conflict"}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by level, then by what their kind costs, then by how many rows they touch.

    Examples
    --------
    >>> rare, costly = Finding("warning", "typo", "a.csv", "x", 9, ""), Finding("warning", "leak", "a.csv", "y", 1, "")
    >>> [one.code for one in in_order([rare, costly])]
    ['leak', 'typo']
    """
    return tuple(sorted(findings, key=lambda one: (RANK[one.level], _tier(one.code), -one.count, one.file, one.column)))


def _tier(code: str) -> int:
    return 0 if code in ON_THE_LIST else 2 if code in LEARNED else 3 if code in SINGLE else 1
