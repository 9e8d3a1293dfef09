"""The order of findings: what costs the user most comes first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lookalike.schema import Finding, Level

RANK: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}
# Codes by what they cost: who is wrongly on the list or off it comes first, then (all others) what nothing was learned
# from, then what may have been learned wrongly, and last single records.
ON_THE_LIST = {
    *("deals-find-nobody", "company-column", "spoilt-ids", "one-id-several-names", "list-meets-nobody"),
    *("all-customers", "quiet-customers", "unknown-outcome", "clock"),
}
LEARNED = {"leak", "suspicion", "other-scale", "uneven", "other-words", "not-usable", "unused-setting", "no-amount"}
SINGLE = {"dates-reversed", "negative", "doubtful", "org-number", "repeated-rows", "typo", "merged", "conflict"}


def in_order(findings: Iterable[Finding], rows: Mapping[str, int] | None = None) -> tuple[Finding, ...]:
    """Findings by level, then by what their kind costs, then by the share of the rows that they touch.

    Parameters
    ----------
    findings : iterable of Finding
        Of equal cost they stay in the order in which they are told.
    rows : mapping, optional
        File -> its rows; without them the shares are not known.

    Examples
    --------
    >>> rare, costly = Finding("warning", "typo", "a.csv", "x", 9, ""), Finding("warning", "leak", "a.csv", "y", 1, "")
    >>> [one.code for one in in_order([rare, costly])]
    ['leak', 'typo']
    """
    sizes = rows or {}

    def cost(one: Finding) -> tuple[int, int, float]:
        return RANK[one.level], _tier(one.code), -one.count / max(1, sizes.get(one.file, 1)) if sizes else 0.0

    return tuple(sorted(findings, key=cost))


def _tier(code: str) -> int:
    return 0 if code in ON_THE_LIST else 2 if code in LEARNED else 3 if code in SINGLE else 1
