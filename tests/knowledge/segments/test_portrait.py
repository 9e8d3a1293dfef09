"""Who a segment is: motives counted by hand, customers to talk to in order, parts that are won more often."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.rules.parsing import parse
from lookalike.knowledge.segments.portrait import interviews, micro_segments, motives, shared
from lookalike.knowledge.value.account_outcomes import outcomes

ROWS = 10  # companies inside the segment, and as many outside


@pytest.fixture(scope="module")
def two_halves() -> tuple[Companies, np.ndarray]:
    """The first ten are quick, decided by one, publicly owned, lost over price to rivals; the others are not."""
    inside = np.arange(2 * ROWS) < ROWS
    ids = [f"a{at:02d}" for at in range(2 * ROWS)]
    accounts = pd.DataFrame(
        {
            "account_id": ids,
            "growth": np.where(inside, 20.0, 2.0),
            "ownership": np.where(inside, "Kommunal", "Privat"),
            "kind": np.where(inside, "x", "y"),
        }
    )
    won = np.arange(2 * ROWS) % 2 == 0
    deals = pd.DataFrame(
        {
            "account_id": ids,
            "outcome": np.where(won, "won", "lost"),
            "created": pd.Timestamp("2024-01-01"),
            "closed": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.where(inside, 10, 100), "D"),
            "decision_makers": np.where(inside, 1.0, 4.0),
            "competitor": np.where(inside & ~won, "Rival", np.where(inside, None, "Ingen")),
            "reason": np.where(won, "fast help", np.where(inside, "price", "timing")),
        }
    )
    return Companies.of(accounts, deals), inside


def test_motives_are_counted_and_set_against_all_others(two_halves: tuple[Companies, np.ndarray]) -> None:
    companies, inside = two_halves
    told = motives(companies, outcomes(companies), inside)
    assert (told["cycle_days"], told["decision_makers"], told["growth"]) == (10, 1, 20)
    assert told["competed"] == 0.5  # the lost half of its deals
    assert told["lost_reasons"] == {"price": 1.0}
    assert told["won_reasons"] == {"fast help": 1.0}
    assert told["ownership"] == {"Kommunal": 1.0}
    easy, hard = (" ".join(map(str, told[side])) for side in ("easy", "hard"))
    for words in ("10 days to close, others 100", "1.0 people decide, elsewhere 4.0", "grow 20% a year", "fast help"):
        assert words in easy
    for words in ("50% of its deals name a competitor, elsewhere 0%", "publicly owned", "price"):
        assert words in hard


def test_a_word_for_nobody_is_no_competitor(two_halves: tuple[Companies, np.ndarray]) -> None:
    companies, inside = two_halves
    assert motives(companies, outcomes(companies), ~inside)["competed"] == 0  # all of its deals say "Ingen"


def test_customers_to_talk_to_are_typical_valuable_and_reachable_the_best_first() -> None:
    staff = {"best": 100, "poor": 105, "silent": 110, "odd": 900, "worst": 950, "gone": 100}
    accounts = pd.DataFrame({"account_id": list(staff), "employees": [float(heads) for heads in staff.values()]})
    accounts["relationship"] = ["Customer"] * 5 + ["Former customer"]
    accounts["recurring_revenue"] = [90.0, 10, 80, 70, 1, 1000]
    contacts = pd.DataFrame({"account_id": ["best", "poor", "odd"], "title": "CEO", "email": "a@b.example"})
    companies = Companies.of(accounts, contacts=contacts)
    every = np.ones(len(accounts), bool)
    found = interviews(companies, outcomes(companies), every, companies.attributes)
    assert found[0] == "best"
    assert len(found) == 3
    assert not {"worst", "gone"} & set(found)


def won_in_the_north(seed: int, differs: bool) -> tuple[Companies, np.ndarray]:
    """A segment of 120 companies; the northern half is won four times in five where it differs, else like the south."""
    rng = np.random.default_rng(seed)
    rows = 120
    region = np.where(np.arange(rows) % 2 == 0, "North", "South")
    accounts = pd.DataFrame(
        {"account_id": [f"a{at:03d}" for at in range(rows)], "industry": "IT", "region": region}
    ).assign(zone=rng.choice(list("ABCD"), rows))
    accounts.loc[:9, "industry"] = "Food"
    share = np.where(region == "North", 0.8, 0.2) if differs else 0.5
    outcome = np.where(rng.random(rows) < share, "won", "lost")
    deals = pd.DataFrame({"account_id": accounts["account_id"], "outcome": outcome})
    return Companies.of(accounts, deals), accounts["industry"].eq("IT").to_numpy()


def test_a_part_that_is_won_more_often_is_a_micro_segment() -> None:
    companies, inside = won_in_the_north(0, differs=True)
    found = micro_segments(companies, outcomes(companies), inside, parse("industry = IT"))
    assert [part["attribute"] for part in found] == ["region"]  # nor the industry, which the rule has asked for
    part = found[0]
    assert part["companies"] == 55
    assert part["rule"] == f'region = "{part["value"]}"'
    assert part["p"] < 0.001
    assert part["low"] < part["win_rate"] < part["high"]
    assert part["win_rate"] > 0.6 if part["value"] == "North" else part["win_rate"] < 0.4


def test_no_part_is_told_apart_where_none_differs() -> None:
    found = [
        len(micro_segments(companies, outcomes(companies), inside, parse("industry = IT")))
        for companies, inside in (won_in_the_north(seed, differs=False) for seed in range(20))
    ]
    assert sum(map(bool, found)) <= 4  # a rate of 10 %


def test_a_segment_of_one_value_says_what_else_its_companies_share() -> None:
    rng = np.random.default_rng(4)
    rows = 200
    it = np.arange(rows) < 80
    accounts = pd.DataFrame(
        {
            "account_id": [f"a{at:03d}" for at in range(rows)],
            "industry": np.where(it, "IT", np.where(rng.random(rows) < 0.5, "Food", "Bank")),
            "employees": np.round(np.where(it, 120, 15) * rng.lognormal(0, 0.3, rows)),
            "technologies": np.where(rng.random(rows) < np.where(it, 0.8, 0.1), "Azure", "SAP"),
            "zone": rng.choice(list("ABCD"), rows),
        }
    )
    found = shared(Companies.of(accounts), it, parse("industry = IT"), seed=7)
    assert [one["attribute"] for one in found] == ["employees", "technologies"]  # nor the industry, nor the zone
    sizes, tools = found
    assert sizes["share"] > 0.9 > 0.1 > sizes["elsewhere"]
    assert tools["rule"] in ("technologies contains Azure", 'technologies contains "Azure"')
    assert str(tools["sentence"]).endswith(f"elsewhere {tools['elsewhere']:.0%}.")


def test_problem_goal_channel_and_maturity_make_micro_segments_though_the_list_lacks_them() -> None:
    rng = np.random.default_rng(3)
    rows = 160
    channel = np.where(np.arange(rows) % 2 == 0, "telephone", "e-mail")
    accounts = pd.DataFrame(
        {"account_id": [f"a{at:03d}" for at in range(rows)], "industry": "IT", "Preferred channel": channel}
    )
    accounts.loc[:9, "industry"] = "Food"
    won = rng.random(rows) < np.where(channel == "telephone", 0.8, 0.2)
    deals = pd.DataFrame({"account_id": accounts["account_id"], "outcome": np.where(won, "won", "lost")})
    companies = Companies.of(accounts, deals, pd.DataFrame({"industry": ["IT", "Food"]}))
    inside = accounts["industry"].eq("IT").to_numpy()
    found = micro_segments(companies, outcomes(companies), inside, parse("industry = IT"))
    assert [part["attribute"] for part in found] == ["Preferred channel"]
