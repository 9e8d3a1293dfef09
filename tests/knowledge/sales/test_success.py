"""Where success came from, counted by hand on the small seller and compared with what was planted in the sample."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.criteria.figures import account_figures
from lookalike.knowledge.sales.success import segment_history
from lookalike.languages import say
from lookalike.settings import Settings
from toys import RuleSegments

EVERYONE = say("segments.all_of_them")


def asked(**sections: object) -> Settings:
    return Settings.model_validate({"name": "x", "inputs": {"deals": "deals.csv"}, **sections})


def test_figures_of_a_segment_are_its_counts(seller: Companies, two_segments: object) -> None:
    told = segment_history(seller, two_segments, asked()).set_index("segment")
    assert told.index.map(str).tolist() == ["Food", "IT", "all companies"]
    food, it, everyone = (told.loc[name] for name in told.index)
    assert (it["customers"], it["potential"]) == (10, 15)
    assert it["penetration"] == pytest.approx(10 / 15)
    assert it["hit_rate"] == pytest.approx(0.5)
    assert it["hit_rate_low"] < 0.5 < it["hit_rate_high"]
    assert it["margin_share"] == pytest.approx(0.5)
    assert it["cost_share"] == pytest.approx(0.1)
    assert food["margin_share"] == pytest.approx(0.1)
    assert everyone["margin_share"] == pytest.approx((10 * 500 + 5 * 10) / (10 * 1000 + 5 * 100))
    # IT: 20 calls of 1 hour, 15 meetings of 3; food: 10 calls, 5 meetings.
    assert it["hours_per_won"] == pytest.approx((20 + 45) / 10)
    assert food["hours_per_won"] == pytest.approx((10 + 15) / 5)
    assert it["margin_share_index"] == pytest.approx(it["margin_share"] / everyone["margin_share"])
    assert (it["references"], it["reference_share"]) == (4, 0.4)
    assert it["upsell_room"] == pytest.approx(0)  # all buy the same
    assert np.isnan(it["cross_sell_room"])
    told_of_it = "10 of 15 matching companies are customers, 50% of the deals are won, margin 50%, 6 hours per won deal"
    assert str(it["reason"]) == told_of_it


def test_the_ranking_is_the_mean_rank_over_what_is_known(seller: Companies, two_segments: object) -> None:
    told = segment_history(seller, two_segments, asked()).set_index("segment")
    # IT is ahead in penetration and margin, food in cost of sale and hours: a tie, until the team's own score decides.
    assert told["rank"].dropna().tolist() == [1, 1]
    for best, scores in (("IT", {"IT": 9.0, "Food": 2.0}), ("Food", {"IT": 2.0, "Food": 9.0})):
        turned = segment_history(seller, two_segments, asked(segments={"need_match": scores})).set_index("segment")
        assert turned["need_match"].dropna().to_dict() == scores
        assert turned["rank"].idxmin() == best
        assert turned["rank"].max() == 2


def test_up_sell_and_cross_sell_room() -> None:
    orders = pd.DataFrame(
        {
            "order_id": ["1", "2", "3", "4", "5"],
            "account_id": ["a", "a", "b", "c", "d"],
            "date": ["2024-01-01", "2024-02-01", "2024-01-01", "2024-01-01", "2024-06-01"],
            "amount": [300.0, 100.0, 400.0, 100.0, 400.0],
            "product": ["licence", "service", "licence", "licence", "licence"],
        }
    )
    accounts = pd.DataFrame({"account_id": list("abcd"), "industry": "IT"})

    class All:
        segments = (type("S", (), {"name": "IT"})(),)

        def assign(self, frame: pd.DataFrame) -> pd.DataFrame:
            return pd.DataFrame({"segment": "IT", "degree": 1.0}, index=frame.index).astype({"segment": object})

    told = segment_history(Companies.of(accounts, orders=orders), All(), asked()).set_index("segment").loc["IT"]
    assert told["upsell_room"] == pytest.approx((1 - 100 / 400) / 4)  # only c buys less than the best quarter, 400
    assert told["cross_sell_room"] == pytest.approx(3 / 8)  # a has both products, the others one of two


def test_margin_and_cost_of_an_account(seller: Companies) -> None:
    told = account_figures(seller)
    assert told.loc["A00", ["revenue", "margin", "cost", "won", "lost"]].tolist() == [1000, 500, 100, 1, 1]
    assert told.loc["A00", "net_share"] == pytest.approx(0.4)
    assert told["customer"].sum() == 15


def test_the_segments_of_the_sample_are_ranked_as_planted(
    sample_companies: Companies, planted_segments: object
) -> None:
    told = segment_history(sample_companies, planted_segments, asked()).set_index("segment")
    assert set(told["rank"].nsmallest(2).index) == {"Industri", "Logistikk"}
    assert told["rank"].idxmax() == "Servering"
    assert told.loc["Industri", "margin_share"] == pytest.approx(0.48, abs=0.02)  # as planted
    assert told.loc["Servering", "margin_share"] == pytest.approx(0.22, abs=0.02)


def test_the_panel_takes_part_in_the_ranking(seller: Companies, two_segments: object) -> None:
    votes = [("IT", "price", 5, 2, "Kari"), ("IT", "speed", 10, 8, "Kari"), ("IT", "speed", 4, 9, "Ola")]
    votes += [("Food", "price", 8, 1, "Ola")]
    names = ("segment", "criterion", "importance", "strength", "by")
    panel = [dict(zip(names, vote, strict=True)) for vote in votes]
    told = segment_history(seller, two_segments, asked(segments={"panel": panel})).set_index("segment")
    assert told.loc["IT", ["usp_match_low", "usp_match", "usp_match_high"]].tolist() == [6.0, 7.5, 9.0]
    assert told.loc["Food", "usp_match"] == 1.0
    # With figures that say nothing else, the segment that we fit better comes first.
    bare = Companies.of(accounts=seller.accounts[["account_id", "industry"]])
    named = segment_history(bare, two_segments, asked(segments={"panel": panel}))["segment"]
    assert named.map(str).tolist() == ["IT", "Food", "all companies"]


def twins(**better: float) -> tuple[Companies, RuleSegments]:
    """Two segments alike in everything but what is given, in which segment A is the better one."""
    ids = [f"{name}{at}" for name in "AB" for at in range(10)]
    accounts = pd.DataFrame({"account_id": ids, "kind": [one[0] for one in ids]})
    accounts["reference"] = (
        [one[0] == "A" or at % 2 == 0 for at, one in enumerate(ids)] if "references" in better else True
    )
    rows = []
    for one in ids:
        good = one[0] == "A"
        margin = 50.0 if good and "margin" in better else 30.0
        cost = 5.0 if good and "cost" in better else 10.0
        base = {"account_id": one, "amount": 100.0, "margin": margin, "cost": cost, "closed": "2024-03-01"}
        rows += [{**base, "outcome": "won"}, {**base, "outcome": "lost"}]
        if "won" in better and not good:
            rows.append({**base, "outcome": "lost"})
    deals = pd.DataFrame(rows).assign(deal_id=[f"d{at}" for at in range(len(rows))])
    hours = [1.0 if "hours" in better and row.account_id[0] == "A" else 2.0 for row in deals.itertuples()]
    activities = deals[["account_id", "deal_id"]].assign(activity="Call", hours=hours, date="2024-01-01")
    kinds = ["A"] * 5 + ["B"] * (15 if "penetration" in better else 5)
    prospects = pd.DataFrame({"prospect_id": [f"p{at}" for at in range(len(kinds))], "kind": kinds})
    segments = RuleSegments.of(A="kind = A", B="kind = B")
    return Companies.of(accounts, deals, prospects, activities=activities), segments


@pytest.mark.parametrize(
    ("what", "figure"),
    [
        ("penetration", "penetration"),
        ("margin", "margin_share"),
        ("cost", "cost_share"),
        ("hours", "hours_per_won"),
        ("won", "hit_rate"),
        ("references", "reference_share"),
    ],
)
def test_each_figure_knows_which_end_is_good(what: str, figure: str) -> None:
    told = segment_history(*twins(**{what: 1.0}), asked()).set_index("segment")
    assert told["rank"].dropna().to_dict() == {"A": 1.0, "B": 2.0}
    here, there, average = (told.loc[name, figure] for name in ("A", "B", EVERYONE))
    assert here != there
    if f"{figure}_index" in told:
        assert told.loc["A", f"{figure}_index"] == pytest.approx(here / average)


@pytest.mark.parametrize("figure", ["upsell_room", "cross_sell_room"])
def test_more_room_to_sell_ranks_higher(figure: str) -> None:
    amounts = {"A": [400.0, 400.0, 50.0, 50.0], "B": [100.0] * 4} if figure == "upsell_room" else {}
    rows = [
        {"account_id": f"{name}{at}", "amount": amounts.get(name, [100.0] * 4)[at], "product": f"p{part}"}
        for name in "AB"
        for at in range(4)
        for part in range(1 if figure == "upsell_room" or (name == "A" and at) else 2)
    ]
    orders = pd.DataFrame(rows).assign(order_id=range(len(rows)), date="2024-01-01").astype({"order_id": str})
    ids = [f"{name}{at}" for name in "AB" for at in range(4)]
    accounts = pd.DataFrame({"account_id": ids, "kind": [one[0] for one in ids]})
    told = segment_history(Companies.of(accounts, orders=orders), RuleSegments.of(A="kind = A", B="kind = B"), asked())
    told = told.set_index("segment")
    assert told.loc["A", figure] > told.loc["B", figure]
    assert told["rank"].idxmin() == "A"


def test_inbound_leads_and_urgency_are_measured_by_segment() -> None:
    ids = [f"{name}{at}" for name in "AB" for at in range(10)]
    accounts = pd.DataFrame({"account_id": ids, "kind": [one[0] for one in ids]})
    deals = pd.DataFrame({"account_id": ids, "outcome": "lost", "created": pd.Timestamp("2024-01-01")})
    days = [10 if one[0] == "A" and int(one[1]) < 6 else 100 for one in ids]
    deals["closed"] = deals["created"] + pd.to_timedelta(days, "D")
    deals["deal_source"] = ["Inbound" if int(one[1]) < (5 if one[0] == "A" else 1) else "Cold call" for one in ids]
    segments = RuleSegments.of(A="kind = A", B="kind = B")
    told = segment_history(Companies.of(accounts, deals), segments, asked()).set_index("segment")
    assert told.loc[["A", "B"], "inbound_share"].tolist() == [0.5, 0.1]
    assert told.loc[["A", "B"], "urgent_share"].tolist() == [0.6, 0.0]
    assert told["rank"].idxmin() == "A"
    # Without sources of deals, the prospects who came to us tell.
    prospects = pd.DataFrame({"kind": ["A", "A", "B"], "inbound": pd.array([True, False, False], dtype="boolean")})
    bare = Companies.of(accounts, deals.drop(columns="deal_source"), prospects)
    told = segment_history(bare, segments, asked()).set_index("segment")
    assert told.loc[["A", "B"], "inbound_share"].tolist() == [0.5, 0.0]


def test_what_our_strengths_answer_takes_part_in_the_ranking(seller: Companies, two_segments: object) -> None:
    given = [
        {"name": "scales with you", "meets": "trigger", "when": "growth >= 20", "weight": 3},
        {"name": "speaks to owners", "meets": "motive", "when": "ownership = private"},
    ]
    bare = Companies.of(accounts=seller.accounts.drop(columns="reference"), prospects=seller.prospects)
    told = segment_history(bare, two_segments, asked(strengths=given)).set_index("segment")
    # IT grows and is private; of 15 food companies 8 are private, and none grows.
    assert told.loc[["IT", "Food"], "strength_match"].tolist() == [pytest.approx(1.0), pytest.approx(8 / 15 / 4)]
    plain = segment_history(bare, two_segments, asked()).set_index("segment")
    assert plain["strength_match"].isna().all()
    assert told["rank"].idxmin() == "IT"
