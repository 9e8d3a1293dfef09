"""The planted profile is found, and nothing is found where nothing is."""

import json

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.profile.icp import Icp, ideal_profile
from lookalike.knowledge.profile.tiers import Sign, tier
from lookalike.knowledge.profile.traits import RATE, shared_traits
from lookalike.knowledge.rules.parsing import Comparison
from lookalike.knowledge.value.labels import best_customers
from lookalike.knowledge.value.revenue import revenue_profile
from lookalike.languages import from_plain, say, to_plain
from lookalike.schema import TIERS, Attribute, Kind
from lookalike.settings import Settings

SETTINGS = Settings.model_validate({"name": "x", "inputs": {"deals": "deals.csv"}})
ATTRIBUTES = (
    Attribute("industry", Kind.CATEGORY, "industry", "Industry"),
    Attribute("employees", Kind.NUMBER, "employees", "Employees", "heads"),
    Attribute("technologies", Kind.SET, "technologies", "Technologies"),
    Attribute("zone", Kind.CATEGORY, "zone", "Zone"),
)


def drawn(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    return pd.DataFrame({
        "account_id": [f"a{at:04d}" for at in range(n)],
        "industry": rng.choice(["IT", "Bank", "Retail", "Food"], n),
        "employees": np.round(rng.lognormal(4, 1.3, n)) + 1,
        "technologies": rng.choice(["Azure", "AWS", "Azure;SAP", "SAP"], n),
        "zone": rng.choice(list("ABC"), n),
    })  # fmt: skip


def planted(frame: pd.DataFrame) -> np.ndarray:
    return (frame["industry"].eq("IT") & frame["employees"].between(50, 250)).to_numpy()


def profile(companies: Companies) -> Icp:
    best = best_customers(companies, SETTINGS.goal)
    return ideal_profile(companies, best, revenue_profile(companies, SETTINGS.goal), SETTINGS)


def base(seed: int) -> Companies:
    """500 accounts of which IT companies with 50-250 employees buy more often and for more, and 300 prospects."""
    accounts, rng = drawn(500, seed), np.random.default_rng([seed, 1])
    won = rng.random(500) < np.where(planted(accounts), 0.9, 0.4)
    amount = np.where(planted(accounts), 50, 10) * rng.lognormal(0, 0.4, 500)
    deals = pd.DataFrame({
        "account_id": accounts["account_id"], "outcome": np.where(won, "won", "lost"), "amount": amount,
        "closed": pd.Timestamp("2024-03-31"),
    })  # fmt: skip
    return Companies.of(accounts, deals, drawn(300, seed + 1000).rename(columns={"account_id": "prospect_id"}))


@pytest.fixture(scope="module")
def companies() -> Companies:
    return base(0)


def test_the_planted_traits_are_found_with_their_figures(companies: Companies) -> None:
    icp = profile(companies)
    by_attribute = {trait.attribute: trait for trait in icp.traits}
    assert set(by_attribute) == {"industry", "employees"}
    assert by_attribute["industry"].condition == Comparison("industry", "=", ("IT",))
    assert by_attribute["employees"].condition == Comparison("employees", "between", (50, 250))
    assert by_attribute["employees"].value == say("ranges.between", range=[50.0, 250.0], unit="heads")
    for trait in icp.traits:
        assert 1 < trait.low < trait.lift < trait.high
        assert trait.share_best > 1.5 * trait.share_prospects
        assert trait.share_best > 1.5 * trait.share_rest
    assert str(icp.sentence).startswith("Your best customers are IT companies with 50–250 employees. ")


def test_the_planted_profile_is_found_in_every_base_and_false_traits_stay_at_the_stated_rate() -> None:
    false = []
    for seed in range(1, 13):
        traits = profile(base(seed)).traits
        found = {(trait.attribute, str(trait.value)) for trait in traits}
        assert {("industry", "IT"), ("employees", "50–250")} <= found
        false.append(1 - 2 / len(found))
    assert np.mean(false) <= RATE + 2 * np.std(false) / np.sqrt(len(false))


def test_the_table_marks_what_is_relevant(companies: Companies) -> None:
    relevant = {row["attribute"]: row["relevant"] for row in profile(companies).table}
    assert relevant == {"industry": True, "employees": True, "technologies": False, "zone": False}


def test_review_is_due_by_maturity(companies: Companies) -> None:
    assert profile(companies).review_due == "2025-03-31"


def test_a_profile_survives_as_plain_data(companies: Companies) -> None:
    icp = profile(companies)
    assert Icp.from_dict(from_plain(json.loads(json.dumps(to_plain(icp.to_dict()))))) == icp


def tiers_of(icp: Icp, frame: pd.DataFrame) -> np.ndarray:
    plain = icp.to_dict()
    signs, counter_signs = (tuple(map(Sign.from_dict, plain[name])) for name in ("traits", "anti_traits"))
    return np.array(TIERS)[tier(signs, counter_signs, frame)]


def test_tiers_follow_the_profile(companies: Companies) -> None:
    tiers = tiers_of(profile(companies), companies.prospects)
    assert set(tiers) <= set(TIERS)
    assert (tiers == "do-or-die").tolist() == planted(companies.prospects).tolist()


def test_unknown_values_speak_neither_for_nor_against(companies: Companies) -> None:
    unknown = companies.prospects.head(3).assign(industry=None, employees=np.nan, technologies=None, zone=None)
    assert set(tiers_of(profile(companies), unknown)) == {"neutral"}
    assert set(tiers_of(profile(companies), unknown[["prospect_id"]])) == {"neutral"}


def test_on_shuffled_labels_false_calls_stay_at_the_stated_rate() -> None:
    accounts = drawn(300, 5)
    called = 0
    for seed in range(200):
        group = np.zeros(300, bool)
        group[np.random.default_rng(seed).choice(300, 30, replace=False)] = True
        called += bool(shared_traits(accounts, accounts.iloc[:0], ATTRIBUTES, group, seed))
    # Under shuffling every call is false, so the rate of false discoveries is the share of shuffles with any.
    assert called / 200 <= RATE + 2 * np.sqrt(RATE * (1 - RATE) / 200)


def test_when_nothing_tells_them_apart_it_says_so() -> None:
    accounts = drawn(200, 7)[["account_id", "zone", "industry"]]
    outcome = np.random.default_rng(8).choice(["won", "lost"], 200)
    deals = pd.DataFrame({"account_id": accounts["account_id"], "outcome": outcome, "amount": 10.0})
    icp = profile(Companies.of(accounts, deals))
    assert icp.traits == ()
    assert "all differences are within chance (false discovery rate 10%)" in str(icp.sentence)


def test_without_losses_the_least_valuable_are_the_worst() -> None:
    accounts = drawn(200, 9)
    amount = np.where(accounts["industry"] == "Food", 1.0, 100.0) + np.arange(200) / 1000
    deals = pd.DataFrame({"account_id": accounts["account_id"], "outcome": "won", "amount": amount})
    icp = profile(Companies.of(accounts, deals))
    assert str(icp.anti_sentence).startswith("Your least valuable customers are Food companies")


def test_the_sample_company_gives_its_profile_away(sample_companies: Companies) -> None:
    icp = profile(sample_companies)
    found = {(trait.attribute, str(trait.value)) for trait in icp.traits}
    # Companies of 50 to 250 employees are planted to be won more often. The best by revenue are larger still: one in
    # four of them has more than 250, against one in fourteen of the others; the lower end is all that they share.
    assert {("employees", "at least 50"), ("employees", "at least 100")} & found
    assert {("industry", "Industri og automasjon"), ("industry_code_sector", "Manufacturing")} & found
    assert {("technologies", "Azure"), ("technologies", "SAP")} & found
    assert {trait.concept for trait in icp.traits} <= {"industry", "employees", "revenue", "technologies"}
    anti = {trait.concept: str(trait.value) for trait in icp.anti_traits}
    assert {"industry", "employees", "ownership"} <= set(anti)


def test_companies_like_the_worst_are_dont(companies: Companies) -> None:
    signs = (Sign("industry", Comparison("industry", "=", ("IT",))),)
    counter = (Sign("industry", Comparison("industry", "=", ("Food",))),)
    frame = pd.DataFrame({"industry": ["IT", "Food", "Bank", None]})
    assert [TIERS[place] for place in tier(signs, counter, frame)] == ["do-or-die", "don't", "neutral", "neutral"]


@pytest.mark.parametrize(("maturity", "due"), [("young", "2024-09-30"), ("mature", "2025-03-31")])
def test_a_young_company_reviews_sooner(companies: Companies, maturity: str, due: str) -> None:
    best = best_customers(companies, SETTINGS.goal)
    given = SETTINGS.model_copy(update={"goal": SETTINGS.goal.model_copy(update={"maturity": maturity})})
    assert ideal_profile(companies, best, revenue_profile(companies, SETTINGS.goal), given).review_due == due
