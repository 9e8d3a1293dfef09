"""Findings about who is a customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lookalike.companies.accounts import tells_nothing
from lookalike.companies.dataset import Companies
from lookalike.languages import say
from lookalike.schema import Finding


def about_customers(companies: Companies, name: Mapping[str, str]) -> Iterator[Finding]:
    """Accounts that are customers only because nothing says otherwise."""
    accounts = companies.accounts
    if accounts["relation"].eq("customer").any() and tells_nothing(accounts, companies.orders):
        message, advice = say("quality.all_customers"), say("quality.who_is_none")
        yield Finding("warning", "all-customers", name["accounts"], "", len(accounts), message, advice)
