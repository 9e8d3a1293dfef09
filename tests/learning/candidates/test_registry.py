"""A candidate is one file: dropped into the room it is fitted, judged, chosen and compiled like the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lookalike_training.experiment.backtest import cross_scores, decide, fit_one, no_rules
from lookalike_training.experiment.rows import Rows

from lookalike.learning import candidates as room
from lookalike.learning.candidates import candidates, registered, yardsticks
from lookalike.learning.features import infer_attributes
from lookalike.scorecard.compile import compile_model

NEW = '''
"""One point for each bin that was won more often than not."""

import numpy as np

from lookalike.learning.candidates.additive import Additive
from lookalike.learning.candidates.objective import outcomes_of
from lookalike.learning.candidates.registry import Candidate
from lookalike.learning.features import Encoder


class Counting(Additive):
    def __init__(self, attributes=None, objective="binary"):
        self.attributes, self.objective = attributes, objective

    def fit(self, frame, y, groups=None, weight=None):
        frame = self.companies(frame, fitting=True)
        won = outcomes_of(self.objective, y, len(frame))
        self.features_, self.intercept_ = Encoder(self.attributes).fit(frame).features_, 0.0
        codes = [feature.codes(frame) for feature in self.features_]
        self.points_ = [
            np.sign(np.bincount(code, won - won.mean(), feature.bins.size))
            for code, feature in zip(codes, self.features_, strict=True)
        ]
        self.means_ = np.array([points[code].mean() for points, code in zip(self.points_, codes, strict=True)])
        return self


CANDIDATE = Candidate("counting", 1, lambda asked: Counting(asked.attributes, asked.objective), least=20)
'''


@pytest.fixture
def counting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "counting.py").write_text(NEW, encoding="utf-8")
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(tmp_path)])
    registered.cache_clear()
    yield
    registered.cache_clear()


def deals(count: int = 300) -> Rows:
    """Deals that were won where the sector is IT, but for one in ten."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"sector": rng.choice(np.array(["IT", "Food"], dtype=object), count)})
    won = (frame["sector"].eq("IT") ^ (rng.random(count) < 0.1)).to_numpy(float)
    ids = np.arange(count).astype(str).astype(object)
    return Rows(frame, won, np.full(count, np.nan), ids, ids, np.full(count, np.datetime64("NaT", "ns")))


@pytest.mark.usefixtures("counting")
def test_a_new_file_is_a_candidate_that_is_judged_chosen_and_compiled() -> None:
    assert list(registered()) == ["constant", "counting", "logistic", "blend", "boosted", "reference", "lightgbm"]
    rows = deals()
    models = candidates(infer_attributes(rows.frame), cases=40)
    halves = [(np.arange(150), np.arange(150, 300)), (np.arange(150, 300), np.arange(150))]
    choice, table = decide(cross_scores(models, rows, no_rules, halves), rows, seed=7)
    assert table["candidate"].tolist() == ["constant", "counting", "logistic", "lightgbm"]
    assert choice.name == "counting"  # as good as the others, and the simplest
    fitted = fit_one(models, "counting", rows)
    np.testing.assert_allclose(compile_model(fitted).raw(rows.frame), fitted.decision_function(rows.frame))


def test_the_simplest_stands_first_and_wants_fewest_cases() -> None:
    least = [one.least for one in registered().values() if one.role != "yardstick"]
    assert least == sorted(least)
    assert yardsticks() == ("reference", "lightgbm")


def test_a_blend_shares_its_members() -> None:
    models = candidates(())
    assert [id(one) for one in models["blend"].models] == [id(models["logistic"]), id(models["boosted"])]
