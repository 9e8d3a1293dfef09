"""A small run made by hand, with text in it that would break a page which trusts what companies write."""

from __future__ import annotations

import copy
from typing import Any

import pandas as pd
import pytest

from lookalike.learning.metrics import PARTS
from lookalike.report.headline import summarise
from lookalike.runs import Documents
from lookalike.schema import CRITERIA

HOSTILE = """<script>alert("x")</script> {{ 7*7 }} $a$ | 'quoted' `b` & [c](d)"""


def figure(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def prospects() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "prospect_id": ["1", "2", "3"],
            "name": [HOSTILE, "Åse AS", None],
            "country": ["NO", None, "SE"],
            "segment": ["IT", None, "IT"],
            "rank": [1, 2, 3],
            "score": [90.0, 50.0, 10.0],
            "win_probability": [0.5, 0.25, 0.1],
            "similarity": [80.0, 40.0, 5.0],
            "deal_value": [2000.0, None, 100.0],
            "expected_value": [1000.0, None, 10.0],
            "grade": ["A", "B", "D"],
            "tier": ["do-or-die", "neutral", "don't"],
            "rule_points": [20.0, 10.0, 0.0],
            "rule_max": [27.0, 27.0, 0.0],
            "rule_share": [0.6, 0.4, float("nan")],
            "rule_rank": [2, 1, 3],
            "agreement": ["both high", "rules only", "both low"],
            "familiar": [True, False, True],
            "reasons_for": [[HOSTILE, "34 employees"], [], []],
            "reasons_against": [[], ["no web shop", "90,000 employees; those known have 5–800"], []],
            "reasons_shared": [[], [], []],
            "nearest_customers": [[HOSTILE], [], []],
            "relation": ["cold", "ex-customer", "cold"],
        }
    )


def segment(name: str, *, passed: bool, **known: Any) -> dict[str, Any]:
    tests = ("distinct", "relevant", "large", "exclusive", "recognisable")
    return {
        "name": name,
        "description": f"industry is {name}",
        "companies": 40,
        "stable": passed,
        "stability": 0.9 if passed else 0.4,
        "penetration": None,
        "cycle_days": None,
        **{f"{one}{end}": None for one in ("win_rate", "mean_value") for end in ("", "_low", "_high")},
        "acid": {test: {"passed": passed, "figure": 0.1, "sentence": f"{test} says why."} for test in tests},
        "motives": {"easy": ["Takes 20 days to close, others 60."], "hard": [HOSTILE]},
        "shares": [{"sentence": "72%: 50-250 employees; elsewhere 20%."}],
        "micro": [{"label": "Technology", "value": "Azure", "companies": 12, "win_rate": 0.6, "low": 0.4, "high": 0.8}],
        "interview": [{"account_id": "K1", "name": HOSTILE}],
        "promise": "One contact.",
        "offer": "",
        **known,
    }


def history() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "segment": ["IT", "Shops", "all companies"],
            "rank": [1.0, 2.0, None],
            "penetration": [0.2, 0.1, 0.15],
            "penetration_low": [0.1, 0.05, 0.1],
            "penetration_high": [0.3, 0.2, 0.2],
            "penetration_index": [1.33, 0.67, 1.0],
            "cost_share": [None, None, None],
            "upsell_room": [0.3, None, 0.2],
        }
    )


def criteria() -> pd.DataFrame:
    rows = [
        {
            "segment": segment_name,
            "criterion": criterion,
            "points": None if criterion == "virality" else points,
            "weight": 2.0 if criterion == "growth" else 1.0,
            "source": "data",
            "reason": "so it is",
            "author": None,
            "date": None,
        }
        for segment_name, points in (("IT", 3.0), ("Shops", 1.0))
        for criterion in CRITERIA
    ]
    return pd.DataFrame(rows)


