"""The rules as a ranking: what they learn, that noise teaches them nothing, and that they behave as an estimator."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from lookalike.companies import Companies
from lookalike.knowledge.criteria.fit_points import company_criteria
from lookalike.knowledge.criteria.grid import score_segments
from lookalike.knowledge.criteria.points import PointTable, share_of_points
from lookalike.knowledge.criteria.rule_ranking import RuleContext, RuleRanking
from lookalike.knowledge.criteria.weights import learned_weights
from lookalike.schema import Attribute, Kind
from lookalike.settings import Settings

ATTRIBUTES = (
    Attribute("industry", Kind.CATEGORY, "industry", "Industry"),
    Attribute("sector", Kind.CATEGORY, "industry", "Sector"),
    Attribute("employees", Kind.NUMBER, "employees", "Employees", "heads"),
    Attribute("technologies", Kind.SET, "technologies", "Technologies"),
    Attribute("zone", Kind.CATEGORY, "zone", "Zone"),
)


def planted(rows: int = 1200, seed: int = 3) -> tuple[pd.DataFrame, np.ndarray]:
    """Companies of which IT, 50-250 employees and Azure buy more; zone is noise, sector repeats the industry."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "industry": rng.choice(["IT", "Food", "Bank"], rows),
            "employees": np.round(rng.lognormal(4, 1, rows)),
            "technologies": rng.choice(["Azure;Mail;SAP", "Azure;Mail", "Mail;SAP", "Mail"], rows),
            "zone": rng.choice(list("ABCDEFGH"), rows),
        }
    ).astype({"industry": object, "technologies": object, "zone": object})
    frame["sector"] = frame["industry"].where(rng.random(rows) < 0.8, "Other")
    odds = -1.5 + 1.2 * (frame["industry"] == "IT") + 1.0 * frame["employees"].between(50, 250)
    odds = odds + 1.0 * frame["technologies"].str.contains("Azure")
    return frame, (rng.random(rows) < 1 / (1 + np.exp(-odds))).to_numpy().astype(int)


def test_the_planted_criteria_are_found_and_noise_is_not() -> None:
    tables = {table.criterion: table for table in company_criteria(*planted(), ATTRIBUTES)}
    assert set(tables) == {"fit_industry", "fit_employees", "fit_technologies=Azure"}  # sector: the same concept
    industry = tables["fit_industry"]
    assert dict(zip(industry.cuts, industry.points, strict=False))["IT"] == 3
    assert tables["fit_technologies=Azure"].points[:2] == (1, 3)
    employees = tables["fit_employees"]
    best = int(np.nanargmax(employees.points))
    assert (employees.cuts[best - 1], employees.cuts[best]) == (50, 250)
    assert "over 50 to 250 employees: won" in str(employees.reasons[best])
    assert all(np.isnan(table.points[-1]) for table in tables.values())


def test_on_shuffled_outcomes_hardly_anything_is_called_a_criterion() -> None:
    frame, y = planted(400)
    rng = np.random.default_rng(0)
    found = [len(company_criteria(frame, rng.permutation(y), ATTRIBUTES)) for _ in range(100)]
    assert np.mean(np.array(found) > 0) <= 0.15  # the stated rate of 10 %, with the error of 100 shuffles


def test_many_rows_of_the_same_few_companies_are_no_proof() -> None:
    frame, y = planted(60, seed=1)
    many, groups = frame.loc[frame.index.repeat(30)], np.repeat(np.arange(60), 30)
    rng = np.random.default_rng(0)
    shuffled = [np.repeat(rng.permutation(y), 30) for _ in range(20)]
    naive = sum(len(company_criteria(many, outcome, ATTRIBUTES)) for outcome in shuffled)
    clustered = sum(len(company_criteria(many, outcome, ATTRIBUTES, groups)) for outcome in shuffled)
    assert naive > 40
    assert clustered <= 6


def test_few_cases_leave_a_level_unknown() -> None:
    frame, y = planted()
    frame.loc[frame.index[:6], "industry"] = "Mining"
    rules = RuleRanking(ATTRIBUTES[:1]).fit(frame, y)
    points = rules.points(pd.DataFrame({"industry": ["Mining", "never seen", None, "IT"]}))
    assert points["fit_industry"].isna().tolist() == [True, True, True, False]


