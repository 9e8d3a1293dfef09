"""What people decide after the training reaches the list: names, points and weights, and nothing that was learned."""

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.criteria.grid import CriteriaGrid, score_segments
from lookalike.knowledge.criteria.points import PointTable
from lookalike.knowledge.criteria.rule_ranking import segment_tables
from lookalike.knowledge.segments.divide import Segmentation, find_segments
from lookalike.learning.bins import CategoryBins, Feature
from lookalike.learning.calibration import Calibration
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.store.adjustment import adjusted
from lookalike.scorecard.tables.rules import rules_scorecard
from lookalike.scorecard.tables.scale import Scale
from lookalike.scorecard.tables.scorecard import Scorecard, Table
from lookalike.settings import Settings

WHO = {"author": "K", "date": "2026-01-01", "reason": "x"}
MANUAL = {"segment": "Chips", "criterion": "competition", "points": 3, **WHO}


def settings(**sections: object) -> Settings:
    return Settings.model_validate({"name": "x", "inputs": {"deals": "deals.csv"}, **sections})


@pytest.fixture(scope="module")
def companies() -> Companies:
    rng = np.random.default_rng(1)
    kind = rng.integers(0, 2, 80)
    accounts = pd.DataFrame(
        {
            "account_id": [f"a{at:02d}" for at in range(80)],
            "industry": np.array(["IT", "Food"], dtype=object)[kind],
            "employees": np.round(np.array([200, 8])[kind] * rng.lognormal(0, 0.2, 80)),
        }
    )
    deals = pd.DataFrame({"account_id": accounts["account_id"], "outcome": np.where(kind, "lost", "won")})
    return Companies.of(accounts, deals.assign(amount=10.0))


def stored(companies: Companies, segmentation: Segmentation, grid: CriteriaGrid, rank_by: str = "win") -> Bundle:
    fit = PointTable("fit_employees", 2.0, "employees", "number", (50.0,), (1.0, 3.0, np.nan), ("few", "many", "?"))
    rules = (*segment_tables(grid), fit)
    names = tuple(one.name for one in segmentation.segments)
    segment = Feature("segment", "segment", "segment", "segment", Kind.CATEGORY, "", CategoryBins(names))
    card = Scorecard((segment,), (Table((0,), (np.array([0.5, -0.5, 0.0, 0.0]),)),), -1.0)
    rank = rules_scorecard(rules) if rank_by == "rules" else card
    known = companies.accounts.assign(segment=segmentation.assign(companies.accounts)["segment"])
    return Bundle(
        name="x",
        version=1,
        manifest={},
        attributes=(
            Attribute("industry", Kind.CATEGORY, "industry", "industry"),
            Attribute("employees", Kind.NUMBER, "employees", "employees", "heads"),
        ),
        rank=rank,
        win=card,
        value=None,
        rank_by=rank_by,
        scales={"score": Scale.of(rank.raw(known))},
        calibration=Calibration((-3.0, 3.0), (0.05, 0.95)),
        reference=pd.DataFrame({"account_id": known["account_id"], "name": "n", "raw": rank.raw(known), "best": False}),
        best=known.head(5),
        distribution={one.name: [1 / one.bins.size] * one.bins.size for one in rank.features},
        ranges={"fit_employees": (1.0, 500.0)},
        rules=rules,
        segmentation=segmentation.to_dict(),
    )


def test_new_names_and_points_reach_the_list_and_the_model_stays(companies: Companies) -> None:
    found = find_segments(companies, settings())
    old = stored(companies, found, score_segments(companies, found, settings()))
    today = settings(
        segments={"names": {found.segments[0].key: "Chips"}},
        criteria={"manual": [MANUAL], "weights": {"fit_employees": 5.0, "size": 0.0}},
    )
    renamed = found.called(today)
    grid = score_segments(companies, renamed, today)
    new = adjusted(old, renamed, grid, today.criteria.weights, companies.accounts)
    before, after = score_frame(old, companies.accounts), score_frame(new, companies.accounts)
    assert set(after["segment"]) == {"Chips", found.segments[1].name}
    assert after["score"].tolist() == before["score"].tolist()
    chips = after["segment"] == "Chips"
    assert set(after.loc[chips, "points_competition"]) == {3.0}
    assert {table.criterion: table.weight for table in new.rules}["fit_employees"] == 5.0
    told = dict(zip(grid.table["segment"] + grid.table["criterion"], grid.table["points"], strict=True))
    for row in after.head(20).to_dict("records"):
        for criterion in ("competition", "lifecycle"):
            expected = told[row["segment"] + criterion]
            assert row[f"points_{criterion}"] == pytest.approx(expected, nan_ok=True)


def test_where_the_rules_rank_the_new_points_rank(companies: Companies) -> None:
    found = find_segments(companies, settings())
    old = stored(companies, found, score_segments(companies, found, settings()), "rules")
    name = found.segments[1].name
    today = settings(criteria={"manual": [{**MANUAL, "segment": name}], "weights": {"competition": 50.0}})
    new = adjusted(old, found, score_segments(companies, found, today), {}, companies.accounts)
    after = score_frame(new, companies.accounts)
    scores = after.groupby("segment")["score"].mean()
    assert scores.idxmax() == name
    raw = dict(zip(new.reference["account_id"], new.reference["raw"], strict=True))
    known = companies.accounts.assign(segment=found.assign(companies.accounts)["segment"])
    assert raw == dict(zip(known["account_id"], new.rank.raw(known), strict=True))
