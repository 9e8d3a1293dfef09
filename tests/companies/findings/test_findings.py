"""Every kind of trouble in the data is found, with file, count and examples, and how far the data carry is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies, read_companies
from lookalike.companies.findings import completeness, how_far
from lookalike.companies.findings.columns import about_columns
from lookalike.companies.findings.rows import MARKED, about_rows
from lookalike.companies.headings import Wanted
from lookalike.languages import language
from lookalike.project import load_project
from lookalike.schema import Finding

ACCOUNTS = """Account ID;Account Name;Country;Org.no.;City;Industry;Employees;Revenue
k1;Nordlys AS;Norway;923609016;Bergen;IT;10;
k2;NORDLYS;Norway;923609016;Bergen;IT;12;
k3;Fjord AS;Norway;123456789;Oslo;Food;20;
k4;Solbakken Eiendom;Norway;;Oslo;Food;30;
k5;Solbaken Eiendom;Norway;;;Food;;
;;;;;IT;5;
"""
DEALS = """Deal ID;Account Name;Stage;Amount;Created Date;Close Date
1;Nordlys AS;Closed Won;100;2024-01-01;2024-02-01
2;Fjord AS;Closed Lost;-5;2024-03-01;2024-02-01
3;Ukjent AS;Closed Won;;2024-01-01;2024-03-01
4;Fjord AS;Perhaps;7;2024-01-01;2024-02-09
5;;Closed Lost;7;2024-01-01;2024-03-01
2;Fjord AS;Closed Lost;-5;2024-03-01;2024-02-01
6;Fjord AS;Closed Lost;7;soon;2024-03-01
7;Fjord AS;Closed Lost;7;2024-01-01;2024-03-01;too;many
"""
PROSPECTS = """Company;Industry;Employees;City
Nordlys;IT;10;Bergen
Ny AS;Retail;11;Oslo
Nyere AS;Retail;12;Oslo
;Retail;12;Oslo
"""


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> Companies:
    folder = tmp_path_factory.mktemp("trouble")
    for name, text in (("accounts", ACCOUNTS), ("deals", DEALS), ("prospects", PROSPECTS)):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    named = "".join(f'{name} = "{name}.csv"\n' for name in ("accounts", "deals", "prospects"))
    text = f'name = "x"\n[inputs]\n{named}[features]\ninclude = ["Industry", "Employees", "Account Name"]\n'
    text += '[learning]\nmonotone = { industry = "rising" }\n'
    (folder / "lookalike.toml").write_text(text, encoding="utf-8")
    return read_companies(load_project(folder))


@pytest.mark.parametrize(
    ("code", "level", "file", "count"),
    [
        ("merged", "info", "accounts.csv", 1),
        ("doubtful", "warning", "", 1),
        ("conflict", "info", "accounts.csv", 1),
        ("org-number", "warning", "accounts.csv", 1),
        ("no_name_or_id", "warning", "accounts.csv", 1),
        ("stranger", "warning", "deals.csv", 1),
        ("repeated-rows", "warning", "deals.csv", 1),
        ("unknown-outcome", "warning", "deals.csv", 1),
        ("no_company", "warning", "deals.csv", 1),
        ("broken-rows", "warning", "deals.csv", 1),
        ("unreadable-date", "warning", "deals.csv", 1),
        ("dates-reversed", "warning", "deals.csv", 1),
        ("negative", "warning", "deals.csv", 1),
        ("no-amount", "warning", "deals.csv", 1),
        ("customer", "info", "prospects.csv", 1),
        ("no_name_or_id", "warning", "prospects.csv", 1),
        ("other-words", "warning", "prospects.csv", 2),
        ("not-usable", "warning", "accounts.csv", 1),
        ("unused-setting", "warning", "lookalike.toml", 1),
        ("undescribed", "warning", "accounts.csv", 1),
        ("ladder", "warning", "", 3),
    ],
)
def test_each_trouble_is_found(companies: Companies, code: str, level: str, file: str, count: int) -> None:
    found = [one for one in companies.findings if (one.code, one.file) == (code, file)]
    assert [(one.level, one.count) for one in found] == [(level, count)]
    assert found[0].message


def test_the_serious_ones_come_first_and_name_rows_or_values(companies: Companies) -> None:
    order = [{"error": 0, "warning": 1, "info": 2}[one.level] for one in companies.findings]
    assert order == sorted(order)
    by_code = {one.code: one for one in companies.findings}
    assert "Perhaps" in str(by_code["unknown-outcome"].message)
    assert by_code["unreadable-date"].examples == ("soon",)
    assert by_code["stranger"].examples == ("Ukjent AS",)


def test_rejected_rows_are_told_by_file_row_and_reason(companies: Companies) -> None:
    rows = companies.rejected_inputs[["file", "row", "reason"]].sort_values(["file", "row"]).values.tolist()
    assert rows == [
        ["accounts.csv", 6, "no_name_or_id"],
        ["deals.csv", 4, "no_outcome"],
        ["deals.csv", 5, "no_company"],
        ["deals.csv", 8, "broken_row"],
    ]
    assert companies.rejected[["row", "reason"]].values.tolist() == [[4, "no_name_or_id"]]


def ladder(won: int, lost: int, customers: int = 0, **columns: list[str]) -> Finding:
    ids = [f"k{number}" for number in range(won + lost)]
    outcome = ["won"] * won + ["lost"] * lost
    accounts = pd.DataFrame({"account_id": [*ids, *(f"c{number}" for number in range(customers))]})
    accounts["relationship"] = [None] * len(ids) + ["Customer"] * customers
    attribute = {name: (values * len(accounts))[: len(accounts)] for name, values in columns.items()}
    deals = pd.DataFrame({"account_id": ids, "outcome": outcome}) if ids else None
    return how_far(Companies.of(accounts.assign(**attribute), deals, pd.DataFrame({"industry": ["IT", "Food"]})))


@pytest.mark.parametrize(
    ("won", "lost", "customers", "level", "words"),
    [
        (60, 60, 0, "info", "enough to learn what wins"),
        (60, 59, 0, "info", "enough for a logistic scorecard"),
        (20, 400, 0, "info", "enough for a logistic scorecard"),
        (19, 400, 0, "warning", "only enough to rank by similarity to customers"),
        (0, 0, 8, "warning", "only enough to rank by similarity to customers"),
        (0, 0, 7, "warning", "only enough to rank by rules"),
    ],
)
def test_the_step_of_the_ladder_follows_the_counts(won: int, lost: int, customers: int, level: str, words: str) -> None:
    found = ladder(won, lost, customers, industry=["IT", "Food", "Retail"])
    assert (found.level, found.code) == (level, "ladder")
    assert words in str(found.message)


def test_a_list_of_accounts_and_nothing_else_is_taken_for_customers_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Company;Industry\nNordlys;IT\nFjord;Food\n", encoding="utf-8")
    (tmp_path / "lookalike.toml").write_text('name = "x"\n[inputs]\naccounts = "a.csv"\n', encoding="utf-8")
    found = {one.code: one for one in read_companies(load_project(tmp_path)).findings}
    assert (found["all-customers"].count, found["all-customers"].file) == (2, "a.csv")


def test_without_a_shared_column_there_is_nothing_to_learn_from() -> None:
    found = ladder(60, 60)
    assert found.level == "error"
    assert "no column to learn from" in str(found.message)


def test_completeness_is_the_share_of_filled_rows_on_both_sides(companies: Companies) -> None:
    table = completeness(companies).set_index("attribute")
    assert table.loc["industry", ["accounts", "prospects"]].tolist() == [4 / 5, 1.0]
    assert table.loc["employees", "accounts"] == 3 / 5


def test_deals_that_closed_after_the_day_the_data_speak_for_are_told(tmp_path: Path) -> None:
    deals = "Deal ID,Account Name,Stage,Close Date\n1,A,Closed Won,2024-01-01\n2,B,Closed Lost,2024-06-01\n"
    (tmp_path / "d.csv").write_text(deals, encoding="utf-8")
    text = 'name = "s"\nas_of = 2024-03-31\n[inputs]\ndeals = "d.csv"\n'
    (tmp_path / "lookalike.toml").write_text(text, encoding="utf-8")
    told = next(one for one in read_companies(load_project(tmp_path)).findings if one.code == "future")
    assert (told.level, told.count, told.examples) == ("warning", 1, ("2: 2024-06-01",))


@pytest.mark.parametrize(
    ("closed", "exchanged"),
    [
        (["02/10/2024", "03/11/2024", "01/12/2024", "04/09/2024", "02/08/2024", "05/10/2024"], True),
        (["2023-12-20", "2023-11-25", "2023-10-30", "2023-09-28", "2023-12-31", "2023-08-19"], False),
    ],
)
def test_exchanged_day_and_month_are_the_likely_cause_of_deals_closed_too_early(
    closed: list[str], exchanged: bool, tmp_path: Path
) -> None:
    """The first closed in October 2024 and is read as the 10th of February in a file that puts the month first."""
    lines = [f"{n};Firm {n};Won;5;2024-06-{n + 10};{day}" for n, day in enumerate(closed)]
    proof = "9;Firm 9;Lost;5;2024-01-01;06/30/2024"
    text = "Deal ID;Account Name;Stage;Amount;Created Date;Close Date\n" + "\n".join([*lines, proof])
    (tmp_path / "deals.csv").write_text(text, encoding="utf-8")
    (tmp_path / "lookalike.toml").write_text('name = "x"\n[inputs]\ndeals = "deals.csv"\n', encoding="utf-8")
    found = {finding.code: finding for finding in read_companies(load_project(tmp_path)).findings}
    assert found["dates-reversed"].count == len(closed)
    assert ("exchanged" in str(found["dates-reversed"].message)) is exchanged


@pytest.mark.parametrize(("times", "told"), [(1000, True), (0.001, True), (30, False)])
def test_numbers_of_another_unit_on_one_side_are_told(times, told):
    sizes = np.geomspace(1e6, 1e9, 40)
    accounts = pd.DataFrame({"account_id": [f"a{n}" for n in range(40)], "revenue": sizes})
    companies = Companies.of(
        accounts, prospects=pd.DataFrame({"revenue": sizes * times, "name": accounts["account_id"]})
    )
    told_of = about_columns(companies, {"prospects": "prospects.csv"}, Wanted(), {})
    found = [one for one in told_of if one.code == "other-scale"]
    assert [one.count for one in found] == ([40] if told else [])
    assert all("1,000 times" in str(one.message) for one in found)


@pytest.mark.parametrize("reason", sorted(MARKED))
def test_rows_of_the_list_that_the_crm_marks_are_told_like_all_that_are_left_out(reason: str) -> None:
    gone = pd.DataFrame({"row": [3], "id": ["P3"], "name": ["Mill"], "reason": [reason], "detail": ["marked"]})
    companies = replace(Companies.of(pd.DataFrame({"account_id": ["a"]})), excluded=gone)
    found = [one for one in about_rows(companies, {"prospects": "list.csv"}) if one.code == reason]
    assert len(found) == 1
    assert language("de").tell(found[0].message)


def test_without_a_list_there_is_no_other_side_to_differ_from():
    accounts = pd.DataFrame({"account_id": ["a", "b"], "employees": [3.0, 4.0], "industry": ["IT", "Food"]})
    assert not list(about_columns(Companies.of(accounts), {"accounts": "accounts.csv"}, Wanted(), {}))
