"""What a person should know about the data, and how far the data carry."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lookalike.companies.accounts import AFTER_OUTCOME, Base, DealRows, tells_nothing
from lookalike.companies.attributes import HARD
from lookalike.companies.clean import Files
from lookalike.companies.dataset import Companies
from lookalike.companies.headings import Wanted
from lookalike.companies.identity import compare_form
from lookalike.project import FILE_NAME
from lookalike.schema import Attribute, Finding, Kind, Level

RANK: dict[Level, int] = {"error": 0, "warning": 1, "info": 2}
SPARSE = 0.2  # share of rows filled below which a column says little
UNEVEN = 0.3  # difference of filled shares between accounts and prospects that is worth a look
STRANGE = 0.5  # share of prospects with a value that no account has
FEW_FOR_LOGISTIC, FEW_FOR_BOOSTING, FEW_CUSTOMERS = 20, 60, 8
EXAMPLES = 3

ADVICE = {
    "broken_row": "correct the row: it has more cells than headings",
    "no_name_or_id": "give the company a name or an organisation number",
    "no_outcome": "map the words of the outcome column to won, lost and open, or correct the rows",
    "no_company": "fill in the company, or leave the row out",
    "unknown_account": "export the missing accounts too",
    "repeated_id": "give each company its own id",
}


def findings(
    companies: Companies, files: Files, base: Base, lines: DealRows, choice: Wanted, unread: int
) -> tuple[Finding, ...]:
    """All findings, the serious ones first, then by file and column.

    Parameters
    ----------
    companies : Companies
        Complete but for the findings.
    files, base, lines
        What reading and merging noticed.
    choice : Wanted
        Columns that the settings name.
    unread : int
        Doubtful pairs that are not among the companies' merges.
    """
    name = {table: one.file for table, one in files.tables.items()}
    told = [
        *files.findings,
        *_about_merges(companies.merges, unread, name.get("accounts", name.get("deals", ""))),
        *_about_records(base, lines, name),
        *_about_numbers(files),
        *_about_customers(companies, name),
        *_about_rows(companies, name),
        *_about_dates(companies, name.get("deals", "")),
        *_about_columns(companies, name, choice, {column: heading for heading, column in files.headings.items()}),
        how_far(companies),
    ]
    return tuple(sorted(told, key=lambda one: (RANK[one.level], one.file, one.column, one.code)))


def completeness(companies: Companies) -> pd.DataFrame:
    """How full each attribute is on both sides.

    Returns
    -------
    DataFrame
        `attribute`, `label`, `accounts` and `prospects` (share of rows filled, 0-1; NaN without rows).
    """
    rows = [
        (one.name, one.label, companies.accounts[one.name].notna().mean(), _filled(companies.prospects, one.name))
        for one in companies.attributes
    ]
    return pd.DataFrame(rows, columns=["attribute", "label", "accounts", "prospects"])


def _filled(frame: pd.DataFrame, column: str) -> float:
    return float(frame[column].notna().mean()) if column in frame and len(frame) else float("nan")


def how_far(companies: Companies) -> Finding:
    """Which step of the ladder the data allow: rules, similarity, a logistic scorecard, or boosting."""
    outcome = companies.deals["outcome"].value_counts()
    won, lost = int(outcome.get("won", 0)), int(outcome.get("lost", 0))
    customers = int(companies.accounts["relation"].isin(["customer", "ex-customer"]).sum())
    there = f"{won:,} won and {lost:,} lost deals, {customers:,} customers"
    if not companies.attributes:
        advice = "export columns that accounts and prospects share, such as industry, employees and place"
        return Finding(
            "error", "ladder", "", "", 0, f"{there}, but no column to learn from: only rules can rank", advice
        )
    if min(won, lost) >= FEW_FOR_BOOSTING:
        return Finding("info", "ladder", "", "", won + lost, f"{there}: enough to learn what wins")
    if min(won, lost) >= FEW_FOR_LOGISTIC:
        more = f"{FEW_FOR_BOOSTING - min(won, lost)} more of the rarer kind would allow boosting"
        return Finding("info", "ladder", "", "", won + lost, f"{there}: enough for a logistic scorecard", more)
    step = "similarity to customers" if customers >= FEW_CUSTOMERS else "rules"
    advice = f"to learn what wins, export at least {FEW_FOR_LOGISTIC} won and {FEW_FOR_LOGISTIC} lost deals"
    return Finding("warning", "ladder", "", "", won + lost, f"{there}: only enough to rank by {step}", advice)


def _about_merges(merges: pd.DataFrame, unread: int, file: str) -> Iterator[Finding]:
    """What was merged, and the doubtful pairs."""
    merged = merges["certainty"] == "sure"
    if merged.any():
        message = "records were merged: they are the same company"
        yield Finding("info", "merged", file, "", int(merged.sum()), message, "see merges.csv", _pairs(merges[merged]))
    if (~merged).any():
        count = int((~merged).sum())
        message = "pairs of records may be the same company; they were left apart"
        message += f" ({unread:,} more pairs are less likely and are not listed)" if unread else ""
        advice = "look at them in merges.csv, the likeliest first"
        yield Finding("warning", "doubtful", "", "", count, message, advice, _pairs(merges[~merged]))


def _about_records(base: Base, lines: DealRows, name: dict[str, str]) -> Iterator[Finding]:
    """Records that disagree, product lines, companies that only deals know."""
    file = name.get("accounts", name.get("deals", ""))
    for column, count in base.conflicts.items():
        message = "companies whose records disagree; the most complete, then the newest counts"
        yield Finding("info", "conflict", file, column, count, message)
    if lines.lines:
        how = [f"{column} was summed per deal" for column in lines.summed]
        how += [f"{column} is the same on all lines of a deal and was counted once" for column in lines.totals]
        message = "; ".join(["rows were product lines", *how])
        yield Finding("info", "product-lines", name["deals"], "", lines.lines, message)
    if lines.repeated:
        alike = "are alike in every cell and were taken for lines of their own"
        what = alike if lines.lines else "repeat another row and were left out"
        yield Finding("warning", "repeated-rows", name["deals"], "", lines.repeated, f"rows {what}", "check the export")
    if base.strangers:
        message = "companies occur in deals but not among the accounts; they were added with what the deals tell"
        advice = "export all accounts, or correct the names"
        yield Finding(
            "warning", "stranger", name["deals"], "", len(base.strangers), message, advice, base.strangers[:EXAMPLES]
        )


def _pairs(merges: pd.DataFrame) -> tuple[str, ...]:
    some = merges.head(EXAMPLES)
    return tuple(f"{a} / {b}: {why}" for a, b, why in zip(some["name"], some["merged_name"], some["why"], strict=True))


def _about_numbers(files: Files) -> Iterator[Finding]:
    """Organisation numbers that cannot be right."""
    for table in ("accounts", "deals", "prospects"):
        frame = files.frame(table)
        if frame is not None and "org_number" in frame:
            written = frame["org_number"]
            wrong = written[written.notna() & compare_form(written, frame.get("country")).isna()]
            if len(wrong):
                message = "organisation numbers fail their check digit and are not used to match companies"
                examples = tuple(wrong.unique()[:EXAMPLES])
                yield Finding(
                    "warning",
                    "org-number",
                    files.tables[table].file,
                    "org_number",
                    len(wrong),
                    message,
                    "correct them",
                    examples,
                )


def _about_customers(companies: Companies, name: dict[str, str]) -> Iterator[Finding]:
    """Accounts that are customers only because nothing says otherwise, and customers who fell silent."""
    if len(companies.accounts) and tells_nothing(companies.accounts, companies.orders):
        message = "no deals, orders or relationship tell who bought: all accounts are taken for your customers"
        advice = "export deals; or leave out of the accounts who is no customer"
        yield Finding("warning", "all-customers", name["accounts"], "", len(companies.accounts), message, advice)


def _about_rows(companies: Companies, name: dict[str, str]) -> Iterator[Finding]:
    """Rows that cannot be used, and prospects left out on purpose."""
    bad = companies.rejected_inputs
    for file, reason in sorted(set(zip(bad["file"], bad["reason"], strict=True))):
        rows = bad[(bad["file"] == file) & (bad["reason"] == reason)]
        shown = tuple(f"row {row}" for row in rows["row"][:EXAMPLES])
        message = f"rows cannot be used: {rows['detail'].iloc[0]}"
        yield Finding("warning", reason, file, "", len(rows), message, ADVICE[reason], shown)
    yield from _about_prospects(companies.rejected, "warning", "cannot be used", name)
    yield from _about_prospects(companies.excluded, "info", "are not to be approached", name)


def _about_prospects(table: pd.DataFrame, level: Level, message: str, name: dict[str, str]) -> Iterator[Finding]:
    for reason in sorted(set(table["reason"])):
        rows = table[table["reason"] == reason]
        details = zip(rows["row"][:EXAMPLES], rows["detail"][:EXAMPLES], strict=True)
        shown = tuple(f"row {row}: {detail}" for row, detail in details)
        text = f"prospects {message} ({reason})"
        yield Finding(level, reason, name["prospects"], "", len(rows), text, ADVICE.get(reason, ""), shown)


def _about_dates(companies: Companies, file: str) -> Iterator[Finding]:
    """Dates and amounts that cannot be, or are missing where they matter."""
    deals = companies.deals
    closed = deals["outcome"].isin(["won", "lost"])
    if closed.any() and pd.isna(companies.as_of):
        advice = "export the closing date: only then can the model be tested on later deals"
        yield Finding("warning", "no-dates", file, "", int(closed.sum()), "deals have no dates", advice)
    for code, wrong, message in (
        ("dates-reversed", deals["closed"] < deals["created"], "deals were closed before they were opened"),
        ("negative", deals["amount"] < 0, "deals have a negative amount"),
        ("no-amount", (deals["outcome"] == "won") & deals["amount"].isna(), "won deals have no amount"),
    ):
        if wrong.any():
            yield Finding(
                "warning",
                code,
                file,
                "",
                int(wrong.sum()),
                message,
                "check them",
                tuple(deals["deal_id"][wrong][:EXAMPLES]),
            )


def _about_columns(
    companies: Companies, name: dict[str, str], choice: Wanted, heading: dict[str, str]
) -> Iterator[Finding]:
    """Leaks, wanted columns that cannot be had, and columns that differ between the two sides."""
    file = name.get("accounts", name.get("deals", ""))
    for one in companies.refused:
        column = heading.get(one.column, one.column)
        if one.rule == AFTER_OUTCOME:
            yield Finding(
                "warning", "leak", file, column, 1, f"{one.rule}: {one.evidence}", "it is left out of the model"
            )
        elif one.rule in HARD and one.column in (choice.include or ()):
            yield Finding(
                "warning", "not-usable", file, column, 1, f"you asked for it, but: {one.rule}; {one.evidence}"
            )
    learned = {attribute.name: attribute for attribute in companies.attributes}
    for column, where in choice.named.items():
        if column not in learned:
            rules = (one.rule for one in companies.refused if one.column == column)
            why = f"which is not learned from: {next(rules, 'it is no company attribute')}"
        elif where.endswith("monotone") and learned[column].kind is not Kind.NUMBER:
            why = "which is no number"
        else:
            continue
        message, advice = f"{where} names {column!r}, {why}", "take it out of the settings"
        yield Finding("warning", "unused-setting", FILE_NAME, column, 1, message, advice)
    for attribute in companies.attributes:
        column = heading.get(attribute.name, attribute.name)
        yield from _about_filling(companies, attribute, file, column)
        if attribute.kind is Kind.CATEGORY and attribute.name in companies.prospects:
            theirs = companies.prospects[attribute.name].dropna()
            strange = theirs[~theirs.isin(companies.accounts[attribute.name])]
            if len(strange) > STRANGE * len(theirs):
                message = "prospects have values that no account has"
                advice = "are both sides written in the same words?"
                shown = tuple(map(str, strange.value_counts().index[:EXAMPLES]))
                yield Finding("warning", "other-words", name["prospects"], column, len(strange), message, advice, shown)


def _about_filling(companies: Companies, attribute: Attribute, file: str, column: str) -> Iterator[Finding]:
    """An attribute that one side knows far more often than the other, or that both hardly know."""
    here, there = _filled(companies.accounts, attribute.name), _filled(companies.prospects, attribute.name)
    shares = f"filled on {here:.0%} of accounts and {there:.0%} of prospects"
    if abs(here - there) >= UNEVEN:
        advice = "a model may learn who filled it in rather than what it says"
        yield Finding("warning", "uneven", file, column, 1, shares, advice)
    elif min(here, there) < SPARSE:
        yield Finding("info", "sparse", file, column, 1, shares, "enrich it, or do without")
