"""Ranking: never rising scores, ties by id, capacity, agreement, exploration."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lookalike.ranking.order.grades import seats
from lookalike.ranking.order.ordering import rank, raw_score
from lookalike.settings import Score


def scored(n: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    most = rng.choice([0.0, 9.0, 27.0], n)
    return pd.DataFrame(
        {
            "prospect_id": rng.permutation([f"P{i}" for i in range(n)]),
            "shap_base": -1.0,
            "shap_size": rng.choice([-0.5, 0.25, 0.5], n) + rng.normal(0, 1e-9, n),
            "shap_industry": rng.choice([-0.3, 0.0, 0.3], n).astype(np.float32),
            "rule_share": np.where(most > 0, rng.integers(0, 10, n) / 9, np.nan),
            "familiar": rng.random(n) < 0.8,
        }
    )


@settings(max_examples=50, deadline=None)
@given(
    st.integers(1, 300), st.integers(0, 10_000), st.one_of(st.none(), st.integers(1, 400)), st.sampled_from([0.0, 0.3])
)
def test_invariants_of_a_ranked_list(n, seed, capacity, exploration):
    given_settings = Score(capacity=capacity, exploration=exploration)
    ranked = rank(scored(n, seed), given_settings)
    assert ranked["rank"].tolist() == list(range(1, n + 1))
    assert sorted(ranked["rule_rank"]) == list(range(1, n + 1))
    raw = ranked.filter(like="shap_").sum(axis=1).to_numpy()
    assert (np.diff(raw) <= 1e-4).all()
    tied = np.flatnonzero(np.diff(raw_score(ranked)) == 0)
    assert (ranked["prospect_id"].to_numpy()[tied] < ranked["prospect_id"].to_numpy()[tied + 1]).all()
    assert (ranked["grade"] == "A").sum() == seats(n, given_settings)
    share = ranked["rule_share"].to_numpy()
    by_rules = share[np.argsort(ranked["rule_rank"])]
    known = by_rules[np.isfinite(by_rules)]
    assert (np.diff(known) <= 1e-5).all()
    assert np.isnan(by_rules[len(known) :]).all()


def test_the_order_of_the_input_does_not_matter():
    table = scored(500, 1)
    first, second = rank(table), rank(table.sample(frac=1, random_state=3))
    pd.testing.assert_frame_equal(first, second)


def test_default_grades_are_shares_of_the_list():
    assert rank(scored(1000, 2))["grade"].value_counts().to_dict() == {"A": 100, "B": 200, "C": 300, "D": 400}


def test_exploration_keeps_seats_for_the_unfamiliar_without_moving_ranks():
    table = scored(1000, 4).assign(familiar=lambda t: t["shap_size"] > 0)
    plain, curious = rank(table, Score(capacity=50)), rank(table, Score(capacity=50, exploration=0.2))
    assert plain["prospect_id"].tolist() == curious["prospect_id"].tolist()
    assert (~curious.loc[curious["grade"] == "A", "familiar"]).sum() == 10
    assert plain.loc[plain["grade"] == "A", "familiar"].all()


def test_a_prospect_without_answers_is_never_high_by_rules():
    table = scored(10, 5).assign(rule_share=np.nan)
    assert set(rank(table)["agreement"]) == {"model only", "both low"}


def test_the_score_never_rises_along_the_rank():
    table = scored(300, 8)
    noisy = table.assign(score=table.filter(like="shap_").sum(axis=1) * 10 + 50)
    assert (np.diff(rank(noisy)["score"]) <= 0).all()


def test_an_empty_list_stays_empty_with_all_columns():
    ranked = rank(scored(0, 6))
    assert ranked.empty
    assert {"rank", "grade", "rule_rank", "agreement"} <= set(ranked.columns)
