"""What people noted is taken in by the next run: as approaches, deals and companies that are left out."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies import Companies, read_companies
from lookalike.companies.notes import Notes
from lookalike.languages import language
from lookalike.project import Project, load_project

LISTED = ["Gruvtak AS", "Solvik AS", "Havnes AS", "Lindmo AS", "Moltzau AS", "Utstein AS"]


@pytest.fixture
def project(tmp_path) -> Project:
    ids = [f"A{number}" for number in range(30)]
    firms = pd.DataFrame({"Account ID": ids, "Name": [f"Firm {number} AS" for number in range(30)], "Industry": "IT"})
    deals = pd.DataFrame({"Deal ID": ids, "Account ID": ids, "Stage": 15 * ["Closed Won", "Closed Lost"]})
    deals["Close Date"] = pd.date_range("2024-01-01", periods=30, freq="9D").strftime("%Y-%m-%d")
    listed = pd.DataFrame({"Prospect ID": [f"P{number}" for number in range(len(LISTED))], "Name": LISTED})
    for name, table in {"accounts": firms, "deals": deals, "prospects": listed.assign(Industry="Transport")}.items():
        table.to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "optout.csv").write_text("Name,Reason\nNobody AS,asked us to\n")
    inputs = 'accounts = "accounts.csv"\ndeals = "deals.csv"\nprospects = "prospects.csv"\nexclude = ["optout.csv"]'
    (tmp_path / "lookalike.toml").write_text(f'name = "firm"\n[inputs]\n{inputs}\n')
    return load_project(tmp_path)


def noted(project: Project, number: int, status: str, why: str = "") -> Companies:
    company = {"prospect_id": f"P{number}", "name": LISTED[number]}
    Notes(project.folder).change(company, "status", status, why)
    return read_companies(project)


def test_a_called_company_counts_as_approached_and_stays_on_the_list(project):
    companies = noted(project, 1, "called")
    (call,) = companies.activities.to_dict("records")
    assert call["activity"] == "call"
    account = companies.accounts.set_index("account_id").loc[call["account_id"]]
    assert (account["name"], account["industry"], account["lost"]) == ("Solvik AS", "Transport", 0)
    assert set(companies.prospects["prospect_id"]) == {f"P{number}" for number in range(6)}
    assert set(companies.prospects["relation"]) == {"cold"}


def test_no_fit_teaches_as_a_lost_deal_where_it_says_why_and_is_left_out(project):
    companies = noted(project, 2, "not a fit", "too small for us")
    (lost,) = companies.deals[companies.deals["reason"].notna()].to_dict("records")
    assert (lost["outcome"], lost["reason"]) == ("lost", "too small for us")
    assert lost["closed"] == companies.as_of == pd.Timestamp("2024-09-18")
    (out,) = companies.excluded.to_dict("records")
    assert (out["id"], out["reason"]) == ("P2", "not_a_fit")
    assert str(out["detail"]) == "noted in the app: not a fit (too small for us)"
    assert language("no").tell(out["detail"]) == "notert i appen: passer ikke (too small for us)"
    without = noted(project, 3, "not a fit")
    assert len(without.deals) == 31
    assert set(without.excluded["id"]) == {"P2", "P3"}


def test_never_is_left_out_and_teaches_nothing(project):
    companies = noted(project, 4, "never")
    assert companies.excluded[["id", "reason"]].values.tolist() == [["P4", "opted_out"]]
    assert len(companies.deals) == 30
    assert len(companies.accounts) == 30


def test_a_deal_is_open_until_the_crm_says_more(project):
    companies = noted(project, 0, "deal")
    (opened,) = companies.deals[companies.deals["outcome"] == "open"].to_dict("records")
    assert opened["created"] == companies.as_of
    assert companies.excluded[["id", "reason"]].values.tolist() == [["P0", "open_deal"]]
    for name, row in {"accounts": "A99,Gruvtak AS,Transport", "deals": "D99,A99,Closed Won,2099-01-01"}.items():
        with (project.folder / f"{name}.csv").open("a") as file:
            file.write(row + "\n")
    later = read_companies(project)
    assert not (later.deals["outcome"] == "open").any()
    assert later.excluded[["id", "reason"]].values.tolist() == [["P0", "customer"]]


def test_what_was_made_of_the_notes_is_said(project):
    assert "notes" not in [one.code for one in read_companies(project).findings]
    companies = noted(project, 2, "not a fit", "too small")
    noted(project, 2, "called")
    (found,) = [one for one in read_companies(project).findings if one.code == "notes"]
    assert "1 as approached" in str(found.message)
    (found,) = [one for one in companies.findings if one.code == "notes"]
    assert "1 as a lost one, 1 left out" in str(found.message)


def test_a_note_taken_back_leaves_everything_as_it_was(project):
    before = read_companies(project)
    change = Notes(project.folder).change({"prospect_id": "P2", "name": LISTED[2]}, "status", "never")
    Notes(project.folder).undo(change)
    after = read_companies(project)
    assert [one.message for one in after.findings] == [one.message for one in before.findings]
    pd.testing.assert_frame_equal(after.prospects, before.prospects)
