"""What a company shows that one of our strengths answers is told as a reason; mistakes in its rule are said."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.errors import SettingsError
from lookalike.languages import say
from lookalike.ranking.reasons import with_strengths
from lookalike.settings import Settings

REASONS = [say("points.no_segment")] * 3


def settings(*given: dict) -> Settings:
    return Settings.model_validate({"name": "x", "inputs": {"deals": "d.csv"}, "strengths": given})


def test_the_heaviest_strength_that_answers_is_the_last_reason() -> None:
    companies = pd.DataFrame({"prospect_id": ["a", "b", "c", "d"], "growth": [30.0, 30.0, 2.0, None]})
    companies["technologies"] = ["Azure", "SAP", "Azure", None]
    ranked = pd.DataFrame({"prospect_id": ["d", "c", "b", "a"], "reasons_for": [[], REASONS, REASONS[:1], REASONS]})
    asked = settings(
        {"name": "certified", "meets": "motive", "when": "technologies contains Azure"},
        {"name": "scales with you", "meets": "trigger", "when": "growth >= 20", "weight": 2},
    )
    told = with_strengths(ranked, companies, asked)["reasons_for"]
    assert told[0] == []  # nothing is known of d
    assert [len(one) for one in told] == [0, 3, 2, 3]
    assert str(told[1][-1]) == "motive: technologies include Azure, which 'certified' answers"
    assert str(told[2][-1]).startswith("trigger: growth at least 20%")
    assert str(told[3][-1]).startswith("trigger: ")  # which weighs more than the motive


def test_without_strengths_reasons_stay() -> None:
    ranked = pd.DataFrame({"prospect_id": ["a"], "reasons_for": [REASONS]})
    assert with_strengths(ranked, pd.DataFrame({"prospect_id": ["a"]}), settings())["reasons_for"][0] == REASONS


def test_rules_that_cannot_be_answered_are_told_together() -> None:
    wrong = settings({"name": "x", "when": "grwth > 1"}, {"name": "y", "when": "growth >"})
    with pytest.raises(SettingsError, match=r"(?s)grwth.*growth >"):
        with_strengths(pd.DataFrame(), pd.DataFrame({"prospect_id": ["a"], "growth": [1.0]}), wrong)
