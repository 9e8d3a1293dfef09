"""Findings about records: merged, doubtful, in disagreement, repeated, unknown to the accounts, with a wrong number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from lookalike.companies.accounts import Base, DealRows
from lookalike.companies.clean import Files
from lookalike.companies.dataset import Companies
from lookalike.companies.identity import compare_form
from lookalike.languages import Message, say
from lookalike.schema import Finding

EXAMPLES = 3


def about_merges(merges: pd.DataFrame, unread: int, file: str) -> Iterator[Finding]:
    """What was merged, and the doubtful pairs."""
    merged = merges["certainty"] == "sure"
    if merged.any():
        count, message, advice = int(merged.sum()), say("quality.merged"), say("quality.see_merges")
        yield Finding("info", "merged", file, "", count, message, advice, _pairs(merges[merged]))
    if (~merged).any():
        message = say("quality.doubtful_of_more", more=unread) if unread else say("quality.doubtful")
        count, advice = int((~merged).sum()), say("quality.look_at_merges")
        yield Finding("warning", "doubtful", "", "", count, message, advice, _pairs(merges[~merged]))


def _pairs(merges: pd.DataFrame) -> tuple[Message, ...]:
    some = merges.head(EXAMPLES)
    pairs = zip(some["name"], some["merged_name"], some["why"], strict=True)
    return tuple(say("quality.pair", one=one, other=other, why=why) for one, other, why in pairs)


def about_records(base: Base, lines: DealRows, name: Mapping[str, str]) -> Iterator[Finding]:
    """Records that disagree, product lines, companies that only deals know."""
    file = name.get("accounts", name.get("deals", ""))
    for column, count in base.conflicts.items():
        yield Finding("info", "conflict", file, column, count, say("quality.conflict"))
    if lines.lines:
        how = [say("quality.summed", column=column) for column in lines.summed]
        how += [say("quality.counted_once", column=column) for column in lines.totals]
        message = say("quality.lines_and_money", how=how) if how else say("quality.lines")
        yield Finding("info", "product-lines", name["deals"], "", lines.lines, message)
    if lines.repeated:
        message = say("quality.alike_lines") if lines.lines else say("quality.repeated_rows")
        advice = say("quality.check_export")
        yield Finding("warning", "repeated-rows", name["deals"], "", lines.repeated, message, advice)
    if base.strangers:
        count, message, advice = len(base.strangers), say("quality.strangers"), say("quality.export_all_accounts")
        yield Finding("warning", "stranger", name["deals"], "", count, message, advice, base.strangers[:EXAMPLES])


def about_undescribed(companies: Companies, file: str) -> Iterator[Finding]:
    """Companies of which no attribute is known."""
    bare = companies.accounts.loc[~companies.with_traits, "account_id"]
    if len(bare):
        deals = int(companies.deals["account_id"].isin(bare).sum())
        message, advice = say("quality.undescribed", deals=deals), say("quality.export_with_attributes")
        yield Finding("warning", "undescribed", file, "", len(bare), message, advice, tuple(bare[:EXAMPLES]))


def about_numbers(files: Files) -> Iterator[Finding]:
    """Organisation numbers that cannot be right."""
    for table in ("accounts", "deals", "prospects"):
        frame = files.frame(table)
        if frame is not None and "org_number" in frame:
            written = frame["org_number"]
            wrong = written[written.notna() & compare_form(written, frame.get("country")).isna()]
            if len(wrong):
                file, examples = files.tables[table].file, tuple(wrong.unique()[:EXAMPLES])
                message, advice = say("quality.org_number"), say("quality.correct_them")
                yield Finding("warning", "org-number", file, "org_number", len(wrong), message, advice, examples)
