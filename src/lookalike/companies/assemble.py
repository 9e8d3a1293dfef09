"""The room's work from end to end: the project's files in, its companies out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from lookalike.companies.accounts import (
    Base,
    DealRows,
    Ledger,
    build_base,
    conform,
    deal_date,
    latest_date,
    one_row_per_deal,
    point,
    reference,
    with_history,
)
from lookalike.companies.attributes import choose_attributes, in_final_form
from lookalike.companies.clean import Files, read_files, rows_left_out
from lookalike.companies.dataset import Companies, no_rows
from lookalike.companies.findings import findings
from lookalike.companies.headings import Wanted, wanted
from lookalike.companies.identity import company_keys, worth_reading
from lookalike.companies.market import Brought, enrich
from lookalike.companies.notes import Notes, taken
from lookalike.companies.prospects import Known, Places, explained, sort_prospects
from lookalike.languages import say
from lookalike.progress import Progress, part, silent
from lookalike.project import Project
from lookalike.schema import TABLES, Finding


def read_companies(project: Project, prospects: Path | None = None, progress: Progress = silent) -> Companies:
    """Read all inputs of a project and put them together.

    Parameters
    ----------
    project : Project
    prospects : Path, optional
        A prospect list in place of the one in the settings.
    progress : Progress, optional

    Returns
    -------
    Companies
        One row per company; every row of the prospect list in exactly one of prospects, excluded and rejected.

    Raises
    ------
    InputError
        A file is missing or cannot be read.
    SettingsError
        The settings name columns that do not exist.
    """
    gathered = gather(project, read_files(project, prospects, part(progress, 0.0, 0.5)), part(progress, 0.5, 0.75))
    progress(say("progress.prospects"), 0.75)
    places = in_places(project, gathered)
    progress(say("progress.columns"), 0.9)
    companies = put_together(project, gathered, places)
    progress(say("progress.done"), 1.0)
    return companies


@dataclass(frozen=True, eq=False)
class Gathered:
    """What the CRM's side knows, before the list is sorted.

    Parameters
    ----------
    files : Files
    listed : tuple of DataFrame
        The list, its unreadable rows and what identifies its companies.
    choice : Wanted
        Which columns may be attributes.
    base, lines : Base, DealRows
        The companies and deals as they were put together.
    known : Known
        Whom the list is sorted by.
    deals : DataFrame
    events : dict of DataFrame
        Orders, activities and contacts.
    brought : tuple of Brought
        What lists told of the accounts.
    ledger : Ledger
        Rows of other tables that cannot be used.
    noted : tuple of Finding
        About what people noted.
    """

    files: Files
    listed: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
    choice: Wanted
    base: Base
    lines: DealRows
    known: Known
    deals: pd.DataFrame
    events: dict[str, pd.DataFrame]
    brought: tuple[Brought, ...]
    ledger: Ledger
    noted: tuple[Finding, ...]


def gather(project: Project, files: Files, progress: Progress = silent) -> Gathered:
    """Put together what is known of companies before the list is sorted: accounts, deals, notes, exclusion lists."""
    settings = project.settings
    choice = wanted(settings.features, files.columns, files.headings, settings.learning, settings.criteria)
    progress(say("progress.companies"), 0.0)
    files = replace(files, listed=explained(files.listed, [files.frame("prospects"), files.frame("accounts")]))
    ledger = Ledger()
    accounts = ledger.usable_accounts(files)
    lines = one_row_per_deal(ledger.usable_deals(files))
    base = build_base(accounts, lines.deals, choice.include or frozenset())
    deals = ledger.with_company(files, "deals", base.deals)
    progress(say("progress.events"), 0.6)
    events = {table: _events(files, table, base, deals, ledger) for table in ("orders", "activities", "contacts")}
    clean_deals = conform(deals, "deals").sort_values("deal_id", ignore_index=True)
    day = pd.Timestamp(settings.as_of) if settings.as_of else latest_date(clean_deals, events["orders"])
    rows = _prospect_rows(files)
    noted = taken(Notes(project.folder).holding(), base, clean_deals, rows[0], day)
    base, listed = noted.base, _joined(files.listed, noted.listed)
    clean_deals = _joined(clean_deals, noted.deals).sort_values("deal_id", ignore_index=True)
    events["activities"] = _joined(events["activities"], noted.activities)
    told = with_history(
        conform(base.accounts.drop(columns="row", errors="ignore"), "accounts"),
        clean_deals,
        events["orders"],
        day,
        settings.exclude.ex_customer_after_days,
        all_bought=not files.tables.keys() & {"deals", "orders"},
    )
    told, brought = _enriched(told, files, progress)
    known = Known(told, company_keys(told), _last_lost(clean_deals), listed, day, base.became)
    return Gathered(files, rows, choice, base, lines, known, clean_deals, events, brought, ledger, noted.findings)


def in_places(project: Project, gathered: Gathered) -> Places:
    """Every row of the list in its place."""
    rows, broken, keys = gathered.listed
    return sort_prospects(rows, broken, gathered.known, project.settings.exclude, keys)


def put_together(project: Project, gathered: Gathered, places: Places) -> Companies:
    """The companies of a project, once its list is sorted."""
    files, base, told = gathered.files, gathered.base, gathered.known.accounts
    called = {column: heading for heading, column in files.headings.items()}
    origins = {name: one.file for one in reversed(gathered.brought) for name in one.columns}
    refused = {name: one for name, one in base.refused.items() if name not in origins}
    chosen = choose_attributes(
        told,
        places.prospects,
        gathered.deals,
        gathered.choice,
        files.kinds,
        files.personal,
        refused,
        called,
        origins,
    )
    facts = tuple(one for one in chosen.attributes if one.name in base.facts)
    gone = _of_company(gathered.deals, chosen.accounts, {one.name for one in facts})
    merges, unread = worth_reading(pd.concat([base.merges, places.review], ignore_index=True))
    companies = Companies(
        accounts=chosen.accounts,
        deals=in_final_form(gathered.deals.drop(columns=gone), facts),
        orders=gathered.events["orders"],
        activities=gathered.events["activities"],
        contacts=gathered.events["contacts"],
        prospects=chosen.prospects,
        excluded=_with_marked(places.excluded, files),
        rejected=places.rejected,
        rejected_inputs=gathered.ledger.table(files.broken),
        merges=merges,
        attributes=chosen.attributes,
        refused=chosen.refused,
        untraceable=chosen.untraceable,
        fingerprints=files.fingerprints,
        as_of=gathered.known.as_of,
        currency=files.currency,
        ex_customer_after_days=project.settings.exclude.ex_customer_after_days,
    )
    told_of = findings(companies, files, base, gathered.lines, gathered.choice, gathered.brought, unread)
    return replace(companies, findings=(*told_of, *gathered.noted))


def _joined(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Two tables one below the other; where the second has no rows it is the first."""
    return pd.concat([rows, more], ignore_index=True) if len(more) else rows


