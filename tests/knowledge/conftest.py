"""A small seller whose figures can be counted by hand, and segments given by rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.sample import Truth, write_sample
from lookalike.sample.truth import GROUPS
from lookalike.settings import Settings
from toys import RuleSegments


@pytest.fixture
def settings() -> Callable[..., Settings]:
    """Settings with the given sections."""
    return lambda **sections: Settings.model_validate({"name": "seller", "inputs": {"deals": "deals.csv"}, **sections})


@pytest.fixture(scope="session")
def two_segments() -> RuleSegments:
    return RuleSegments.of(IT="industry = IT", Food="industry = Food")


@pytest.fixture(scope="session")
def seller() -> Companies:
    """Ten IT companies that buy much and ten food companies that buy little, five prospects of each, and two others.

    Every IT company won one deal of 1000 (margin 500, cost 100) and lost one; every second food company won one of
    100 (margin 10, cost 5), the others lost theirs. Lost IT deals: 3 of 10 name a competitor, 2 of 10 price; lost
    food deals: all of both.
    """
    rows: list[dict[str, Any]] = []
    for number in range(20):
        it = number < 10
        account = f"A{number:02d}"
        base = {"account_id": account, "created": "2024-01-01", "decision_makers": 2 if it else 1}
        won = it or number % 2 == 0
        worth = {"amount": 1000, "margin": 500, "cost": 100} if it else {"amount": 100, "margin": 10, "cost": 5}
        if won:
            rows.append({**base, **worth, "outcome": "won", "closed": f"2024-0{1 + number % 9}-15"})
        if it or not won:
            rival = "Rival" if not it or number < 3 else ("None" if number < 5 else None)
            reason = "Price too high" if not it or number < 2 else "Timing"
            rows.append({**base, "outcome": "lost", "closed": "2024-06-01", "competitor": rival, "reason": reason})
    deals = pd.DataFrame(rows).assign(deal_id=[f"D{n:02d}" for n in range(len(rows))])
    accounts = pd.DataFrame(
        {
            "account_id": [f"A{n:02d}" for n in range(20)],
            "name": [f"Company {n}" for n in range(20)],
            "industry": ["IT"] * 10 + ["Food"] * 10,
            "employees": [60.0 + n for n in range(10)] + [5.0] * 10,
            "growth": [25.0] * 10 + [-3.0] * 10,
            "ownership": ["private"] * 10 + ["municipal"] * 7 + ["private"] * 3,
            "reference": pd.array([True] * 4 + [False] * 6 + [None] * 10, dtype="boolean"),
        }
    )
    prospects = pd.DataFrame(
        {
            "prospect_id": [f"P{n:02d}" for n in range(12)],
            "industry": ["IT"] * 5 + ["Food"] * 5 + ["Mining", None],
            "employees": 50.0,
            "growth": [25.0] * 5 + [-3.0] * 7,
            "ownership": "private",
        }
    )
    activities = [
        {"account_id": deal.account_id, "deal_id": deal.deal_id, "date": "2024-01-02", "activity": kind, "hours": hours}
        for deal in deals.itertuples()
        for kind, hours, reached in (
            ("Telefon", 1.0, True),
            ("Møte", 3.0, deal.outcome == "won" or deal.account_id < "A05"),
        )
        if reached
    ]
    contacts = pd.DataFrame(
        {
            "contact_id": [f"C{n:02d}" for n in range(10)],
            "account_id": [f"A{n:02d}" for n in range(8)] + ["A10", "A11"],
            "title": ["CEO"] * 9 + [None],
            "email": ["a@b.example"] * 7 + [None] + ["a@b.example"] * 2,
        }
    )
    return Companies.of(
        accounts, deals, prospects, activities=pd.DataFrame(activities), contacts=contacts, currency="EUR"
    )


@pytest.fixture(scope="session")
def sample_truth(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """What was planted in the sample company."""
    return write_sample(tmp_path_factory.mktemp("truth") / "demo")


@pytest.fixture(scope="session")
def planted_segments() -> RuleSegments:
    """The sample's planted segments, by their industry."""
    return RuleSegments.of(**{group.name: f'industry = "{group.industry}"' for group in GROUPS})
