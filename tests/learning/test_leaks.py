"""The leak auditor: planted leaks of each kind are found, honest strong attributes are hardly ever accused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.learning.features import infer_attributes
from lookalike.learning.leak_rules import EVERYTHING
from lookalike.learning.leaks import audit
from training.benchmarks.accuracy.leaks import LEAKS, PLANTED, base, look

RULES = {
    "near-copy of the outcome": "knows the outcome",
    "number known afterwards": "knows the outcome",
    "filled when won": "missing tells the outcome",
    "flag on some of the won": "a value settles the outcome",
    "status that changes after the outcome": "changes after the outcome",
    "record number": "counts the records",
    "companies under two ids": "duplicates across the split",
}
ONLY_NAMED = {"changes after the outcome", "duplicates across the split"}


@pytest.mark.parametrize("kind", LEAKS)
def test_a_planted_leak_is_found_with_what_is_left_without_it(kind: str) -> None:
    """Of status changes, the faintest kind, the benchmark finds about four of five: here the base is larger."""
    found = look(*LEAKS[kind](np.random.default_rng(1), base(1, deals=1000)))
    (suspicion,) = (one for one in found if one.column in (PLANTED, EVERYTHING))
    assert str(suspicion.rule) in (RULES[kind], "knows the outcome")
    assert suspicion.refuse == (str(suspicion.rule) not in ONLY_NAMED)
    if suspicion.column == PLANTED:
        assert 0.6 < suspicion.without < 0.8
        assert suspicion.together > suspicion.without - 0.02


def test_honest_strong_attributes_are_hardly_ever_accused() -> None:
    """One that alone reaches an AUC of .78; the benchmark `leaks` tells the rates for all strengths."""
    accused = sum(bool(look(*base(seed, slope=1.3))) for seed in range(40))
    assert accused <= 2


def test_text_that_names_the_company_is_pointed_out() -> None:
    frame, won, groups, _, _ = base(2)
    named = frame.assign(site=[f"www.c{number}.example" for number in groups]).astype({"site": object})
    found = audit(named, won, groups, infer_attributes(named))
    assert [(suspicion.column, str(suspicion.rule)) for suspicion in found] == [("site", "identifies the company")]


def test_where_every_company_was_won_once_often_won_is_what_must_not_leak() -> None:
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(60), 30)
    often = rng.random(60) < 0.5
    won = (rng.random(len(groups)) < np.where(often, 0.8, 0.4)[groups]).astype(float)
    frame = pd.DataFrame({"loyal": np.where(often, "yes", "no").astype(object), "noise": rng.normal(size=60)})
    frame = frame.loc[groups].reset_index(drop=True)
    (found,) = audit(frame, won, groups, infer_attributes(frame))
    assert (found.column, found.refuse) == ("loyal", True)