def _enriched(accounts: pd.DataFrame, files: Files, progress: Progress) -> tuple[pd.DataFrame, tuple[Brought, ...]]:
    """The accounts with what the lists know of them, and what each list brought: the market's word counts first."""
    brought: list[Brought] = []
    prospects = files.tables.get("prospects")
    for listed in (files.market, prospects if prospects is not files.market else None):
        if listed is not None and len(accounts):
            progress(say("progress.market", accounts=len(accounts), rows=len(listed.frame)), 0.7)
            known = {name for one in brought for name in one.columns}
            accounts, one = enrich(accounts, listed, listed is files.market, files.personal, known)
            brought.append(one)
    return accounts, tuple(brought)


def _prospect_rows(files: Files) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The prospect list, its unreadable rows and what identifies its companies; no rows without a list."""
    if "prospects" not in files.tables:
        rows = conform(pd.DataFrame({"row": pd.Series(dtype="int64")}), "prospects")
        return rows, no_rows(("row", "text", "reason")), company_keys(rows)
    table = files.tables["prospects"]
    rows = conform(table.frame, "prospects")
    if files.market is not None and files.market is not table and len(rows):
        rows, _ = enrich(rows, files.market, True, files.personal, protect=True)
        return rows, table.broken, company_keys(rows)
    return rows, table.broken, table.keys


def _with_marked(excluded: pd.DataFrame, files: Files) -> pd.DataFrame:
    """Excluded prospects together with those that the CRM marks as not counting."""
    if "prospects" not in files.tables or not len(files.tables["prospects"].left_out):
        return excluded
    rows = rows_left_out(files.tables["prospects"], "prospect_id").drop(columns="file")
    return pd.concat([excluded, rows]).sort_values("row", kind="stable", ignore_index=True)


def _events(files: Files, table: str, base: Base, deals: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Orders, activities or contacts, each pointing at its company, by its own word or by its deal."""
    rows = files.frame(table)
    if rows is None:
        return conform(None, table)
    meant = point(rows, base.accounts, base.became, base.keys)
    if "deal_id" in rows:
        by_deal = rows["deal_id"].map(deals.drop_duplicates("deal_id").set_index("deal_id")["account_id"])
        meant = meant.where(meant.notna(), by_deal)
    pointed = ledger.with_company(files, table, rows.assign(account_id=meant, said=reference(rows)))
    return conform(pointed.drop(columns=["said", "row"]), table)


def _last_lost(deals: pd.DataFrame) -> pd.Series:
    """Per account the day of its last lost deal."""
    lost = deals[deals["outcome"] == "lost"]
    return deal_date(lost).groupby(lost["account_id"]).max()


def _of_company(deals: pd.DataFrame, accounts: pd.DataFrame, facts: Collection[str]) -> list[str]:
    """Columns of the deal rows that went to the company alone, and the row number."""
    stay = {*TABLES["deals"], *facts}
    return [str(name) for name in deals if name == "row" or (name in accounts and name not in stay)]
