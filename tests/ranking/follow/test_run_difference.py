"""Run to run: every change is found, and put down to what caused it."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.languages import say
from lookalike.ranking.follow.run_difference import difference
from lookalike.ranking.order.ranked import ranked_prospects
from lookalike.scorecard.score import score_frame
from lookalike.settings import Score

NOBODY = pd.DataFrame({"id": [], "reason": [], "detail": []}, dtype=object)
SETTINGS = Score(capacity=50)


@pytest.fixture(scope="module")
def some(prospects):
    return prospects.head(500)


@pytest.fixture(scope="module")
def before(bundle, some):
    return ranked_prospects(bundle, some, SETTINGS)


def test_the_same_list_twice_has_no_difference(before):
    found = difference(before, before, NOBODY)
    assert found.table.empty
    assert str(found.sentence).startswith("0 entered, 0 left, 0 rose and 0 fell in grade")


def test_those_who_entered_or_left_are_found_with_the_reason(bundle, some, before):
    excluded = pd.DataFrame({"id": ["P0000003"], "reason": ["open_deal"], "detail": ["open deal D7"]})
    new = ranked_prospects(bundle, some[~some["prospect_id"].isin(["P0000003", "P0000004"])], SETTINGS)
    left = difference(before, new, excluded).table.query("change == 'left'").set_index("prospect_id")["detail"]
    assert left.map(str).to_dict() == {"P0000003": "excluded: open deal D7", "P0000004": "no longer in the input"}
    entered = difference(new, before, NOBODY).table.query("change == 'entered'")
    assert sorted(entered["prospect_id"]) == ["P0000003", "P0000004"]


def test_a_company_with_new_data_moves_because_of_data_and_others_because_of_the_list(bundle, some, before):
    worst, best = before["prospect_id"].iloc[-1], before["prospect_id"].iloc[0]
    changed = some.set_index("prospect_id")
    changed.loc[worst] = changed.loc[best]
    new = ranked_prospects(bundle, changed.reset_index(), SETTINGS)
    found = difference(before, new, NOBODY).table.query("change in ('up', 'down')").set_index("prospect_id")
    assert found.loc[worst, ["change", "cause"]].tolist() == ["up", "data"]
    assert str(found.loc[worst, "detail"]).startswith("its own data changed: score ")
    assert set(found.drop(worst)["cause"]) == {"list"}


def test_a_new_model_is_named_as_the_cause(bundle, prospects, some, before, other_bundle):
    new = ranked_prospects(other_bundle, some, SETTINGS)
    between = score_frame(bundle, some).set_axis(some["prospect_id"])["score"]
    found = difference(before, new, NOBODY, between).table
    assert set(found.query("change in ('up', 'down')")["cause"]) <= {"model", "list"}
    assert (found["cause"] == "model").sum() > 20


def test_changed_rule_points_shift_the_agreement_because_of_rules(before):
    first = before.index[before["agreement"] == "both high"][0]
    new = before.assign(
        rule_points=before["rule_points"].where(before.index != first, 0.0),
        agreement=before["agreement"].where(before.index != first, "model only"),
    )
    found = difference(before, new, NOBODY).table
    assert found[["change", "cause", "detail"]].to_numpy().tolist() == [["agreement", "rules", say("difference.rules")]]


def test_what_our_own_rules_leave_out_or_let_in_is_no_change_of_the_input(bundle, some, before):
    ruled = pd.DataFrame({"id": ["P0000003"], "reason": ["disqualified"], "detail": ["no public bodies"]})
    new = ranked_prospects(bundle, some[some["prospect_id"] != "P0000003"], SETTINGS)
    found = difference(before, new, ruled)
    assert found.counts["left"] == {"qualify": 1}
    back = difference(new, before, NOBODY, formerly=ruled)
    assert back.counts["entered"] == {"qualify": 1}
    assert str(back.table.query("change == 'entered'")["detail"].iloc[0]) == "your own rules let it in now"
