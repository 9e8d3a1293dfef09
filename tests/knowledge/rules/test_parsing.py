"""The rule language: what it means, that it reads back as written, and what it says when it cannot."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookalike.errors import SettingsError
from lookalike.knowledge.rules.parsing import And, Comparison, Not, Or, Rule, all_of, any_of, parse
from lookalike.schema import Attribute, Kind

COMPANIES = pd.DataFrame(
    {
        "industry": ["IT", "Bank & finance", None, "Logistics"],
        "employees": [60.0, 250.0, 20.0, np.nan],
        "technologies": ["JavaScript;Microsoft Azure", "C++;SAP", None, "Java"],
        "Sales region": ["North", "south ", "South", None],
        "postcode": ["0150", "150", "5003", None],
        "founded_on": pd.to_datetime(["2001-05-01", "1990-01-01", None, "2020-12-31"]),
        "reference": pd.array([True, False, None, True], dtype="boolean"),
    }
)


@pytest.mark.parametrize(
    ("text", "holds", "unknown"),
    [
        ("industry = it", [1, 0, 0, 0], [0, 0, 1, 0]),
        ("industry != IT", [0, 1, 0, 1], [0, 0, 1, 0]),
        ('industry in ("IT", Logistics)', [1, 0, 0, 1], [0, 0, 1, 0]),
        ('industry not in ("IT", Logistics)', [0, 1, 0, 0], [0, 0, 1, 0]),
        ("employees between 60 and 250", [1, 1, 0, 0], [0, 0, 0, 1]),
        ("employees > 60", [0, 1, 0, 0], [0, 0, 0, 1]),
        ("employees = 60", [1, 0, 0, 0], [0, 0, 0, 1]),
        ("employees != 60", [0, 1, 1, 0], [0, 0, 0, 1]),
        ("employees in (20, 60)", [1, 0, 1, 0], [0, 0, 0, 1]),
        ("technologies contains azure", [1, 0, 0, 0], [0, 0, 1, 0]),
        ("technologies contains Java", [0, 0, 0, 1], [0, 0, 1, 0]),
        ("technologies contains 'C'", [0, 0, 0, 0], [0, 0, 1, 0]),
        ("technologies contains 'C++'", [0, 1, 0, 0], [0, 0, 1, 0]),
        ("`Sales region` = South", [0, 1, 1, 0], [0, 0, 0, 1]),
        ("postcode = 0150", [1, 0, 0, 0], [0, 0, 0, 1]),
        ("postcode = 150", [0, 1, 0, 0], [0, 0, 0, 1]),
        ("founded_on >= '2000-01-01'", [1, 0, 0, 1], [0, 0, 1, 0]),
        ("reference = yes", [1, 0, 0, 1], [0, 0, 1, 0]),
        # An unknown part leaves `and` open only where the other part is true, and `or` only where it is false.
        ("industry = IT and employees > 10", [1, 0, 0, 0], [0, 0, 1, 0]),
        ("industry = IT and employees > 30", [1, 0, 0, 0], [0, 0, 0, 0]),
        ("industry = IT or employees < 30", [1, 0, 1, 0], [0, 0, 0, 1]),
        ("not industry = IT", [0, 1, 0, 1], [0, 0, 1, 0]),
        ("employees > 30 and (industry = IT or industry = Bank)", [1, 0, 0, 0], [0, 0, 0, 0]),
        # `and` binds more tightly than `or`.
        ("industry = Logistics or industry = IT and employees > 100", [0, 0, 0, 1], [0, 0, 1, 0]),
    ],
)
def test_what_a_rule_says_of_each_company(text: str, holds: list[int], unknown: list[int]) -> None:
    rule = parse(text)
    assert rule.holds(COMPANIES).astype(int).tolist() == holds
    assert rule.unknown(COMPANIES).astype(int).tolist() == unknown
    assert not (rule.holds(COMPANIES) & rule.unknown(COMPANIES)).any()


texts = st.text(max_size=12)
numbers = st.floats(allow_nan=False, allow_infinity=False)
names = st.text(min_size=1, max_size=12)
comparisons = st.one_of(
    st.builds(lambda a, op, v: Comparison(a, op, (v,)), names, st.sampled_from(["=", "!=", "contains"]), texts),
    st.builds(lambda a, op, v: Comparison(a, op, (v,)), names, st.sampled_from(["<", "<=", ">", ">="]), numbers),
    st.builds(lambda a, low, high: Comparison(a, "between", (low, high)), names, numbers, numbers),
    st.builds(lambda a, v: Comparison(a, "in", tuple(v)), names, st.lists(texts | numbers, min_size=1, max_size=4)),
)
rules = st.recursive(
    comparisons,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(lambda parts: And(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
        st.builds(lambda parts: Or(tuple(parts)), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)


@given(rules)
def test_a_rule_reads_back_as_written(rule: Rule) -> None:
    assert parse(str(rule)) == rule


@given(st.text(max_size=40))
def test_any_text_is_a_rule_or_a_clear_refusal(text: str) -> None:
    try:
        rule = parse(text)
    except SettingsError:
        with pytest.raises(SettingsError, match="position"):
            parse(text)
    else:
        assert parse(str(rule)) == rule


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("employees >", r"position 12 of the rule .*found the end.*a number, or a text in quotes"),
        ("employees > 5 industry = IT", r"position 15 .*found 'industry'.*and, or, or the end"),
        ("> 5", r"position 1 .*found '>'.*the name of an attribute"),
        ("employees about 5", r"position 11 .*found 'about'.*between"),
        ("industry in IT", r"position 13 .*found 'IT'.*\("),
        ("(employees > 5", r"position 15 .*found the end.*\)"),
        ("employees > 5; drop", r"position 14 .*found '; drop'"),
        ("__import__('os')", r"position 11 .*found '\('"),
        ("(" * 5000 + "a = 1", "at most 50 levels"),
        ("not " * 5000 + "a = 1", "at most 50 levels"),
        ("employees > 1e999", "inf.*at least one finite value"),
    ],
)
def test_a_text_that_is_no_rule_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parse(text)


def test_an_unknown_attribute_is_named_with_its_place_and_what_looks_like_it() -> None:
    rule = parse("industry = IT and employes > 5")
    with pytest.raises(SettingsError, match=r"position 19 of the rule: no attribute 'employes'.*'employees'"):
        rule.validate(COMPANIES.columns)
    with pytest.raises(SettingsError, match="no attribute 'employes'"):
        rule.holds(COMPANIES)
    assert rule.columns() == ("industry", "employes")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("employees > many", "position 1 of the rule: 'employees' holds numbers, but is compared with 'many'"),
        ("industry > 5", "'industry' holds text, so '>' cannot be answered"),
        ("employees contains 5", "which contain nothing"),
        ("founded_on > lately", "holds dates, but is compared with 'lately'"),
    ],
)
def test_a_comparison_that_makes_no_sense_is_refused(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        parse(text).holds(COMPANIES)


def test_rules_built_from_data_need_the_right_number_of_values() -> None:
    with pytest.raises(SettingsError, match="'between' with 1 values"):
        Comparison("employees", "between", (1,))
    with pytest.raises(SettingsError, match="And of 1 rules"):
        And((Comparison("employees", ">", (1,)),))
    one, two = Comparison("employees", ">", (1,)), Comparison("industry", "=", ("IT",))
    assert all_of([one]) is one
    assert any_of([one, two]) == Or((one, two))


def test_a_rule_in_words() -> None:
    attributes = (Attribute("building_m2", Kind.NUMBER, "building", "building area", "m2"),)
    rule = parse('building_m2 > 1000 and (industry in ("IT", Bank) or not revenue between 1e7 and 5e7)')
    assert (
        str(rule.describe(attributes))
        == "building area over 1,000 m2 and (industry is IT or Bank or not (revenue 10–50M))"
    )


def test_a_million_companies_are_asked_at_once() -> None:
    rows = 1_000_000
    frame = pd.DataFrame(
        {
            "employees": np.arange(rows, dtype=float) % 500,
            "industry": np.array(["IT", "Bank", "Retail", None], dtype=object)[np.arange(rows) % 4],
        }
    )
    held = parse('industry in ("IT", "Bank") and employees between 50 and 250').holds(frame)
    assert (
        held.sum() == ((np.arange(rows) % 4 < 2) & (np.arange(rows) % 500 >= 50) & (np.arange(rows) % 500 <= 250)).sum()
    )
