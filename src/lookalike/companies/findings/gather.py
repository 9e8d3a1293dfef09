"""All findings about a project's data, from every corner of the room, in one order."""

from __future__ import annotations

from collections.abc import Sequence

from lookalike.companies.accounts import Base, DealRows
from lookalike.companies.clean import Files
from lookalike.companies.dataset import Companies
from lookalike.companies.findings.columns import about_columns
from lookalike.companies.findings.customers import about_customers
from lookalike.companies.findings.deals import about_deals
from lookalike.companies.findings.doubts import doubts
from lookalike.companies.findings.enough import how_far
from lookalike.companies.findings.market import about_market
from lookalike.companies.findings.order import in_order
from lookalike.companies.findings.records import about_merges, about_numbers, about_records, about_undescribed
from lookalike.companies.findings.rows import about_rows
from lookalike.companies.headings import Wanted
from lookalike.companies.market import Brought
from lookalike.schema import Finding


def findings(
    companies: Companies,
    files: Files,
    base: Base,
    lines: DealRows,
    choice: Wanted,
    brought: Sequence[Brought],
    unread: int,
) -> tuple[Finding, ...]:
    """All findings, what costs the user most first.

    Parameters
    ----------
    companies : Companies
        Complete but for the findings.
    files, base, lines
        What reading and merging noticed.
    choice : Wanted
        Columns that the settings name.
    brought : sequence of Brought
        What the lists told of the accounts.
    unread : int
        Doubtful pairs that are not among the companies' merges.
    """
    name = {table: one.file for table, one in files.tables.items()}
    told = [
        *doubts(companies, files, base),
        *about_market(brought, companies.attributes),
        *files.findings,
        *about_merges(companies.merges, unread, name.get("accounts", name.get("deals", ""))),
        *about_records(base, lines, name),
        *about_undescribed(companies, name.get("accounts", name.get("deals", ""))),
        *about_numbers(files),
        *about_customers(companies, name),
        *about_rows(companies, name),
        *about_deals(companies, name.get("deals", "")),
        *about_columns(companies, name, choice, {column: heading for heading, column in files.headings.items()}),
        how_far(companies),
    ]
    return in_order(told, {one.file: len(one.frame) + len(one.broken) for one in files.tables.values()})
