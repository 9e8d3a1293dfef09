"""Columns that may give the answer away: what was refused, and what is used and a person should look at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lookalike.companies.accounts import AFTER_OUTCOME
from lookalike.languages import Message, Words, called, say
from lookalike.learning.leak_rules import EVERYTHING, OF_OUTCOME

WHAT_IF = ("auc", "without", "together")  # AUC of the column alone, of all others, of all; None where not measured


def suspicions(leaks: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The suspicions of `metrics.json`, parted by what became of them.

    Returns
    -------
    dict
        `refused` and `named` (looked at, but used), each with `rows` (column, rule, evidence, and `what_if`: three AUC)
        and `measured`: whether any row has such a figure.

    Examples
    --------
    >>> told = suspicions([{"column": "status", "rule": "changes", "evidence": "so", "refuse": False, "auc": 0.8}])
    >>> told["refused"]["rows"], told["named"]["rows"][0]["what_if"], told["named"]["measured"]
    ([], [0.8, None, None], True)
    """
    told = [{**leak, "column": _called(leak), "what_if": [leak.get(name) for name in WHAT_IF]} for leak in leaks]
    parted = {"refused": [one for one in told if one["refuse"]], "named": [one for one in told if not one["refuse"]]}
    return {
        kind: {"rows": rows, "measured": any(value is not None for one in rows for value in one["what_if"])}
        for kind, rows in parted.items()
    }


def of_outcome(leaks: Iterable[dict[str, Any]]) -> Message | None:
    """In one sentence the columns that would have given the answer away; the other refusals are in the data section."""
    known_after = {AFTER_OUTCOME, *OF_OUTCOME}
    names = [_called(leak) for leak in leaks if leak["refuse"] and leak["rule"] in known_after]
    return say("suspicions.after_outcome", columns=names) if names else None


def to_look_at(leaks: Iterable[dict[str, Any]]) -> Message | None:
    """In one sentence the columns that are used and under suspicion."""
    told = [say("suspicions.column", column=_called(leak), rule=leak["rule"]) for leak in leaks if not leak["refuse"]]
    return say("suspicions.look_at", columns=told) if told else None


def _called(leak: dict[str, Any]) -> Words:
    return say("suspicions.companies") if leak["column"] == EVERYTHING else called(str(leak["column"]))
