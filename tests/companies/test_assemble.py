"""From files to companies, end to end: the sample's planted truth, flat files, and real exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from lookalike.companies import Companies, read_companies
from lookalike.project import load_project


def project(folder: Path, settings: str, **files: str) -> Companies:
    """Read a small project from settings and files."""
    (folder / "lookalike.toml").write_text(f'name = "small"\n{settings}', encoding="utf-8")
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    return read_companies(load_project(folder))


def test_the_sample_gives_back_what_was_planted(sample_companies: Companies) -> None:
    companies = sample_companies
    reasons = companies.excluded["reason"].value_counts()
    assert {
        "customer",
        "open_deal",
        "group",
        "competitor",
        "opted_out",
        "own_company",
        "dissolved",
        "duplicate",
    } == set(reasons.index)
    assert set(companies.prospects["relation"]) == {"cold", "lost-before", "ex-customer", "inbound"}
    rows = sum(len(table) for table in (companies.prospects, companies.excluded, companies.rejected))
    places = [*companies.prospects["row"], *companies.excluded["row"], *companies.rejected["row"]]
    assert sorted(places) == list(range(1, rows + 1))
    leaks = {refusal.column for refusal in companies.refused if str(refusal.rule) == "filled only after the outcome"}
    assert {"Kontraktsnr", "Kundeklasse"} <= leaks
    assert companies.accounts["account_id"].is_unique
    assert companies.deals["account_id"].isin(companies.accounts["account_id"]).all()
    assert (companies.merges["certainty"] == "sure").sum() >= 20


def test_a_flat_file_of_deals_tells_of_companies_too(tmp_path: Path) -> None:
    companies = project(
        tmp_path,
        '[inputs]\ndeals = "deals.csv"\nprospects = "prospects.csv"\n',
        deals="Deal ID,Account Name,Stage,Amount,Close Date,Industry,Employees\n"
        "1,Nordlys AS,Closed Won,100,2024-01-05,IT,20\n"
        "1,Nordlys AS,Closed Won,50,2024-01-05,IT,20\n"
        "2,NORDLYS,Closed Lost,70,2024-03-05,IT,25\n"
        "3,Fjord,Closed Lost,30,2024-02-05,Food,5\n"
        "4,,Closed Won,30,2024-02-05,Food,5\n"
        "5,Fjord,Perhaps,30,2024-02-05,Food,5\n",
        prospects="Company,Industry,Employees\nNordlys,IT,20\nNy AS,Food,7\n",
    )
    accounts = companies.accounts.set_index("account_id")
    assert accounts["relation"].to_dict() == {"Fjord": "lost", "NORDLYS": "customer"}
    assert accounts.loc["NORDLYS", ["employees", "won_amount", "lost"]].tolist() == [25.0, 150.0, 1]
    assert companies.excluded["reason"].tolist() == ["customer"]
    assert companies.rejected_inputs[["row", "reason"]].values.tolist() == [[6, "no_outcome"], [5, "no_company"]]
    assert [attribute.name for attribute in companies.attributes] == ["industry", "employees"]
    assert {"product-lines", "ladder", "no_company", "customer"} <= {finding.code for finding in companies.findings}


def test_events_find_their_company_by_number_name_or_deal(tmp_path: Path) -> None:
    companies = project(
        tmp_path,
        '[inputs]\naccounts = "accounts.csv"\ndeals = "deals.csv"\norders = "orders.csv"\n',
        accounts="Account ID,Account Name,Org.nr,Industry\n7,Nordlys AS,923609016,IT\n8,Fjord AS,974760673,Food\n",
        deals="Deal ID,Account Name,Stage\n1,NORDLYS,Closed Won\n2,Ukjent,Closed Lost\n",
        orders="Order ID,Account ID,Order Date,Amount\n1,8,2024-01-01,10\n2,99,2024-01-01,10\n",
    )
    assert companies.deals["account_id"].tolist() == ["7", "Ukjent"]
    assert companies.accounts["relation"].tolist() == ["customer", "customer", "lost"]
    assert companies.orders["account_id"].tolist() == ["8"]
    assert companies.rejected_inputs[["file", "row", "reason"]].values.tolist() == [
        ["orders.csv", 2, "unknown_account"]
    ]
    assert "stranger" in {finding.code for finding in companies.findings}


@pytest.mark.parametrize(
    ("folder", "settings", "accounts", "deals"),
    [
        (
            "salesforce_opportunities",
            'deals = "{0}/opportunities_2013_2017.csv"\nprospects = "{0}/open_opportunities_2019_raw.csv"',
            1297,
            7082,
        ),
        ("maven_crm", 'accounts = "{0}/accounts.csv"\ndeals = "{0}/sales_pipeline.csv"', 85, 7375),
    ],
)
def test_real_exports_are_read_without_a_hand_written_line(
    tmp_path: Path, real_data: Path, folder: str, settings: str, accounts: int, deals: int
) -> None:
    companies = project(tmp_path, f"[inputs]\n{settings.format(real_data / folder)}\n")
    assert (len(companies.accounts), len(companies.deals)) == (accounts, deals)
    assert not (companies.merges["certainty"] == "sure").any()
    if folder == "salesforce_opportunities":
        contract = next(refusal for refusal in companies.refused if refusal.column == "Sales_Contract_No")
        assert str(contract.evidence).startswith("filled on 97.7% of 3,507 won deals")
        assert len(companies.prospects) + len(companies.excluded) + len(companies.rejected) == 2551
