"""The finished list: the columns of the contract, in rank order, with everything exact."""

from __future__ import annotations

import numpy as np

from lookalike.languages import language, told_table
from lookalike.ranking.order.ranked import ranked_prospects
from lookalike.schema import CRITERIA
from lookalike.settings import Score

COLUMNS = [
    "prospect_id",
    "name",
    "country",
    "segment",
    "org_number",
    "domain",
    "city",
    "industry",
    "employees",
    "revenue",
    "rank",
    "score",
    "similarity",
    "win_probability",
    "deal_value",
    "expected_value",
    "grade",
    "tier",
    "rule_points",
    "rule_max",
    "rule_share",
    "rule_rank",
    *(f"points_{criterion}" for criterion in CRITERIA),
    "points_fit_employees",
    "agreement",
    "familiar",
    "reasons_for",
    "reasons_against",
    "reasons_shared",
    "nearest_customers",
    "relation",
    "shap_base",
]


def test_the_list_has_the_columns_of_the_contract(bundle, prospects):
    ranked = ranked_prospects(bundle, prospects.head(3000).assign(relation="cold"), Score(capacity=200))
    assert ranked.columns.tolist() == [*COLUMNS, *(f"shap_{one.name}" for one in bundle.rank.features)]
    assert sorted(ranked["prospect_id"]) == sorted(prospects["prospect_id"].head(3000))
    assert (ranked["grade"] == "A").sum() == 200
    assert (np.diff(ranked["score"]) <= 1e-9).all()


def test_reasons_and_nearest_belong_to_their_row(bundle, prospects):
    some = prospects.head(500)
    together = ranked_prospects(bundle, some).set_index("prospect_id")
    alone = ranked_prospects(bundle, some.iloc[[77]]).set_index("prospect_id")
    for column in ("reasons_for", "reasons_against", "nearest_customers", "score"):
        assert together.loc["P0000077", column] == alone.loc["P0000077", column]
    assert set(together["nearest_customers"].str.len()) == {3}


def test_a_list_is_told_in_any_language(bundle, prospects):
    ranked = ranked_prospects(bundle, prospects.head(300))
    spoken = told_table(ranked, language("fi"))["reasons_for"].explode().dropna()
    assert spoken.str.contains("asiakka|yhdessä|kaupoista").all()
    again = told_table(ranked, language("nl"))
    assert again["reasons_for"].explode().str.contains("klant|samen|deals").sum() == len(spoken)
    assert again["nearest_customers"].tolist() == ranked["nearest_customers"].tolist()


def test_an_empty_list_stays_empty(bundle, prospects):
    assert ranked_prospects(bundle, prospects.head(0)).empty
