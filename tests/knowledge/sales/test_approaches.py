"""Cold approaches are counted with those that led to nothing; calls to customers and within deals are none."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.sales.approaches import Approaches, approaches, new_business
from lookalike.knowledge.sales.hit_rates import hit_rates

CALLED = "2024-02-01"


def world(
    nothing: int = 0, deals: list[dict] | None = None, calls: list[dict] | None = None, as_of: str = "2025-01-01"
) -> Companies:
    """Companies that were called and nothing came of it, beside what is given."""
    cold = [f"cold{at}" for at in range(nothing)]
    rows = [{"account_id": one, "date": CALLED, "deal_id": None} for one in cold] + (calls or [])
    table = pd.DataFrame(deals or [], columns=["deal_id", "account_id", "outcome", "created", "closed", "deal_type"])
    table["deal_source"] = [deal.get("deal_source") for deal in deals or []]
    ids = sorted({*cold, *(one["account_id"] for one in rows), *table["account_id"]})
    activities = pd.DataFrame(rows, columns=["account_id", "date", "deal_id"]).assign(activity="Call")
    return Companies.of(pd.DataFrame({"account_id": ids}), table, activities=activities, as_of=as_of)


def deal(account: str, outcome: str = "lost", created: str = "2024-03-01", **more: str) -> dict:
    row = {"deal_id": f"d-{account}-{created}", "account_id": account, "outcome": outcome, "created": created}
    return row | {"closed": "2024-06-01"} | more


def call(account: str, date: str = CALLED, deal_id: str | None = None) -> dict:
    return {"account_id": account, "date": date, "deal_id": deal_id}


def test_calls_that_led_to_nothing_count() -> None:
    found = approaches(world(90, [deal(f"d{at}") for at in range(10)], [call(f"d{at}") for at in range(10)]))
    assert (found.contacted, found.opened) == (100, 10)


def test_four_thousand_calls_to_nowhere_move_the_rate() -> None:
    """Once every closed deal counted as a cold address, and calls that led to nothing left the rate at .658."""
    deals = [deal(f"d{at}", "won" if at < 66 else "lost") for at in range(100)]
    calls = [call(f"d{at}") for at in range(100)]
    without = hit_rates(world(0, deals, calls))
    assert [(rate.before, rate.after) for rate in without] == [("deal", "order")]
    contact, order = hit_rates(world(4000, deals, calls))
    assert (contact.before, contact.after, contact.tried, contact.reached) == ("contact", "deal", 4100, 100)
    assert order.rate == pytest.approx(0.66)
    assert contact.rate * order.rate < 0.02


@pytest.mark.parametrize(
    ("deals", "calls"),
    [
        ([deal("x", created="2023-01-01")], [call("x")]),  # after the opening of a deal
        ([deal("x")], [call("x", deal_id="d-x-2024-03-01")]),  # of a deal
        ([deal("x", "won", created="2022-01-01", closed="2022-02-01")], [call("x")]),  # to a customer
        ([deal("x", deal_source="Inbound")], [call("x")]),  # it came by itself
    ],
    ids=["after a deal was opened", "within a deal", "to a customer", "inbound"],
)
def test_what_is_no_cold_call(deals: list[dict], calls: list[dict]) -> None:
    found = approaches(world(20, deals, calls))
    assert (found.contacted, found.opened) == (20, 0)


def test_late_approaches_cannot_be_judged_yet() -> None:
    late = [call(f"late{at}", "2024-12-20") for at in range(50)]
    found = approaches(world(90, [deal(f"d{at}") for at in range(10)], [call(f"d{at}") for at in range(10)] + late))
    assert (found.contacted, found.opened) == (100, 10)


def test_where_no_approach_that_led_to_nothing_is_recorded_nothing_is_known() -> None:
    assert approaches(world(0, [deal("a"), deal("b")], [call("a"), call("b")])) == Approaches()


def test_of_earlier_lists_those_that_were_reached_are_known() -> None:
    companies = world(20, [deal("d0")], [call("d0")])
    named = companies.accounts.assign(name=companies.accounts["account_id"] + " AS")
    companies = Companies.of(named, companies.deals, activities=companies.activities, as_of="2025-01-01")
    listed = pd.DataFrame({"name": ["cold0 AS", "cold1 AS", "Stranger AS", "Other AS"], "grade": ["A", "A", "A", "B"]})
    listed["since"] = pd.Timestamp("2024-01-15")
    found = approaches(companies, listed)
    assert (found.listed, found.reached) == (3, 2)
    assert [rate.before for rate in hit_rates(companies, listed=listed)][:2] == ["address", "contact"]
    assert approaches(companies, listed.assign(since=pd.Timestamp("2024-12-31"))).listed == 0


def test_renewals_and_deals_with_customers_are_no_new_business() -> None:
    deals = [
        deal("a", "won", created="2024-01-01", closed="2024-02-01"),
        deal("a", "won", created="2024-05-01", closed="2024-06-01"),
        deal("b", "lost", deal_type="Renewal"),
        deal("c", "lost", deal_type="New business"),
        deal("d", "won", deal_source="Web form"),
    ]
    kept = new_business(world(0, deals))["deal_id"]
    assert sorted(kept) == ["d-a-2024-01-01", "d-c-2024-03-01"]
    every = [deal("a", "won", deal_type="Upsell"), deal("b", "lost", deal_type="Upsell")]
    assert len(new_business(world(0, every))) == 2  # nothing else is known
