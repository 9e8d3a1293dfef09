"""How far to trust it: what stands beside the chosen candidate, and what is not known has no place."""

from __future__ import annotations

from typing import Any

from lookalike.languages import language
from lookalike.report.html import render
from lookalike.report.page import page
from lookalike.report.trust import trust
from lookalike.runs import Documents

ENGLISH = language("en")


def told(documents: Documents, **changed: Any) -> dict[str, Any]:
    return dict(ENGLISH.told(trust(documents.records["metrics"] | changed, documents.records["run"])))


def test_the_chosen_one_is_ahead_of_every_other_candidate_by_a_figure_with_its_interval(small: Documents) -> None:
    table = told(small)["candidates"]
    names = [column["name"] for column in table["columns"]]
    assert names == ["AUC", "chosen ahead by (AUC)", "lift in the top 20%", "Brier score"]
    ahead = {row["name"]: row["figures"][1] for row in table["rows"]}
    assert ahead == {"boosted pairs": None, "no model": {"value": 0.2, "low": 0.1, "high": 0.25}}
    assert "+0.200" in render(page(small), ENGLISH)
    former = told(small, differences={})["candidates"]
    assert [column["name"] for column in former["columns"]] == ["AUC", "lift in the top 20%", "Brier score"]
    assert {len(row["figures"]) for row in former["rows"]} == {3}


def test_companies_never_seen_and_companies_seen_stand_under_each_other(small: Documents) -> None:
    parts = told(small)["parts"]
    assert [(row["name"], row["champion"], row["figures"][0]["value"]) for row in parts["rows"]] == [
        ("boosted pairs", True, 0.73),
        ("the criteria points", False, 0.7),
        ("boosted pairs, on companies seen before (70 deals)", False, 0.75),
    ]
    assert told(small)["tested"] == "On all held-out deals"
    known_only = told(small, unseen={"deals": 3})
    assert known_only["parts"] is None
    assert known_only["tested"] == "On all held-out deals: 3 of them of companies never seen before"


def test_depths_are_those_of_the_chosen_one(small: Documents) -> None:
    depths = told(small)["depths"]
    assert [(row["part"], row["lift"]["value"]) for row in depths] == [(0.1, 1.9), (0.2, 1.8), (0.3, 1.7)]
    deep = small.records["metrics"]["candidates"]["boosted"]
    assert told(small, champion="constant", candidates={"constant": deep})["depths"] == []


def test_likeness_is_not_told_as_deals(small: Documents) -> None:
    alike = told(small, ladder={"rung": "similarity", "sentence": "only customers."}, split={
        "sentence": "", "train_won": 40, "train_deals": 100, "train_companies": 100,
    })  # fmt: skip
    assert alike["depths"] == []
    assert alike["tested"] == "Customers against the list, companies not seen"
    assert ("learned from", "40 customers and 60 of the list") in alike["card"]


def test_the_card_tells_whether_a_past_counts_where_that_is_known(small: Documents) -> None:
    assert ("a past with us", "A past with a company does not count.") in told(small)["card"]
    assert "a past with us" not in dict(told(small, past={})["card"])
