"""No attribute is measured on two days or from two sources, and what is not known of a company is no trait of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from lookalike_training.experiment.rows import deal_rows, unlabelled

from lookalike.companies import Companies
from lookalike.companies.findings import how_far
from lookalike.settings import Features

KNOWN, BARE = 60, 40


def companies(fill: float = 0.0) -> Companies:
    """Customers among the accounts with their industry; lost companies that only deals tell of, mostly without."""
    ids = [f"k{number:03}" for number in range(KNOWN + BARE)]
    rng = np.random.default_rng(1)
    industry = rng.choice(["IT", "Food", "Retail"], len(ids)).astype(object)
    industry[KNOWN:][rng.random(BARE) >= fill] = None
    accounts = pd.DataFrame({"account_id": ids, "industry": industry, "name": ids})
    outcome = np.where(np.arange(len(ids)) < KNOWN, np.where(np.arange(len(ids)) % 3, "won", "lost"), "lost")
    deals = pd.DataFrame({"deal_id": ids, "account_id": ids, "outcome": outcome})
    prospects = pd.DataFrame({"prospect_id": ["p", "q"], "industry": ["IT", "Food"]})
    return Companies.of(accounts, deals, prospects)


@pytest.mark.parametrize("fill", [0.0, 0.1])
def test_a_missed_link_is_no_trait_and_refuses_no_column(fill: float) -> None:
    told = companies(fill)
    assert [one.name for one in told.attributes] == ["industry"]
    rows = deal_rows(told)
    assert len(rows) == told.with_traits.sum() == KNOWN + told.accounts["industry"][KNOWN:].notna().sum()
    assert rows.frame["industry"].notna().all()


def test_what_is_not_described_does_not_count_as_enough() -> None:
    assert "40 won and 20 lost deals" in str(how_far(companies()).message)


def test_customers_without_attributes_are_not_told_from_the_list() -> None:
    told = companies()
    rows = unlabelled(told, pd.Index(told.accounts["account_id"]), 1)
    assert rows.won.sum() == KNOWN


def test_where_nothing_is_an_attribute_all_count() -> None:
    accounts = pd.DataFrame({"account_id": ["a", "b"], "name": ["A", "B"]})
    deals = pd.DataFrame({"deal_id": ["1", "2"], "account_id": ["a", "b"], "outcome": ["won", "lost"]})
    assert Companies.of(accounts, deals, pd.DataFrame({"prospect_id": ["p"]})).with_traits.all()


def test_when_a_record_was_made_is_no_attribute() -> None:
    made = pd.date_range("2020-01-01", periods=4)
    accounts = pd.DataFrame({"account_id": list("abcd"), "account_created": made, "industry": ["IT", "Food"] * 2})
    deals = pd.DataFrame({"deal_id": list("1234"), "account_id": list("abcd"), "outcome": ["won", "lost"] * 2})
    prospects = pd.DataFrame({"prospect_id": list("pq"), "account_created": made[:2], "industry": ["IT", "Food"]})
    told = Companies.of(accounts, deals, prospects)
    assert [one.name for one in told.attributes] == ["industry"]


DEALINGS = (
    *("Number of Activities", "HubSpot Score", "Open_Opportunities__c", "Organization - Total activities"),
    *("Antall møter", "Dager siden siste kontakt", "Antal affärer", "Leadpoäng", "Dage siden sidste kontakt"),
    *("Aktiviteettien määrä", "Liidipisteet", "Dagen sinds laatste contact", "Leadbewertung", "Kontoalter (Monate)"),
)
TRAITS = ("Stores", "Meeting rooms", "Main activities", "Credit score", "Rating", "score", "Antall hotellsenger")


def dealt_with(include: tuple[str, ...] | None = None) -> Companies:
    """Accounts and prospects that both have columns which the CRM counts, and others."""
    numbers = {heading: [float(n % 4) for n in range(8)] for heading in (*DEALINGS, *TRAITS)}
    words = {"Lead Status": ["New", "Open"] * 4, "Rating": ["AA", "B"] * 4, "Warmth": ["Hot", "cold"] * 4}
    accounts = pd.DataFrame({"account_id": list("abcdefgh"), **numbers, **words})
    deals = pd.DataFrame({"deal_id": list("12345678"), "account_id": list("abcdefgh"), "outcome": ["won", "lost"] * 4})
    features = Features(include=include)
    return Companies.of(accounts, deals, accounts.drop(columns="account_id"), features=features)


def test_what_the_crm_counts_and_scores_of_our_dealings_is_no_trait_of_a_company() -> None:
    told = dealt_with()
    assert {one.name for one in told.attributes} == set(TRAITS)
    refused = {one.column: str(one.evidence) for one in told.refused}
    assert all("name it in [features] include" in refused[one] for one in (*DEALINGS, "Lead Status", "Warmth"))


def test_what_the_crm_counts_is_learned_from_where_the_settings_ask_for_it() -> None:
    asked = ("Number of Activities", "Lead Status", "Stores")
    assert {one.name for one in dealt_with(asked).attributes} == set(asked)