def comparison() -> dict[str, Any]:
    sides = {"auc": figure(0.7, 0.6, 0.8), "wins@20": figure(0.4, 0.3, 0.5)}
    curve = [{"called": 0.0, "wins": 0.0}, {"called": 1.0, "wins": 1.0}]
    swapped = {
        "prospect_id": "1", "name": HOSTILE, "rank": 1, "rule_rank": 9, "feature": "technologies=Azure",
        "criterion": "fit_technologies=Azure", "points": 1.0, "model_says": ["34 employees"],
    }  # fmt: skip
    return {
        "note": "",
        "spearman": 0.8,
        "agreement": {"both high": 1, "model only": 0, "rules only": 1, "both low": 1},
        "swap": {"calls": 1, "model_only": {"count": 1, "companies": [swapped]}},
        "grades": [
            {
                "grade": "A",
                "companies": 1,
                "win_rate": figure(0.5, 0.2, 0.9),
                "average": 0.3,
                "times": 1.7,
                "deal_value": 2000.0,
                "expected_value": 1000.0,
                "opened": 4,
                "wins_at_pace": figure(2.0, 0.8, 3.6),
            },
            {
                "grade": "C",
                "companies": 0,
                "win_rate": None,
                "average": 0.3,
                "times": None,
                "deal_value": None,
                "expected_value": None,
                "opened": 0,
                "wins_at_pace": None,
            },
        ],
        "model": sides | {"curve": curve},
        "rules": sides | {"curve": curve},
        "difference": {"auc": figure(0.0, -0.1, 0.1)},
        "ranked_for": "The list is ranked for revenue.",
        "winner": "none",
        "verdict": "No difference shown.",
        "criteria": [
            {"criterion": "growth", "signal": "cannot be judged", "auc": None, "weight": None},
            {"criterion": "fit_size", "signal": "yes", "auc": figure(0.6, 0.55, 0.65), "weight": figure(1.0, 0.5, 1.5)},
        ],
        "suggestion": {
            "gain": figure(0.02, 0.01, 0.03),
            "better": True,
            "has": ["growth"],
            "lacks": ["fit_size"],
            "toml": "[criteria.weights]\ngrowth = 1.20",
        },
    }


def metrics() -> dict[str, Any]:
    figures = {"auc": figure(0.7, 0.6, 0.8), "brier": figure(0.2, 0.1, 0.3)}
    deep = {f"lift@{part}": figure(2.0 - part, 1.0, 2.0) for part in PARTS}
    return {
        "champion": "boosted",
        "reason": "Chosen: the best.",
        "ladder": {"rung": "boosted", "sentence": "enough to learn what wins."},
        "split": {"sentence": "Tested on later deals.", "train_deals": 100, "train_companies": 80},
        "rank_by": {"sentence": ""},
        "value": {"sentence": ""},
        "pairs": {"sentence": "Two attributes at a time are enough."},
        "past": {"sentence": "A past with a company does not count."},
        "candidates": {"boosted": figures | deep, "constant": figures},
        "differences": {"boosted": {"auc": figure(0.0, 0.0, 0.0)}, "constant": {"auc": figure(0.2, 0.1, 0.25)}},
        "unseen": {"deals": 30, "auc": figure(0.73, 0.66, 0.81), "baselines": {"rules": figures}},
        "seen": {"deals": 70, "auc": figure(0.75, 0.7, 0.8), "baselines": {"rules": figures}},
        "calibration": [{"deals": 40, "promised": 0.3, "actual": figure(0.25, 0.1, 0.4)}],
        "learning_curve": {},
        "leaks": [
            {"column": HOSTILE, "rule": "filled only after the outcome", "evidence": "never else", "refuse": True},
            {
                "column": "Rating", "rule": "knows the outcome", "evidence": "far too well", "refuse": False,
                "auc": 0.83, "without": 0.63, "together": None,
            },
        ],
        "features": ["size"],
    }  # fmt: skip


def records() -> dict[str, Any]:
    return {
        "icp": {
            "sentence": "They use Azure. 60% do.",
            "anti_sentence": "",
            "short": "They use Azure.",
            "anti_short": "",
            "traits": [
                {
                    "attribute": "t", "label": HOSTILE, "value": "$x$", "share_best": 0.6, "share_rest": 0.2,
                    "share_prospects": 0.1, "lift": 3.0, "low": 2.0, "high": 4.0, "n": 12,
                }
            ],
            "anti_traits": [],
            "proxies": [{"sentence": "The budget tells your best customers, but the list does not know it."}],
            "revenue_groups": [
                {"name": "small", "by": "revenue", "low": 0.0, "high": None, "accounts": 3, "share": 1.0}
            ],
            "review_due": "2027-01-01",
        },
        "outside": {"companies": 3, "of": 10, "causes": [], "sentence": "3 of the 10 companies belong to no segment."},
        "segments": [segment("IT", passed=True, win_rate=0.5, win_rate_low=0.4, win_rate_high=0.6),
                     segment(HOSTILE, passed=False)],
        "plan": {
            "sentence": "66 addresses.",
            "notes": [],
            "segments": [{"segment": None, "used": 5, "orders": 1.2, "revenue": 10.0}],
            "funnel": [{"stage": "address", "expected": 66.0}],
        },
        "persona": {"sentences": ["70% work in operations."]},
        "overlap": {
            "pairs": [{"first": "Kari", "second": "Ola", "common": 1, "share": 0.5}],
            "agreed": ["K1"], "unmatched": [f"Kari: {HOSTILE}"], "sentence": "2 leaders agree on 1 customers.",
        },
        "narrowing": [
            {
                "name": "on Azure", "rule": 'technologies contains "Azure"', "effect": "qualify",
                "before": 9, "dropped": 6, "unknown": 1, "remaining": 3,
            }
        ],
        "comparison": comparison(),
        "difference": {},
        "drift": drift(),
        "metrics": metrics(),
        "findings": [
            {"level": "info", "code": "ladder", "file": "", "column": "", "count": 9, "message": "enough", "advice": "",
             "examples": []},
            {"level": "warning", "code": "x", "file": "a.csv", "column": HOSTILE, "count": 1, "message": HOSTILE,
             "advice": "", "examples": [HOSTILE]},
        ],
        "run": {"project": HOSTILE, "as_of": "2026-01-01", "currency": "NOK", "model": "small@1"},
    }  # fmt: skip


