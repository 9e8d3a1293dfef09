"""The recipes read: all companies and deals of the real files arrive, and nothing from after the outcome is learned."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from lookalike.companies import Companies, read_companies
from lookalike.project import load_project
from training.recipes import prepare

SOME_ROWS = 4_000


@pytest.fixture(scope="module")
def reading(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Companies]:
    """Reads a recipe, each once."""
    done: dict[str, Companies] = {}

    def read(name: str) -> Companies:
        if name not in done:
            done[name] = read_companies(load_project(prepare(name, real_data, tmp_path_factory.mktemp(name))))
        return done[name]

    return read


def _names(companies: Companies) -> set[str]:
    return {attribute.name for attribute in companies.attributes}


def _accounted_for(companies: Companies) -> int:
    return len(companies.prospects) + len(companies.excluded) + len(companies.rejected)


def test_salesforce_lines_become_deals_of_companies(reading: Callable[[str], Companies], real_data: Path) -> None:
    companies = reading("salesforce_opportunities")
    lines = pd.read_csv(real_data / "salesforce_opportunities" / "opportunities_2013_2017.csv")
    by_deal = lines.groupby(lines["Opportunity_ID"].astype(str))
    deals = companies.deals.set_index("deal_id")
    assert len(companies.accounts) == lines["Account_Name"].nunique() == 1_297
    assert len(deals) == 7_082
    assert (
        deals["outcome"].map({"won": "Closed Won", "lost": "Closed Lost"}).to_dict()
        == by_deal["Stage"].first().to_dict()
    )
    pd.testing.assert_series_equal(
        deals["amount"].sort_index(), by_deal["Total_Amount(USD)"].sum().sort_index(), check_names=False, rtol=1e-9
    )
    assert companies.currency == "USD"


def test_salesforce_learns_from_the_company_alone(reading: Callable[[str], Companies]) -> None:
    companies = reading("salesforce_opportunities")
    assert _names(companies) == {"region", "Territory", "country", "company_type"}
    refused = {refusal.column for refusal in companies.refused}
    assert {"Sales_Contract_No", "Bureaucratic_Code", "ASP"} <= refused


def test_salesforce_prospects_are_new_companies_once_each(reading: Callable[[str], Companies]) -> None:
    companies = reading("salesforce_opportunities")
    assert _accounted_for(companies) == 2_551
    assert companies.prospects["name"].is_unique
    customers = set(companies.accounts.loc[companies.accounts["relation"] == "customer", "name"])
    assert not customers & set(companies.prospects["name"])


def test_maven_joins_its_files_and_has_no_prospects(reading: Callable[[str], Companies]) -> None:
    companies = reading("maven_crm")
    assert len(companies.accounts) == 85
    assert companies.deals["outcome"].value_counts().to_dict() == {"won": 4_238, "lost": 2_473, "open": 664}
    assert len(companies.rejected_inputs) == 1_425  # open deals of nobody
    assert len(companies.prospects) == 0
    assert _names(companies) == {"country", "industry", "employees", "revenue", "founded"}


def test_coil_codes_are_categories(reading: Callable[[str], Companies]) -> None:
    companies = reading("coil2000")
    kinds = {attribute.name: attribute.kind.value for attribute in companies.attributes}
    assert kinds["MOSTYPE"] == kinds["MOSHOOFD"] == "category"
    assert len(kinds) == 85
    assert companies.deals["outcome"].value_counts().to_dict() == {"lost": 5_474, "won": 348}
    assert len(companies.prospects) == 4_000


def test_olist_leads_are_all_there(reading: Callable[[str], Companies]) -> None:
    companies = reading("olist")
    assert len(companies.accounts) + len(companies.prospects) == 8_000
    assert companies.deals["outcome"].value_counts().to_dict() == {"lost": 5_985, "won": 712}
    assert _names(companies) == {"source", "landing_page_id"}


def test_wholesale_customers_can_be_divided_without_outcomes(reading: Callable[[str], Companies]) -> None:
    companies = reading("wholesale")
    assert len(companies.accounts) == 440
    assert "Channel" not in _names(companies)
    assert {"Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"} <= _names(companies)


def test_win_loss_refuses_what_is_known_only_afterwards(real_data: Path, tmp_path: Path) -> None:
    source = real_data / "win_loss_78k" / "opportunities_first_70_percent.csv"
    few = tmp_path / "data" / "win_loss_78k" / source.name
    few.parent.mkdir(parents=True)
    pd.read_csv(source, nrows=SOME_ROWS, dtype=str, keep_default_na=False).to_csv(few, index=False)
    folder = prepare("win_loss_78k", tmp_path / "data", tmp_path / "project")
    companies = read_companies(load_project(folder))
    assert _names(companies) == {"region", "Client Size By Revenue", "Client Size By Employee Count"}
    assert companies.deals["outcome"].isin(["won", "lost"]).all()
    assert len(companies.prospects) == pytest.approx(SOME_ROWS / 10, abs=2)
