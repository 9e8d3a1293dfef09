"""One penetration: what the segments, the history and the criteria say of the market is the same figure."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.criteria.grid import score_segments
from lookalike.knowledge.sales.success import segment_history
from lookalike.knowledge.segments.divide import find_segments
from lookalike.settings import Settings

SETTINGS = Settings.model_validate({"name": "x", "inputs": {"deals": "deals.csv"}})


def test_the_sample_has_one_penetration_everywhere(sample_companies: Companies) -> None:
    found = find_segments(sample_companies, SETTINGS)
    told = segment_history(sample_companies, found, SETTINGS).set_index("segment")
    grid = score_segments(sample_companies, found, SETTINGS).table
    size = grid[grid["criterion"] == "size"].set_index("segment")["reason"]
    for segment in found.segments:
        assert told.loc[segment.name, "penetration"] == pytest.approx(segment.penetration)
        assert f"{told.loc[segment.name, 'potential']:,} companies match" in str(size[segment.name])


def test_a_prospect_that_is_a_known_account_counts_once() -> None:
    accounts = pd.DataFrame(
        {"account_id": list("abcd"), "name": ["A AS", "B AS", "C AS", "D AS"], "kind": list("xxyy")}
    )
    deals = pd.DataFrame({"account_id": list("abcd"), "outcome": ["won", "lost", "lost", "lost"]})
    prospects = pd.DataFrame({"prospect_id": ["1", "2"], "kind": ["x", "x"], "account_id": ["b", None]})
    companies = Companies.of(accounts, deals, prospects)
    assert companies.prospects["account_id"].notna().sum() == 1

    class Every:
        segments = (type("S", (), {"name": "all"})(),)

        def assign(self, frame: pd.DataFrame) -> pd.DataFrame:
            return pd.DataFrame({"segment": "all", "degree": 1.0}, index=frame.index).astype({"segment": object})

    told = segment_history(companies, Every(), SETTINGS).set_index("segment").loc["all"]
    assert (told["customers"], told["potential"]) == (1, 5)