def drift() -> dict[str, Any]:
    """A model that has aged, and the companies of an earlier list whose deals have closed since."""
    grades = [
        {"grade": "A", "deals": 20, "won": 9, "rate": 0.45, "low": 0.27, "high": 0.64, "promised": 0.5, "held": True}
    ]
    return {
        "train_again": True,
        "because": [HOSTILE],
        "sentence": f"Train again: {HOSTILE}.",
        "sentences": [f"Train again: {HOSTILE}."],
        "prospects": [],
        "shift": {"sentence": f"Most of all {HOSTILE}."},
        "since": {},
        "promises": {
            "grades": grades,
            "months": [],
            "control": {"sentence": "Of 90 worked 9 won, of 10 apart none."},
            "sentence": "A 9 of 20 won.",
        },
    }


def tables() -> dict[str, pd.DataFrame]:
    left = pd.DataFrame({"row": [4], "id": ["4"], "name": ["X"], "reason": ["opted_out"], "detail": ["asked"]})
    return {
        "excluded": left,
        "rejected": left.head(0),
        "criteria": criteria(),
        "history": history(),
        "portfolio": pd.DataFrame(
            {
                "account_id": ["K1"], "name": [HOSTILE], "attractiveness": [8.0], "strength": [3.0],
                "type": ["development"], "service": ["call them"],
            }
        ),
        "completeness": pd.DataFrame(
            {"attribute": ["t"], "label": [HOSTILE], "accounts": [0.5], "prospects": [float("nan")]}
        ),
    }  # fmt: skip


def told(ranked: pd.DataFrame, own_tables: dict[str, pd.DataFrame], own_records: dict[str, Any]) -> Documents:
    summary = summarise(ranked, own_tables, own_records, "NOK")
    return Documents(ranked, own_tables, own_records | {"summary": summary})


@pytest.fixture
def small() -> Documents:
    """Three prospects, two segments, everything told."""
    return told(prospects(), tables(), records())


@pytest.fixture
def bare() -> Documents:
    """A first run with neither prospects, segments, deals to judge by nor customers: ranked by rules."""
    empty = {name: table.head(0) for name, table in tables().items()}
    nothing = copy.deepcopy(records())
    nothing["icp"] |= {"sentence": "", "short": "", "traits": [], "proxies": [], "revenue_groups": []}
    nothing["plan"] |= {"segments": [], "funnel": []}
    nothing["persona"] = {}
    nothing["overlap"] |= {"pairs": [], "agreed": [], "unmatched": []}
    nothing["comparison"] |= {
        "spearman": None, "ranked_for": "There is nothing to rank.",
        "grades": [], "swap": {}, "model": {}, "rules": {}, "difference": {}, "criteria": [],
    }  # fmt: skip
    del nothing["comparison"]["suggestion"]
    nothing["metrics"] |= {
        "champion": "rules", "candidates": {}, "unseen": {"deals": 0}, "seen": {"deals": 0},
        "calibration": [], "leaks": [], "features": [],
        "split": {"sentence": ""},
    }  # fmt: skip
    nothing["drift"] |= {"train_again": False, "sentence": "", "sentences": [], "shift": {}, "promises": {}}
    nothing |= {"segments": [], "narrowing": [], "findings": []}
    return told(prospects().head(0), empty, nothing)
