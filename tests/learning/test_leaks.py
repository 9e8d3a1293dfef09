"""The leak auditor: planted leaks of each kind are found, honest strong attributes are not accused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.learning.features import infer_attributes
from lookalike.learning.leaks import audit


def deals(seed: int, rows: int = 400) -> tuple[pd.DataFrame, np.ndarray]:
    """Honest attributes: a strong one that reaches an AUC of about .75, and noise."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {"heads": rng.normal(size=rows), "sector": rng.choice(np.array(list("abcd"), dtype=object), rows)}
    )
    won = (rng.random(rows) < 1 / (1 + np.exp(-(1.3 * frame.heads - 0.5)))).to_numpy(float)
    return frame, won


def leak(kind: str, won: np.ndarray) -> np.ndarray:
    rng = np.random.default_rng(9)
    late = won + rng.normal(0, 0.2, len(won))
    return {
        "copy": np.where(won > 0, "signed", "closed").astype(object),
        "number known afterwards": late,
        "filled when won": np.where(won > 0, late, np.nan),
    }[kind]


@pytest.mark.parametrize("kind", ["copy", "number known afterwards", "filled when won"])
def test_a_planted_leak_is_refused_with_what_is_left_without_it(kind: str) -> None:
    frame, won = deals(seed=1)
    leaky = frame.assign(contract=leak(kind, won))
    found = audit(leaky, won, np.arange(len(won)), infer_attributes(leaky))
    refused = [suspicion for suspicion in found if suspicion.refuse]
    assert {suspicion.column for suspicion in refused} == {"contract"}
    assert all(0.6 < suspicion.without < 0.85 for suspicion in refused)


def test_text_that_names_the_company_is_pointed_out() -> None:
    frame, won = deals(seed=2)
    named = frame.assign(site=[f"www.c{number}.example" for number in range(len(frame))]).astype({"site": object})
    found = audit(named, won, np.arange(len(won)), infer_attributes(named))
    assert [(suspicion.column, suspicion.rule) for suspicion in found] == [("site", "identifies the company")]


def test_honest_strong_attributes_are_hardly_ever_accused() -> None:
    accused = 0
    for seed in range(40):
        frame, won = deals(seed)
        accused += bool(audit(frame, won, np.arange(len(won)), infer_attributes(frame)))
    assert accused <= 2
