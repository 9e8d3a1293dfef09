"""Which columns may become features, and why the others may not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.errors import SettingsError
from lookalike.settings import Features

ROWS = 60


def made(features: Features | None = None, **columns: object) -> Companies:
    """Sixty accounts, half of them won and half lost, with columns that the prospects share unless told otherwise."""
    won = np.arange(ROWS) % 2 == 0
    base = {
        "account_id": [f"k{number:02}" for number in range(ROWS)],
        "name": [f"Company {number}" for number in range(ROWS)],
        "industry": np.where(np.arange(ROWS) % 3 == 0, "IT", "Food"),
        "Contract": pd.Series(["c1", "c2"] * 30, dtype=object).where(won, None),
        "Only here": ["x", "y"] * 30,
        "Owner": ["Kari", "Per"] * 30,
    }
    accounts = pd.DataFrame(base | columns)
    deals = pd.DataFrame(
        {"deal_id": base["account_id"], "account_id": base["account_id"], "outcome": np.where(won, "won", "lost")}
    )
    prospects = accounts.drop(columns=["account_id", "Only here"])
    return Companies.of(accounts, deals, prospects, features=features)


def rules(companies: Companies) -> dict[str, str]:
    return {refusal.column: str(refusal.rule) for refusal in companies.refused}


def test_each_hard_rule_refuses_by_name_with_evidence() -> None:
    companies = made(Same=["x"] * ROWS, Remark=[f"text {number}" for number in range(ROWS)])
    assert rules(companies) == {
        "Contract": "filled only after the outcome",
        "Only here": "absent from the prospects",
        "Remark": "nearly unique",
        "Same": "constant",
        "account_id": "identifier",
        "name": "identifier",
    }
    evidence = {refusal.column: str(refusal.evidence) for refusal in companies.refused}
    assert evidence["Contract"] == "filled on 100.0% of 30 won companies, 0.0% of 30 lost companies"


def test_include_chooses_by_heading_and_never_overrules_a_hard_rule() -> None:
    companies = made(Features(include=("INDUSTRY", "contract")))
    assert [attribute.name for attribute in companies.attributes] == ["industry"]
    assert rules(companies)["Contract"] == "filled only after the outcome"
    assert rules(companies)["Owner"] == "excluded by settings"


def test_exclude_leaves_out() -> None:
    assert rules(made(Features(exclude=("industry",))))["industry"] == "excluded by settings"


def test_a_column_that_does_not_exist_is_answered_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match=r"\[features\] include: no column 'Industri'.*did you mean 'industry'"):
        made(Features(include=("Industri",)))


def test_codes_come_with_their_levels_as_one_concept() -> None:
    companies = made(industry_code=["62.010", "56.101", "62.020"] * 20)
    codes = {one.name: one for one in companies.attributes if one.name.startswith("industry_code")}
    assert list(codes) == ["industry_code", "industry_code_sector", "industry_code_2", "industry_code_3"]
    assert {one.concept for one in codes.values()} == {"industry"}
    assert companies.prospects["industry_code_3"].tolist()[:2] == ["62.0", "56.1"]


def test_truths_become_words_and_both_sides_have_the_same_types() -> None:
    companies = made(Listed=[True, False] * 30, employees=range(ROWS))
    assert companies.accounts["Listed"].tolist()[:2] == ["yes", "no"]
    for attribute in companies.attributes:
        assert companies.accounts[attribute.name].dtype == companies.prospects[attribute.name].dtype


def test_without_prospects_every_usable_column_passes() -> None:
    accounts = pd.DataFrame({"account_id": ["a", "b"], "industry": ["IT", "Food"], "Color": ["red", "blue"]})
    names = [attribute.name for attribute in Companies.of(accounts).attributes]
    assert names == ["industry", "Color"]


def test_without_prospects_the_empty_list_has_the_columns_all_the_same() -> None:
    accounts = pd.DataFrame({"account_id": ["a", "b"], "industry": ["IT", "Food"], "employees": [10.0, 20.0]})
    deals = pd.DataFrame({"deal_id": ["1", "2"], "account_id": ["a", "b"], "outcome": ["won", "lost"]})
    companies = Companies.of(accounts, deals)
    assert [attribute.name for attribute in companies.attributes] == ["industry", "employees"]
    assert companies.prospects[["industry", "employees"]].dtypes.tolist() == [object, float]
    assert len(companies.prospects) == 0


def test_personal_data_are_never_a_feature() -> None:
    companies = made(owner=["Kari", "Per"] * 30)
    assert "owner" not in {attribute.name for attribute in companies.attributes}
    assert rules(companies)["owner"] == "personal"
