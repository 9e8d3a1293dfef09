"""Findings about rows that cannot be used, and about prospects left out on purpose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from lookalike.companies.dataset import Companies
from lookalike.languages import Message, say
from lookalike.schema import Finding, Level

EXAMPLES = 3
ADVICE = {
    "broken_row": say("quality.correct_row"),
    "no_name_or_id": say("quality.name_company"),
    "no_company": say("quality.fill_in_company"),
    "unknown_account": say("quality.export_all_accounts"),
    "repeated_id": say("quality.own_id"),
}
MARKED = frozenset({"deleted", "archived", "test", "merged"})  # by the CRM: left out on purpose
TOLD_BY_WORDS = frozenset({"no_outcome"})  # the words without a meaning are a finding, with how to give them one


def about_rows(companies: Companies, name: Mapping[str, str]) -> Iterator[Finding]:
    """Rows that cannot be used or do not count, and prospects left out on purpose."""
    bad = companies.rejected_inputs
    bad = bad[~bad["reason"].isin(TOLD_BY_WORDS)]
    for file, reason in sorted(set(zip(bad["file"], bad["reason"], strict=True))):
        rows = bad[(bad["file"] == file) & (bad["reason"] == reason)]
        shown = tuple(say("quality.row", row=row) for row in rows["row"][:EXAMPLES])
        level: Level = "info" if reason in MARKED else "warning"
        message = say("quality.left_out" if reason in MARKED else "quality.unusable", why=rows["detail"].iloc[0])
        yield Finding(level, reason, file, "", len(rows), message, ADVICE.get(reason, ""), shown)
    yield from _about_prospects(companies.rejected, "warning", "quality.prospects_unusable", name)
    yield from _about_prospects(companies.excluded, "info", "quality.prospects_excluded", name)


def _about_prospects(table: pd.DataFrame, level: Level, key: str, name: Mapping[str, str]) -> Iterator[Finding]:
    for reason in sorted(set(table["reason"])):
        rows = table[table["reason"] == reason]
        details = zip(rows["row"][:EXAMPLES], rows["detail"][:EXAMPLES], strict=True)
        shown = tuple(say("quality.row_and_detail", row=row, detail=detail) for row, detail in details)
        advice: Message | str = ADVICE.get(reason, "")
        message = say(key, reason=say(f"left_out.{reason}"))
        yield Finding(level, reason, name["prospects"], "", len(rows), message, advice, shown)
