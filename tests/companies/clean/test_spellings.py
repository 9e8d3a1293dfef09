"""Spellings of one value become one; what may be a typo is told and left alone."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.clean.spellings import one_spelling
from lookalike.companies.clean.table import Intake
from lookalike.schema import Kind


def intake(table: str, **columns: list[object]) -> Intake:
    return Intake(table, f"{table}.csv", pd.DataFrame(columns, dtype=object), pd.DataFrame(), (), "")


def test_both_sides_get_the_commonest_spelling_and_it_is_told() -> None:
    accounts = intake("accounts", industry=["IT services", "IT-services", None], name=["A-B", "AB", "a b"])
    prospects = intake("prospects", industry=["it services", "IT services", "Food"])
    tables, findings = one_spelling(
        {"accounts": accounts, "prospects": prospects}, {"accounts": {}, "prospects": {}}, {"industry": "Bransje"}
    )
    assert tables["accounts"].frame["industry"].tolist() == ["IT services", "IT services", None]
    assert tables["prospects"].frame["industry"].tolist() == ["IT services", "IT services", "Food"]
    assert tables["accounts"].frame["name"].tolist() == ["A-B", "AB", "a b"]
    assert [(one.code, one.column, one.count) for one in findings] == [("spelling", "Bransje", 2)]


def test_a_likely_typo_is_told_with_both_counts_and_not_corrected() -> None:
    accounts = intake("accounts", Sector=["technolgy"] * 2 + ["technology"] * 5 + ["11-50", "11-51"])
    tables, findings = one_spelling({"accounts": accounts}, {"accounts": {"Sector": Kind.CATEGORY}}, {})
    assert tables["accounts"].frame["Sector"].tolist() == accounts.frame["Sector"].tolist()
    assert [(one.level, one.code, one.count) for one in findings] == [("warning", "typo", 2)]
    assert "'technolgy' (2) may be 'technology' (5)" in str(findings[0].message)


def test_columns_that_are_no_categories_are_left_alone() -> None:
    deals = intake("deals", deal_name=["GTX Pro", "GTXPro"], outcome=["won", "lost"], Remark=["A b", "AB"])
    tables, findings = one_spelling({"deals": deals}, {"deals": {"Remark": Kind.TEXT}}, {})
    assert tables["deals"] is deals
    assert findings == []
