"""Files find their role from headings, names and who refers to whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from lookalike.companies.headings.proposal import propose
from lookalike.companies.headings.role import named_table


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("kunder.csv", "accounts"),
        ("affärer 2024.csv", "deals"),
        ("asiakkaat.xlsx", "accounts"),
        ("Verkaufschancen_Q1.csv", "deals"),
        ("uitgesloten.csv", "exclude"),
        ("virksomheder.csv", "accounts"),
        ("prospekter.csv", "prospects"),
        ("do-not-contact.csv", "exclude"),
        ("deals-123456-7.csv", "deals"),
        ("target accounts 2026.xlsx", "prospects"),
        ("salesforce.csv", ""),
    ],
)
def test_file_names_in_seven_languages(name: str, table: str) -> None:
    assert named_table(name) == table


@pytest.mark.parametrize(
    "file", ["do-not-contact.csv", "reservasjoner 2025.csv", "Unsubscribed.csv", "blocklist.csv", "sperrliste.csv"]
)
@pytest.mark.parametrize("heading", ["Kundenr", "E-post adresse", "x"])
def test_a_file_named_by_whom_not_to_approach_is_that_list_whatever_its_headings(
    tmp_path: Path, file: str, heading: str
) -> None:
    (tmp_path / file).write_text(f"{heading}\n17\n18\n", encoding="utf-8")
    assert [role.table for role in propose([tmp_path / file]).roles] == ["exclude"]


def test_the_list_that_deals_refer_to_is_the_accounts(tmp_path: Path) -> None:
    deals = write(tmp_path, "a.csv", "Deal ID,Company,Stage,Amount\n1,Acme,Won,5\n2,Beta,Lost,6\n")
    known = write(tmp_path, "b.csv", "Company,Industry\nAcme,IT\nBeta,Food\n")
    market = write(tmp_path, "c.csv", "Company,Industry\nGamma,IT\nDelta,Food\n")
    tables = [role.table for role in propose([deals, known, market]).roles]
    assert tables == ["deals", "accounts", "prospects"]


def test_deals_without_outcome_beside_deals_with_one_are_prospects(tmp_path: Path) -> None:
    past = write(tmp_path, "past.csv", "Opportunity ID,Account Name,Stage,Amount\n1,Acme,Closed Won,5\n2,Beta,Lost,6\n")
    now = write(tmp_path, "now.csv", "Opportunity ID,Account Name,Opportunity Name,Amount\n3,Gamma,G,5\n")
    assert [role.table for role in propose([past, now]).roles] == ["deals", "prospects"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("payments.csv", "Payment ID,Deal ID,Status,Amount\n7,1,paid,5\n8,1,paid,6\n9,2,due,1\n"),
        ("quotes.csv", "Quote ID,Opportunity ID,Account Name,Amount\n7,1,Acme,5\n8,2,Beta,6\n"),
        ("lines.csv", "Opportunity ID,Product,Amount\n1,Chair,5\n1,Table,6\n2,Chair,1\n"),
    ],
)
def test_parts_of_the_deals_are_no_list_of_companies(tmp_path: Path, file: str, text: str) -> None:
    deals = write(tmp_path, "deals.csv", "Deal ID,Account Name,Stage,Amount\n1,Acme,Closed Won,5\n2,Beta,Lost,6\n")
    proposal = propose([deals, write(tmp_path, file, text)])
    assert [role.table for role in proposal.roles] == ["deals", ""]
    assert f"{file} is not used: its rows belong to the deals of another file" in map(str, proposal.questions)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pipeline.csv", "Deal ID,Amount,Source\n81,5,web\n82,6,fair\n"),
        ("sales_reps.csv", "rep_id,name,region,quota\nR1,Allison Hill,West,15\nR2,Kari Berg,East,16\n"),
    ],
)
def test_deals_that_name_no_company_are_no_list_of_companies(tmp_path: Path, file: str, text: str) -> None:
    deals = write(tmp_path, "deals.csv", "Deal ID,Account Name,Stage,Amount\n1,Acme,Closed Won,5\n2,Beta,Lost,6\n")
    proposal = propose([deals, write(tmp_path, file, text)])
    assert [role.table for role in proposal.roles] == ["deals", ""]
    assert f"{file} is not used: it names no company" in map(str, proposal.questions)


def test_a_file_that_serves_nothing_is_told(tmp_path: Path) -> None:
    deals = write(tmp_path, "deals.csv", "Deal ID,Company,Stage,Amount\n1,Acme,Won,5\n")
    notes = write(tmp_path, "products.csv", "product,series\nA,B\n")
    proposal = propose([deals, notes])
    assert proposal.roles[1].table == ""
    assert any("products.csv is not used" in str(question) for question in proposal.questions)


MAVEN = {"accounts": "accounts.csv", "deals": "sales_pipeline.csv"}
SALESFORCE = {"deals": "opportunities_2013_2017.csv", "prospects": "open_opportunities_2019_raw.csv"}
OLIST = {
    "accounts": "seller_performance_allorders_sumitup.csv",
    "deals": "olist_closed_deals_dataset.csv",
    "prospects": "olist_marketing_qualified_leads_dataset.csv",
}


@pytest.mark.parametrize(
    ("folder", "roles"), [("maven_crm", MAVEN), ("salesforce_opportunities", SALESFORCE), ("olist", OLIST)]
)
def test_real_exports_find_their_roles(real_data: Path, folder: str, roles: dict[str, str]) -> None:
    proposal = propose(sorted((real_data / folder).glob("*.csv")))
    chosen = {table: Path(found[0].source.file).name for table, found in proposal.chosen.items()}
    assert chosen == roles


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("inc5000/inc5000_2019.csv", {"name": "name", "employees": "workers", "growth": "growth_%", "domain": "url"}),
        ("yc_companies/yc_companies.csv", {"prospect_id": "id", "employees": "team_size", "country": "country"}),
    ],
)
def test_real_company_lists_map_as_prospects(real_data: Path, file: str, columns: dict[str, str]) -> None:
    pipeline = real_data / "maven_crm" / "sales_pipeline.csv"
    (role,) = propose([pipeline, real_data / file]).chosen["prospects"]
    assert role.mapping is not None
    assert {name: role.mapping.heading(name) for name in columns} == columns


def test_a_real_answer_of_a_register_is_the_market(real_data: Path) -> None:
    pipeline = real_data / "maven_crm" / "sales_pipeline.csv"
    (role,) = propose([pipeline, real_data / "brreg_sample" / "search_asa_5.json"]).chosen["market"]
    columns = {"org_number": "organisasjonsnummer", "industry_code": "naeringskode1.kode", "employees": "antallAnsatte"}
    assert role.mapping is not None
    assert {name: role.mapping.heading(name) for name in columns} == columns
