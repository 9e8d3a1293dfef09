"""Splits: nothing of the test part, or of its time, is in the training part."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lookalike_training.experiment.rows import deal_rows, split_rows

from lookalike.companies import Companies, read_companies
from lookalike.project import load_project
from lookalike.settings import Learning


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


def offered(folder: Path, asked: tuple[str, ...]) -> Companies:
    """What was offered decides a deal, and changes from deal to deal of a company; the list says what to offer."""
    rng = np.random.default_rng(4)
    accounts = pd.DataFrame(
        {"Account ID": [f"A{n}" for n in range(100)], "Account Name": [f"Firm {n} AS" for n in range(100)]}
    )
    accounts["Fleet"] = rng.choice(["large", "small"], 100)
    offer = rng.choice(["Lease", "Purchase"], 400)
    deals = pd.DataFrame(
        {"Deal ID": [f"D{n}" for n in range(400)], "Account ID": rng.choice(accounts["Account ID"], 400)}
    )
    deals["Stage"] = np.where(rng.random(400) < np.where(offer == "Lease", 0.8, 0.2), "Closed Won", "Closed Lost")
    deals["Close Date"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, 400), unit="D")
    deals["Offer"] = offer
    listed = pd.DataFrame(
        {"Account Name": [f"New {n} AS" for n in range(60)], "Fleet": rng.choice(["large", "small"], 60)}
    )
    listed["Offer"] = rng.choice(["Lease", "Purchase"], 60)
    for name, table in (("accounts", accounts), ("deals", deals), ("prospects", listed)):
        table.to_csv(folder / f"{name}.csv", index=False)
    inputs = "".join(f'{name} = "{name}.csv"\n' for name in ("accounts", "deals", "prospects"))
    chosen = f"[features]\ninclude = {list(asked)}\n" if asked else ""
    (folder / "lookalike.toml").write_text(f'name = "offered"\n[inputs]\n{inputs}{chosen}')
    return read_companies(load_project(folder))


def test_a_fact_of_the_deal_that_is_asked_for_is_the_deals_own(tmp_path: Path) -> None:
    companies = offered(tmp_path, ("Fleet", "Offer"))
    assert {attribute.name for attribute in companies.attributes} == {"Fleet", "Offer"}
    rows = deal_rows(companies)
    written = pd.read_csv(tmp_path / "deals.csv").set_index("Deal ID")["Offer"]
    assert rows.frame["Offer"].tolist() == written.loc[rows.deal_ids].tolist()
    assert rows.won[rows.frame["Offer"] == "Lease"].mean() > 0.7
    assert set(companies.accounts["Offer"].dropna()) == {"Lease", "Purchase"}


def test_a_fact_of_the_deal_that_nobody_asked_for_is_not_learned_from(tmp_path: Path) -> None:
    rows = deal_rows(offered(tmp_path, ()))
    assert "Offer" not in rows.frame


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
