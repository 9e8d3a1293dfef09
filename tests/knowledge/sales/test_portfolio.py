"""The portfolio: types as planted in the sample, the matrix at its corners, and the overlap of the leaders' lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.errors import SettingsError
from lookalike.knowledge.criteria.figures import account_figures
from lookalike.knowledge.sales.customer_portfolio import HIGH, LET_GO, STRATEGIC, portfolio
from lookalike.knowledge.sales.leaders import DATA, list_overlap
from lookalike.languages import say
from lookalike.settings import Settings

Make = Callable[..., Settings]


def test_the_planted_types_are_recovered(sample_companies: Companies, sample_truth: object, settings: Make) -> None:
    table = portfolio(sample_companies, settings()).set_index("account_id")
    planted = sample_truth.portfolio
    both = planted.index.intersection(table.index)
    assert len(both) == len(planted)
    agreed = table.loc[both, "type"] == planted[both]
    assert agreed.mean() > 0.85
    for kind in ("key", "development", "maintenance", "now-and-then"):
        assert agreed[planted[both] == kind].mean() > 0.75, kind


def test_every_present_customer_is_placed_once(sample_companies: Companies, settings: Make) -> None:
    table = portfolio(sample_companies, settings())
    customers = sample_companies.accounts.query("relation == 'customer'")["account_id"]
    assert sorted(table["account_id"]) == sorted(customers)
    assert table[["attractiveness", "strength"]].stack().between(0, 10).all()
    high, strong = table["attractiveness"] >= HIGH, table["strength"] >= HIGH
    assert (table.loc[high & strong, "type"] == "key").all()
    assert (table.loc[~high & ~strong, "type"] == "now-and-then").all()
    assert table["class"].isin(["strategic", "key", "basic", "against the current"]).all()
    assert (table.loc[table["class"] == "against the current", "type"] == "now-and-then").all()
    assert (table["service"] == table["type"].map(lambda kind: say(f"service.{kind}"))).all()
    assert table["attractiveness"].is_monotonic_decreasing


def test_weights_can_be_set_and_unknown_ones_are_refused(seller: Companies, settings: Make) -> None:
    plain = portfolio(seller, settings()).set_index("account_id")["attractiveness"]
    heavy = portfolio(seller, settings(portfolio={"weights": {"size": 1000}})).set_index("account_id")
    assert heavy["attractiveness"].corr(heavy["size"]) > 0.999
    assert not plain.equals(heavy["attractiveness"])
    with pytest.raises(SettingsError, match=r"no portfolio criterion 'sise'.*did you mean 'size'"):
        portfolio(seller, settings(portfolio={"weights": {"sise": 1}}))


def test_a_customer_where_we_have_others_is_worth_more_than_a_lonely_one(seller: Companies, settings: Make) -> None:
    city = np.where(np.arange(len(seller.accounts)) % 4 == 1, "Bodø", "Oslo")
    placed = replace(seller, accounts=seller.accounts.assign(city=city))
    table = portfolio(placed, settings()).set_index("account_id")
    near = placed.accounts.set_index("account_id")["city"].reindex(table.index) == "Oslo"
    assert table.loc[near, "location"].min() > table.loc[~near, "location"].max()
    assert "location" not in portfolio(seller, settings())


def test_the_best_it_customers_are_more_attractive_than_food(seller: Companies, settings: Make) -> None:
    table = portfolio(seller, settings()).set_index("account_id")
    it = table.index < "A10"
    assert table.loc[it, "attractiveness"].min() > table.loc[~it, "attractiveness"].max()
    assert str(table.loc["A09", "reason"]).startswith("strongest on ")


def test_without_customers_the_portfolio_is_empty(settings: Make) -> None:
    deals = pd.DataFrame({"account_id": ["a", "b"], "outcome": ["lost", "open"]})
    assert portfolio(Companies.of(deals=deals), settings()).empty


def test_leaders_lists_are_compared_with_each_other_and_the_data(seller: Companies, settings: Make) -> None:
    lists = {"Kari": ["A09", "company 8", "A12"], "Ola": ["A09", "A07", "Nobody Ltd"]}
    given = settings(portfolio={"lists": lists})
    table = portfolio(seller, given)
    found = list_overlap(seller.accounts, table, given)
    assert found.agreed == ("A09",)
    assert found.unmatched == ("Ola: Nobody Ltd",)
    pairs = found.pairs.set_index(["first", "second"])
    assert pairs.loc[("Kari", "Ola"), ["common", "share"]].tolist() == [1, 0.5]
    top = set(table["account_id"].head(3))
    assert pairs.loc[("Kari", DATA), "common"] == len(top & {"A09", "A08", "A12"})
    assert str(found.sentence).startswith("2 leaders agree on 1 customers; ")
    assert str(list_overlap(seller.accounts, table, settings()).sentence) == "No leader has given a list."


def test_leaders_name_customers_as_they_are_matched_everywhere(settings: Make) -> None:
    accounts = pd.DataFrame(
        {"account_id": ["1", "2"], "name": ["Nordlys Planlegging AS", "Fjord AS"], "org_number": ["923609016", None]}
    )
    deals = pd.DataFrame({"account_id": ["1", "2"], "outcome": "won"})
    companies = Companies.of(accounts, deals)
    given = settings(
        portfolio={"lists": {"Kari": ["NORDLYS PLANLEGGING", "Fjord"], "Ola": ["923 609 016", "Fjord A/S"]}}
    )
    found = list_overlap(companies.accounts, portfolio(companies, given), given)
    assert (found.agreed, found.unmatched) == (("1", "2"), ())


def customers(**columns: list[float]) -> Companies:
    """Eight customers, alike but for the given columns; each ordered twice in two years."""
    ids = [f"c{at}" for at in range(8)]
    accounts = pd.DataFrame({"account_id": ids} | {name: values for name, values in columns.items() if name != "spent"})
    spent = columns.get("spent", [100.0] * 8)
    orders = pd.DataFrame(
        {
            "order_id": [f"{one}{year}" for one in ids for year in (2023, 2024)],
            "account_id": [one for one in ids for _ in range(2)],
            "date": pd.to_datetime([f"{year}-05-01" for _ in ids for year in (2023, 2024)]),
            "amount": [amount / 2 for amount in spent for _ in range(2)],
        }
    )
    return Companies.of(accounts, orders=orders)


def test_revenue_makes_attractive_and_is_not_all(settings: Make) -> None:
    rising = [float(at) for at in range(1, 9)]
    alike = portfolio(customers(spent=rising), settings()).set_index("account_id")
    assert alike["attractiveness"].sort_index().is_monotonic_increasing
    assert alike["attractiveness"].nunique() == 8
    # Those who bought least grow most and are largest: the past is outweighed by what they may become.
    turned = portfolio(customers(spent=rising, growth=rising[::-1], employees=rising[::-1]), settings())
    assert turned.set_index("account_id")["attractiveness"].sort_index().is_monotonic_decreasing


def test_every_criterion_is_told_from_nought_to_ten(settings: Make) -> None:
    table = portfolio(customers(spent=[float(at) for at in range(1, 9)]), settings())
    assert (table["revenue"].min(), table["revenue"].max()) == (pytest.approx(0.625), pytest.approx(9.375))
    assert table["attractiveness"].between(0, 10).all()


def test_classes_follow_from_the_place_in_the_matrix(sample_companies: Companies, settings: Make) -> None:
    table = portfolio(sample_companies, settings()).set_index("account_id")
    assert set(table["class"]) == {"strategic", "key", "basic", "against the current"}
    strategic = (table["type"] == "key") & (table["attractiveness"] >= STRATEGIC)
    assert ((table["class"] == "strategic") == strategic).all()
    assert ((table["class"] == "key") == ((table["attractiveness"] >= HIGH) & ~strategic)).all()
    lost_cause = table[["attractiveness", "strength"]].max(axis=1) < LET_GO
    assert (table.loc[lost_cause, "class"] == "against the current").all()
    # Those whom we let go and are not hopeless earn nothing; nobody who earns is let go for that.
    earns = account_figures(sample_companies)["net_share"].reindex(table.index)
    let_go = table["class"] == "against the current"
    assert (earns[let_go & ~lost_cause] <= 0).all()
    assert not (
        (earns[table["class"] == "basic"] <= 0) & (table["type"] == "now-and-then")[table["class"] == "basic"]
    ).any()
