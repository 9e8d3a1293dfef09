"""A column that is filled because a deal ended is no trait; one that is filled unevenly by chance is."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.accounts.outcome_columns import Fill, differs, filled_after_outcome


def told(won: int, lost: int, still_open: int = 0, of: int = 50) -> dict[str, str]:
    """The evidence on a column that is filled on so many of 50 won, lost and open deals each."""
    filled = [number < count for count in (won, lost, still_open) for number in range(of)]
    column = pd.Series(["x" if cell else None for cell in filled], dtype=object)
    outcome = pd.Series(["won"] * of + ["lost"] * of + ["open"] * of)
    found = filled_after_outcome(pd.DataFrame({"column": column}), outcome, "deals")
    return {name: str(one.evidence) for name, one in found.items()}


@pytest.mark.parametrize(
    ("won", "lost", "leaks"),
    [(50, 0, True), (0, 50, True), (45, 20, True), (40, 25, False), (5, 0, True), (4, 0, False), (30, 25, False)],
)
def test_a_gap_that_no_trait_explains_is_a_leak_in_either_direction(won: int, lost: int, leaks: bool) -> None:
    assert bool(told(won, lost, still_open=max(won, lost))) is leaks


def test_what_only_closed_deals_have_is_a_leak_but_not_what_only_open_ones_have() -> None:
    assert told(50, 50, 0)["column"] == "filled on 100.0% of 100 closed deals, 0.0% of 50 open deals"
    assert told(0, 0, 50) == {}


def test_few_rows_prove_nothing() -> None:
    assert told(19, 0, of=19) == {}
    assert told(20, 0, of=20)


def test_the_rule_is_symmetric() -> None:
    for a in range(0, 51, 5):
        for b in range(0, 51, 5):
            assert differs(Fill("a", a, 50), Fill("b", b, 50)) == differs(Fill("b", b, 50), Fill("a", a, 50))
