"""What a list of all companies tells of the accounts: one source on both sides, contradictions counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from lookalike.companies import Companies, read_companies
from lookalike.languages import language
from lookalike.project import load_project

NUMBERS = ["950000007", "950000015", "950000023", "950000031", "950000058", "950000066"]
TRADES = ["IT", "Food", "IT", "Food", "IT", "Food"]
DEALS = "Deal ID,Company,Stage,Amount,Close Date\n" + "\n".join(
    f"{at},Firm{at} AS,{'Won' if at % 2 else 'Lost'},100,2024-0{at + 1}-05" for at in range(5)
)


def rows(table: dict[str, list[object]]) -> str:
    return pd.DataFrame(table).to_csv(index=False)


def accounts(**more: list[object]) -> str:
    names = [f"Firm{at} AS" for at in range(5)]
    return rows({"Account ID": [f"A{at}" for at in range(5)], "Name": names, "Org number": NUMBERS[:5]} | more)


def listed(count: int = 6, **more: list[object]) -> str:
    table: dict[str, list[object]] = {"Name": [f"Firm{at} AS" for at in range(count)], "Org number": NUMBERS[:count]}
    table |= {"Industry": TRADES[:count], "Employees": [10 * (at + 1) for at in range(count)]}
    return rows(table | more)


def project(folder: Path, files: dict[str, str], more: str = "") -> Companies:
    inputs = [f'{name} = "{name}.csv"' for name in files]
    (folder / "lookalike.toml").write_text("\n".join(['name = "small"', "[inputs]", *inputs, more]), encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_companies(load_project(folder))


def codes(companies: Companies) -> dict[str, str]:
    return {one.code: language("en").tell(one.message) for one in companies.findings}


def test_a_crm_without_attributes_has_those_of_the_market(tmp_path: Path) -> None:
    companies = project(tmp_path, {"accounts": accounts(), "deals": DEALS, "market": listed()})
    assert {one.name: one.origin for one in companies.attributes} == dict.fromkeys(
        ["industry", "employees"], "market.csv"
    )
    assert companies.accounts["employees"].tolist() == [10.0, 20.0, 30.0, 40.0, 50.0]
    told = codes(companies)["enriched"]
    found = "5 of 5 accounts are on this list"
    assert told == f"{found}; what is learned of them comes from there: industry and number of employees"


def test_the_market_is_the_list_and_every_row_has_one_place(tmp_path: Path) -> None:
    status = ["", "", "", "", "", "konkurs"]
    companies = project(tmp_path, {"accounts": accounts(), "deals": DEALS, "market": listed(Status=status)})
    assert companies.excluded[["row", "reason"]].values.tolist() == [[2, "customer"], [4, "customer"], [6, "dissolved"]]
    assert companies.prospects["row"].tolist() == [1, 3, 5]
    assert set(companies.prospects["relation"]) == {"lost-before"}


def test_the_market_is_believed_before_the_crm_and_told_where_they_differ(tmp_path: Path) -> None:
    files = {"accounts": accounts(Employees=[10, 21, 300, None, 50]), "deals": DEALS, "market": listed()}
    companies = project(tmp_path, files)
    assert companies.accounts["employees"].tolist() == [10.0, 20.0, 30.0, 40.0, 50.0]
    (finding,) = (one for one in companies.findings if one.code == "disagrees")
    assert (finding.column, finding.count, finding.examples) == ("employees", 1, ("Firm2 AS: 300 / 30",))


def test_what_the_market_does_not_know_of_a_company_is_not_filled_in_by_the_crm(tmp_path: Path) -> None:
    heads = [10, None, 30, 40, 50, 60]
    market = listed() if not heads else rows({"Name": [f"Firm{at} AS" for at in range(6)], "Org number": NUMBERS} | {
        "Employees": heads, "Industry": TRADES,
    })  # fmt: skip
    files = {"accounts": accounts(Employees=[1, 2, 3, 4, 5]), "deals": DEALS, "market": market}
    assert project(tmp_path, files).accounts["employees"].isna().tolist() == [False, True, False, False, False]


def test_a_company_that_the_market_lacks_keeps_what_can_be_compared(tmp_path: Path) -> None:
    known = {"Employees": [1, 2, 3, 4, 5], "Industry": ["x", "x", "x", "Food", "Computing"]}
    files = {"accounts": accounts(**known), "deals": DEALS, "market": listed(3)}
    companies = project(tmp_path, files)
    assert companies.accounts["employees"].tolist() == [10.0, 20.0, 30.0, 4.0, 5.0]
    assert companies.accounts["industry"].tolist() == ["IT", "Food", "IT", "Food", None]


def test_what_the_crm_alone_has_is_no_feature(tmp_path: Path) -> None:
    files = {"accounts": accounts(Region=["N", "S", "N", "S", "N"]), "deals": DEALS, "market": listed()}
    companies = project(tmp_path, files)
    assert companies.accounts["region"].tolist() == ["N", "S", "N", "S", "N"]
    assert "region" not in {one.name for one in companies.attributes}


def test_with_a_list_of_prospects_the_market_fills_both(tmp_path: Path) -> None:
    prospects = rows(
        {"Prospect ID": ["P1", "P2"], "Name": ["Firm5 AS", "Firm0 AS"], "Org number": [NUMBERS[5], NUMBERS[0]]}
    )
    market = listed(Status=["", "", "", "", "", "konkurs"])
    files = {"accounts": accounts(), "deals": DEALS, "prospects": prospects, "market": market}
    companies = project(tmp_path, files)
    assert companies.prospects[["prospect_id", "industry", "employees"]].values.tolist() == [["P2", "IT", 10.0]]
    assert companies.excluded[["id", "reason"]].values.tolist() == [["P1", "dissolved"]]
    assert companies.accounts["industry"].tolist() == TRADES[:5]


def test_a_list_that_holds_few_accounts_only_fills_gaps(tmp_path: Path) -> None:
    files = {"accounts": accounts(Employees=[1, None, 3, 4, 5]), "deals": DEALS, "prospects": listed(2)}
    companies = project(tmp_path, files)
    assert companies.accounts["employees"].tolist() == [1.0, 20.0, 3.0, 4.0, 5.0]
    assert {one.name: one.origin for one in companies.attributes}["employees"] == ""


def test_a_list_of_deals_tells_no_traits_of_companies(tmp_path: Path) -> None:
    names = [f"Firm{at} AS" for at in (0, 0, 1, 1, 2, 2)]
    again = rows({"Name": names, "Org number": [NUMBERS[at // 2] for at in range(6)], "Contract": list("abcdef")})
    companies = project(tmp_path, {"accounts": accounts(), "deals": DEALS, "prospects": again})
    assert "Contract" not in companies.accounts


def test_a_market_that_hardly_knows_the_accounts_is_told(tmp_path: Path) -> None:
    strangers = rows({"Name": ["Aa AS", "Bb AS"], "Org number": ["950000074", "950000082"], "Industry": ["IT", "Food"]})
    companies = project(tmp_path, {"accounts": accounts(), "deals": DEALS, "market": strangers})
    assert codes(companies)["few-found"] == "hardly any account is on this list: 0 of 5"


@pytest.mark.parametrize("setting", ["natural_persons", "advertising_blocks"])
def test_a_setting_brings_protected_companies_back(setting: str, tmp_path: Path) -> None:
    column = {"natural_persons": "natural_person", "advertising_blocks": "advertising_block"}[setting]
    files = {"accounts": accounts(), "deals": DEALS, "market": listed(Flag=[""] * 5 + ["yes"])}
    mapped = f'[columns.market]\n{column} = "Flag"\n'
    assert (project(tmp_path, files, mapped).excluded["reason"] == column).sum() == 1
    back = project(tmp_path, files, f"{mapped}[exclude]\n{setting} = false\n")
    assert column not in set(back.excluded["reason"])


def test_a_list_that_says_who_wants_no_advertising_is_obeyed(tmp_path: Path) -> None:
    flags = {"Reklamebeskyttet": ["nej", "nej", "nej", "nej", "nej", "ja"]}
    companies = project(tmp_path, {"accounts": accounts(), "deals": DEALS, "market": listed(**flags)})
    assert companies.excluded[["row", "reason"]].values.tolist()[-1] == [6, "advertising_block"]


def test_codes_of_two_revisions_are_compared_by_division(tmp_path: Path) -> None:
    old = ["62.010", "45.200", "62.020", "45.310", "62.010"]
    new = ["62.100", "46.710", "62.200", "46.720", "62.100", "43.500"]
    market = listed().replace("Industry", "Trade")
    table = pd.read_csv(pd.io.common.StringIO(market), dtype=str).assign(**{"NACE code": new}).to_csv(index=False)
    plain = table.splitlines()
    files = {
        "accounts": accounts(**{"NACE code": old}),
        "deals": DEALS,
        "market": "\n".join(plain[:4] + plain[6:]) + "\n",
    }
    companies = project(tmp_path, files)
    assert companies.accounts["industry_code"].tolist() == ["62.100", "46.710", "62.200", None, "62"]
    assert "NACE Rev. 2, this list's of NACE Rev. 2.1" in codes(companies)["other-revision"]


def test_a_trait_of_a_register_does_not_give_the_outcome_away_but_one_of_the_crm_does() -> None:
    from lookalike_training.experiment.audit import find_leaks

    from lookalike.settings import Settings

    ids, kinds = [str(number) for number in range(200)], ["IT", "Food"] * 100
    deals = pd.DataFrame({"deal_id": ids, "account_id": ids, "outcome": ["won", "lost"] * 100, "amount": 1.0})
    made = Companies.of(pd.DataFrame({"account_id": ids, "industry": kinds}), deals, pd.DataFrame({"industry": kinds}))
    settings = Settings.model_validate({"name": "small", "inputs": {"deals": "deals.csv"}})
    assert [one.refuse for one in find_leaks(made, settings)] == [True]
    listed = tuple(replace(one, origin="enheter.csv") for one in made.attributes)
    assert find_leaks(replace(made, attributes=listed), settings) == ()
