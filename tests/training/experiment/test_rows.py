"""Splits: nothing of the test part, or of its time, is in the training part."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from lookalike.companies import Companies
from lookalike.settings import Learning
from training.experiment.rows import deal_rows, split_rows


def companies(deals: int, dated: bool) -> Companies:
    rng = np.random.default_rng(3)
    accounts = pd.DataFrame({"account_id": [f"a{n:03d}" for n in range(deals // 2)]})
    accounts["sector"] = rng.choice(np.array(["IT", "Food"], dtype=object), len(accounts))
    table = pd.DataFrame(
        {
            "account_id": rng.choice(accounts["account_id"], deals),
            "outcome": rng.choice(["won", "lost"], deals),
            "amount": rng.lognormal(9, 1, deals),
        }
    )
    if dated:
        table["closed"] = pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 1000, deals), unit="D")
    return Companies.of(accounts, table, accounts.head(0).rename(columns={"account_id": "prospect_id"}))


@pytest.mark.parametrize("embargo", [0, 60])
def test_a_time_split_keeps_the_future_and_the_embargo_out(embargo: int) -> None:
    rows = deal_rows(companies(400, dated=True))
    split = split_rows(rows, Learning(embargo_days=embargo))
    ((train, test),) = split.parts
    assert split.kind == "time"
    assert rows.when[train].max() < rows.when[test].min() - np.timedelta64(embargo, "D") + np.timedelta64(1, "D")
    assert 0.2 < len(test) / len(rows) < 0.3


def test_the_first_test_day_can_be_set() -> None:
    rows = deal_rows(companies(400, dated=True))
    split = split_rows(rows, Learning(test_from="2021-06-01"))
    assert rows.when[split.tested].min() >= np.datetime64("2021-06-01")


@pytest.mark.parametrize(
    ("dated", "first", "why"),
    [(True, "2022-09-20", "leaves .* lost before, .*, 15 of each are needed"), (False, "2021-06-01", "0% of the 400")],
)
def test_a_time_split_that_was_asked_for_and_cannot_be_is_said(dated: bool, first: str, why: str) -> None:
    split = split_rows(deal_rows(companies(400, dated)), Learning(test_from=first))
    assert split.kind == "cross"
    assert re.search(f"Not split by time, as was asked: .*{why}", str(split.sentence))
    assert "Not split" not in str(split_rows(deal_rows(companies(400, dated=False)), Learning()).sentence)


def test_without_dates_every_company_is_tested_once_by_others() -> None:
    rows = deal_rows(companies(400, dated=False))
    split = split_rows(rows, Learning())
    assert split.kind == "cross"
    assert sorted(split.tested.tolist()) == list(range(len(rows)))
    for train, test in split.parts:
        assert not set(rows.groups[train]) & set(rows.groups[test])


def test_many_deals_without_dates_hold_out_one_part_of_the_companies() -> None:
    rows = deal_rows(companies(6400, dated=False))
    split = split_rows(rows, Learning())
    assert (split.kind, len(split.parts)) == ("companies", 1)
