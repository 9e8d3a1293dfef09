"""Questions about the companies that only the user can answer, and links that were made or missed: said first."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from lookalike.companies.accounts import ENOUGH, Base, last_bought
from lookalike.companies.clean import Files
from lookalike.companies.dataset import Companies
from lookalike.companies.values import spoilt
from lookalike.languages import Message, say
from lookalike.schema import Finding
from lookalike.settings import quoted

EXAMPLES = 3
QUIET_DAYS = 730


def doubts(companies: Companies, files: Files, base: Base) -> Iterator[Finding]:
    """What a person should look at before anything else.

    Parameters
    ----------
    companies : Companies
    files : Files
    base : Base
    """
    yield from _links(files, base)
    for table in ("accounts", "deals", "orders", "activities", "contacts"):
        yield from _spoilt_ids(files, table)
    yield from _shared_ids(files, base)
    yield from _quiet(companies, files)
    yield from _clock(companies, files)
    yield from _to_come(companies, files)
    yield from _lists(companies, files)


def _links(files: Files, base: Base) -> Iterator[Finding]:
    found = base.linked
    if found.column:
        heading = {column: one for one, column in files.headings.items()}.get(found.column, found.column)
        message = say("accounts.found_column", column=heading, share=found.share)
        advice = say("accounts.found_column_do", column=quoted(heading))
        yield Finding("warning", "company-column", files.tables["deals"].file, heading, 1, message, advice)
    elif found.share < ENOUGH and found.known:
        told = {"known": list(found.known)}
        message = say("accounts.none_named", **told)
        if found.named:
            message = say("accounts.few_found", share=found.share, named=list(found.named), **told)
        yield Finding(
            "error", "deals-find-nobody", files.tables["deals"].file, "", 1, message, say("accounts.few_found_do")
        )


def _spoilt_ids(files: Files, table: str) -> Iterator[Finding]:
    frame = files.frame(table)
    if frame is None or "account_id" not in frame:
        return
    bad = spoilt(frame["account_id"])
    if bad.any():
        shown = tuple(frame["account_id"][bad].unique()[:EXAMPLES])
        message, advice = say("accounts.spoilt_ids", n=int(bad.sum())), say("accounts.spoilt_ids_do")
        yield Finding(
            "error", "spoilt-ids", files.tables[table].file, "account_id", int(bad.sum()), message, advice, shown
        )


def _shared_ids(files: Files, base: Base) -> Iterator[Finding]:
    if len(base.shared):
        shown = tuple(f"{one}: {', '.join(names)}" for one, names in list(base.shared.items())[:EXAMPLES])
        message, advice = say("accounts.shared_ids", n=len(base.shared)), say("accounts.shared_ids_do")
        file = files.tables["accounts"].file
        yield Finding("warning", "one-id-several-names", file, "account_id", len(base.shared), message, advice, shown)


def _quiet(companies: Companies, files: Files) -> Iterator[Finding]:
    """Customers that bought nothing for two years: a question, not an answer."""
    accounts = companies.accounts
    if companies.ex_customer_after_days is not None or pd.isna(companies.as_of) or not len(accounts):
        return
    bought = last_bought(accounts, companies.orders)
    border = companies.as_of - pd.Timedelta(days=QUIET_DAYS)
    quiet = (accounts["relation"] == "customer") & (bought < border)
    if quiet.any():
        ids = accounts.loc[quiet, "account_id"]
        names = accounts["name"].where(accounts["name"].notna(), accounts["account_id"]) if "name" in accounts else ids
        shown = tuple(map(str, names[quiet].head(EXAMPLES)))
        message = say("accounts.quiet", n=int(quiet.sum()), since=str(border.date()))
        advice = say("accounts.quiet_do", days=QUIET_DAYS)
        file = files.tables["accounts" if "accounts" in files.tables else "deals"].file
        yield Finding("warning", "quiet-customers", file, "", int(quiet.sum()), message, advice, shown)


def _clock(companies: Companies, files: Files) -> Iterator[Finding]:
    """A clock that says a day before the last that the data speak for."""
    today = pd.Timestamp.now()
    if companies.as_of > today:
        message = say("accounts.clock", today=str(today.date()), day=str(companies.as_of.date()))
        file = files.tables["deals" if "deals" in files.tables else "orders"].file
        yield Finding("warning", "clock", file, "", 1, message, say("accounts.clock_do"))


def _to_come(companies: Companies, files: Files) -> Iterator[Finding]:
    """Deals that ended, or orders placed, on days that are still to come or far from all others."""
    ended = companies.deals["outcome"].isin(["won", "lost"])
    for table, number, dates in (
        ("deals", "deal_id", companies.deals["closed"].where(ended)),
        ("orders", "order_id", companies.orders["date"]),
    ):
        late = dates[dates > companies.as_of]
        if len(late):
            numbers = getattr(companies, table)[number][late.index]
            shown = tuple(f"{one}: {day.date()}" for one, day in zip(numbers[:EXAMPLES], late[:EXAMPLES], strict=True))
            message = say("accounts.to_come", n=len(late), day=str(companies.as_of.date()))
            yield Finding(
                "warning", "future", files.tables[table].file, "", len(late), message, say("accounts.to_come_do"), shown
            )


def _lists(companies: Companies, files: Files) -> Iterator[Finding]:
    """Lists of companies that must not be approached, of which not one is among the prospects."""
    if files.listed.empty or companies.prospects.empty:
        return
    told = (one for one in companies.excluded["detail"] if isinstance(one, Message))
    met = {one.values.get("file") for one in told}
    for file, rows in files.listed.groupby("file", sort=False):
        if str(file) not in met:
            columns = [name for name in rows if name not in ("file", "row")]
            shown = tuple(", ".join(map(str, row.dropna())) for _, row in rows[columns].head(EXAMPLES).iterrows())
            message, advice = say("accounts.list_meets_nobody", n=len(rows)), say("accounts.list_meets_nobody_do")
            yield Finding("warning", "list-meets-nobody", str(file), "", len(rows), message, advice, shown)