def test_the_share_is_of_all_points_and_what_is_not_known_counts_as_usual(
    seller: Companies, two_segments: object, settings: Callable[..., Settings]
) -> None:
    grid = score_segments(seller, two_segments, settings(criteria={"weights": {"growth": 2}}))
    deals = seller.deals[seller.deals["outcome"] != "open"]
    frame = seller.accounts.set_index("account_id").loc[deals["account_id"]].reset_index(drop=True)
    rules = RuleRanking(seller.attributes, {"fit_employees": 0.5}).fit(
        frame, (deals["outcome"] == "won").to_numpy(), deals["account_id"], context=RuleContext(two_segments, grid)
    )
    points, shares = rules.points(seller.prospects), rules.decision_function(seller.prospects)
    tables = rules.to_tables()
    weights, usual = (np.array([getattr(table, name) for table in tables]) for name in ("weight", "usual"))
    filled = np.where(points.isna(), usual, points)
    np.testing.assert_allclose(shares, (filled @ weights) / (3 * weights.sum()))
    assert dict(zip(points, usual, strict=True))["competition"] == (1 + 0 + 1.5) / 3
    assert points.loc[0, "competition"] == 1.0
    assert points.loc[11, "competition":"profitability"].isna().all()  # no industry, no segment
    assert {table.criterion: table.weight for table in rules.to_tables()}["growth"] == 2


def test_it_is_an_estimator() -> None:
    frame, y = planted(300)
    rules = RuleRanking(ATTRIBUTES)
    with pytest.raises(NotFittedError, match="not fitted"):
        rules.points(frame)
    copy = clone(rules).fit(frame, y)
    assert copy.get_params()["attributes"] == ATTRIBUTES
    np.testing.assert_array_equal(copy.decision_function(frame), rules.fit(frame, y).decision_function(frame))


@pytest.mark.parametrize("y", [np.zeros(50), np.ones(50)], ids=["nothing won", "everything won"])
def test_without_contrast_all_companies_are_alike(y: np.ndarray) -> None:
    frame = planted(50)[0]
    rules = RuleRanking(ATTRIBUTES).fit(frame, y)
    assert rules.to_tables() == []
    assert (rules.decision_function(frame) == 0.5).all()


@pytest.mark.parametrize(
    ("kind", "cuts", "column", "expected"),
    [
        ("number", (10.0, 20.0), [10.0, 10.5, 99.0, None], [0, 1, 2, 3]),
        ("category", ("a", "b"), ["b", "c", None, "a"], [1, 2, 3, 0]),
        ("token", ("SAP",), ["SAP;Azure", "SAPIENT", None, "SAP"], [1, 0, 2, 1]),
    ],
)
def test_bins_are_counted_as_the_scorecard_counts_them(
    kind: str, cuts: tuple[object, ...], column: list[object], expected: list[int]
) -> None:
    size = 3 if kind == "token" else len(cuts) + 2
    table = PointTable("x", 1.0, "x", kind, cuts, (0.0,) * size, ("",) * size)
    values = pd.Series(column, dtype=float if kind == "number" else object)
    assert table.codes(values).tolist() == expected


def test_no_criterion_counts_against_the_better_points() -> None:
    """Two facts that say the same: a plain regression gives one of them a weight below zero."""
    rng = np.random.default_rng(1)
    fact = rng.integers(0, 4, 300).astype(float)
    copy = np.clip(fact + rng.integers(-1, 2, 300), 0, 3)
    hit = (rng.random(300) < (0.2 + 0.25 * fact - 0.08 * copy).clip(0.02, 0.98)).astype(float)
    weights = learned_weights(np.column_stack([fact, copy]), hit)
    assert (weights >= 0).all()
    assert weights.argmax() == 0


def test_what_was_learned_ranks_the_companies() -> None:
    frame, y = planted(600)
    rules = RuleRanking(ATTRIBUTES).fit(frame, y)
    better = (
        frame["industry"].eq("IT") & frame["employees"].between(51, 250) & frame["technologies"].str.contains("Azure")
    )
    share = rules.decision_function(frame)
    assert share[better].min() > share[~better].mean() + 0.3


def test_three_of_three_on_one_answer_is_less_than_26_of_27_and_unknowns_cost_nothing() -> None:
    usual = np.full(9, 1.2)
    rows = np.array([[3.0] + [np.nan] * 8, [3.0] * 8 + [2.0], [1.2] * 9, [np.nan] * 8 + [1.2]])
    one, nearly_all, average, unknown = share_of_points(rows, np.ones(9), usual)
    assert one < nearly_all
    assert average == pytest.approx(unknown)  # neither helped nor harmed by eight open questions
