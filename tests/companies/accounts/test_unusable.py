"""Rows that cannot be used are written down with file, row and reason; the others come back unchanged."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.accounts.unusable import COLUMNS, Ledger
from lookalike.companies.clean.files import Files
from lookalike.companies.clean.table import Intake

NOTHING = pd.DataFrame(columns=list(COLUMNS))


def files(**tables: dict[str, list[object]]) -> Files:
    read = {
        name: Intake(
            name,
            f"{name}.csv",
            pd.DataFrame(columns).assign(row=range(1, 1 + len(next(iter(columns.values()))))),
            NOTHING,
            (),
            "",
        )
        for name, columns in tables.items()
    }
    return Files(read, pd.DataFrame(), {}, {}, frozenset(), NOTHING, {}, "", ())


def test_accounts_need_anything_that_identifies_them() -> None:
    ledger = Ledger()
    given = files(accounts={"account_id": ["1", None, None], "name": [None, "Nordlys", None]})
    usable = ledger.usable_accounts(given)
    assert usable is not None
    assert usable["row"].tolist() == [1, 2]
    assert ledger.table(NOTHING)[["file", "row", "reason"]].values.tolist() == [["accounts.csv", 3, "no_name_or_id"]]
    assert ledger.usable_accounts(files()) is None


def test_deals_need_an_outcome_and_get_an_id_and_dates() -> None:
    ledger = Ledger()
    deals = ledger.usable_deals(files(deals={"account_id": ["a", "b"], "outcome": ["won", None]}))
    assert deals[["deal_id", "account_id", "outcome"]].values.tolist() == [["row-1", "a", "won"]]
    assert deals[["created", "closed"]].isna().all(axis=None)
    assert ledger.table(NOTHING)[["row", "id", "reason"]].values.tolist() == [[2, "row-2", "no_outcome"]]


def test_deals_without_any_company_are_companies_of_their_own() -> None:
    deals = Ledger().usable_deals(files(deals={"deal_id": ["7", "8"], "outcome": ["won", "lost"]}))
    assert deals["account_id"].tolist() == ["7", "8"]


def test_events_of_unknown_and_of_no_companies_are_told_apart_and_told_together() -> None:
    ledger = Ledger()
    given = files(orders={"order_id": ["1", "2", "3"]})
    rows = given.tables["orders"].frame.assign(account_id=["a", None, None], said=["a", "Who", None])
    assert ledger.with_company(given, "orders", rows)["order_id"].tolist() == ["1"]
    broken = pd.DataFrame([["deals.csv", 9, None, None, "broken_row", "9 cells"]], columns=list(COLUMNS))
    table = ledger.table(broken)[["file", "row", "id", "reason", "detail"]]
    told = table.assign(detail=table["detail"].map(str)).values.tolist()
    assert told == [
        ["deals.csv", 9, None, "broken_row", "9 cells"],
        ["orders.csv", 2, "2", "unknown_account", "no account is meant by Who"],
        ["orders.csv", 3, "3", "no_company", "the row names no company"],
    ]
