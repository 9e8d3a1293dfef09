"""A tenth of grade A is kept apart by id and seed, and later runs say what working the others brought."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.ranking.follow.control import drawn, measured, to_call, with_control


def listed(n: int) -> pd.DataFrame:
    ids = [f"P{number}" for number in range(n)]
    return pd.DataFrame({"prospect_id": ids, "grade": ["A"] * (n // 2) + ["B"] * (n - n // 2)})


def test_a_company_stays_on_its_side_whatever_the_list_and_only_grade_a_is_drawn() -> None:
    whole = with_control(listed(2000), 0.1, 7).set_index("prospect_id")["control"]
    assert not whole.tail(1000).any()
    assert 70 < whole.sum() < 130
    part = with_control(listed(2000).sample(frac=0.5, random_state=0), 0.1, 7).set_index("prospect_id")["control"]
    assert (part == whole[part.index]).all()
    assert (drawn(listed(2000)["prospect_id"], 0.1, 8) != drawn(listed(2000)["prospect_id"], 0.1, 7)).any()
    assert "control" not in with_control(listed(10), 0.0, 7)
    assert len(to_call(with_control(listed(2000), 0.1, 7))) == 2000 - whole.sum()


@pytest.mark.parametrize(("won", "more"), [(90, True), (12, False)])
def test_what_the_list_brings_is_held_against_those_kept_apart(won: int, more: bool) -> None:
    promised = with_control(listed(2000), 0.1, 7)
    first = promised[promised["grade"] == "A"]
    ours, apart = first.loc[~first["control"], "prospect_id"], first.loc[first["control"], "prospect_id"]
    outcome = pd.Series(True, index=[*ours.head(won), *apart.head(1)])
    told = measured(promised, outcome)
    assert (told["worked"]["won"], told["control"]["won"]) == (won, 1)
    assert told["worked"]["companies"] + told["control"]["companies"] == 1000
    assert ("brings more than what comes anyway" in str(told["sentence"])) == more


def test_nothing_is_compared_where_nothing_was_kept_apart_or_too_little() -> None:
    promised = listed(2000)
    assert measured(promised, pd.Series(dtype=bool)) == {}
    assert measured(promised.assign(control=np.arange(2000) < 3), pd.Series(dtype=bool)) == {}
    assert measured(promised.assign(control=np.nan), pd.Series(dtype=bool)) == {}
