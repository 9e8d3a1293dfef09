"""A trait of the best that the list lacks is reasoned through to what on the list stands for it, with how well."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.profile.icp import Icp, ideal_profile
from lookalike.knowledge.profile.proxies import proxies
from lookalike.knowledge.value.labels import best_customers
from lookalike.knowledge.value.revenue import revenue_profile
from lookalike.languages import from_plain, to_plain
from lookalike.settings import Settings

SETTINGS = Settings.model_validate({"name": "x", "inputs": {"deals": "deals.csv"}})


def base(tied: bool) -> tuple[Companies, np.ndarray]:
    """Companies with a fleet of their own buy most; no list knows that, but where tied they mostly are carriers."""
    rng = np.random.default_rng(1)
    rows = 400
    fleet = rng.random(rows) < 0.3
    carrier = rng.random(rows) < (np.where(fleet, 0.9, 0.15) if tied else 0.4)
    accounts = pd.DataFrame(
        {
            "account_id": [f"a{at:03d}" for at in range(rows)],
            "industry": np.where(carrier, "Transport", np.where(rng.random(rows) < 0.5, "IT", "Food")),
            "employees": np.round(rng.lognormal(3, 1, rows)),
            "Own fleet": np.where(fleet, "yes", "no"),
            "Favourite colour": rng.choice(["red", "blue"], rows),
        }
    )
    deals = pd.DataFrame(
        {"account_id": accounts["account_id"], "outcome": "won", "amount": np.where(fleet, 90.0, 10.0)}
    )
    prospects = accounts.head(100)[["industry", "employees"]]
    return Companies.of(accounts, deals, prospects), fleet


def test_what_the_list_lacks_is_a_trait_but_no_attribute() -> None:
    companies, _ = base(tied=True)
    assert {one.name for one in companies.attributes} == {"industry", "employees"}
    assert {one.name for one in companies.untraceable} == {"Own fleet", "Favourite colour"}


def test_the_trait_that_stands_for_it_is_found_with_its_figures() -> None:
    companies, fleet = base(tied=True)
    (found,) = proxies(companies, fleet, seed=7)
    assert (found.attribute, found.condition) == ("Own fleet", '"Own fleet" = "yes"')
    assert found.usual == pytest.approx(fleet.mean())
    carrier = companies.accounts["industry"].eq("Transport").to_numpy()
    best = found.stands[0]
    assert (best["attribute"], best["condition"]) == ("industry", 'industry = "Transport"')
    assert best["share"] == pytest.approx(carrier[fleet].mean())
    assert best["elsewhere"] == pytest.approx(carrier[~fleet].mean())
    assert best["precision"] == pytest.approx(fleet[carrier].mean())
    assert best["prospects"] == pytest.approx(companies.prospects["industry"].eq("Transport").mean())
    assert "What stands for it: industry is Transport" in str(found.sentence)


def test_where_nothing_stands_for_it_that_is_said() -> None:
    (found,) = proxies(*base(tied=False), seed=7)
    assert found.stands == ()
    assert str(found.sentence).endswith("nothing on it stands for it.")


def test_the_profile_carries_them() -> None:
    companies, _ = base(tied=True)
    best = best_customers(companies, SETTINGS.goal)
    icp = ideal_profile(companies, best, revenue_profile(companies, SETTINGS.goal), SETTINGS)
    assert [one.attribute for one in icp.proxies] == ["Own fleet"]
    again = Icp.from_dict(from_plain(json.loads(json.dumps(to_plain(icp.to_dict())))))
    assert again.proxies[0].stands == icp.proxies[0].stands
