"""Every row of the prospect list is in exactly one place, with the reason."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lookalike.companies import Companies
from lookalike.companies.identity.keys import company_keys
from lookalike.companies.prospects.exclusions import Known
from lookalike.companies.prospects.prospects import Places, sort_prospects
from lookalike.settings import Exclude

ACCOUNTS = pd.DataFrame(
    {
        "account_id": ["k1", "k2", "k3", "k4", "k5"],
        "name": ["Nordlys AS", "Fjord Consulting", "Bergfisk AS", "Rival Data", "Gamle Kunde AS"],
        "org_number": ["923609016", None, None, None, None],
        "domain": [None, "fjord.no", None, None, None],
        "relationship": [None, None, None, "Competitor", "Former customer"],
        "parent": ["Konsern Holding", None, None, None, None],
    }
)
DEALS = pd.DataFrame(
    {
        "deal_id": ["1", "2", "3"],
        "account_id": ["k1", "k2", "k3"],
        "outcome": ["won", "open", "lost"],
        "closed": pd.to_datetime(["2024-01-01", None, "2024-02-01"]),
    }
)
LISTED = pd.DataFrame({"name": ["Stille AS"], "exclude_reason": ["asked not to be called"], "file": ["opted-out.csv"]})
NOTHING_BROKEN = pd.DataFrame({"row": [], "text": [], "reason": []})


def known() -> Known:
    companies = Companies.of(ACCOUNTS, DEALS)
    last_lost = pd.Series({"k3": pd.Timestamp("2024-02-01")})
    return Known(companies.accounts, company_keys(companies.accounts), last_lost, LISTED, companies.as_of)


def sort(rows: list[dict], rules: Exclude | None = None, broken: pd.DataFrame = NOTHING_BROKEN) -> Places:
    columns = ["prospect_id", "name", "org_number", "domain", "status", "parent"]
    frame = pd.DataFrame(rows, columns=columns).astype(object)
    frame = frame.where(frame.notna(), None).assign(row=range(1, len(rows) + 1))
    return sort_prospects(frame, broken, known(), rules or Exclude())


@pytest.mark.parametrize(
    ("row", "reason", "detail"),
    [
        ({"name": "NORDLYS"}, "customer", "is the customer Nordlys AS (k1): same name"),
        ({"name": "x", "org_number": "NO 923 609 016"}, "customer", "same organisation number"),
        ({"name": "Fjord Consulting", "domain": "www.fjord.no"}, "open_deal", "has an open deal"),
        ({"name": "Rival Data AS"}, "competitor", "Rival Data (k4)"),
        ({"name": "Dotter AS", "parent": "Nordlys AS"}, "group", "subsidiary of the customer Nordlys AS (k1)"),
        ({"name": "Konsern Holding AS"}, "group", "parent of the customer Nordlys AS (k1)"),
        ({"name": "Stille"}, "opted_out", "on the list opted-out.csv as 'asked not to be called'"),
        ({"name": "Borte AS", "status": "Konkurs"}, "dissolved", "the list says 'Konkurs'"),
        ({"name": "Vi selv"}, "own_company", "[exclude] names 'Vi Selv AS'"),
        ({"name": "Konkurrenten"}, "competitor", "[exclude] names 'Konkurrenten AS'"),
    ],
)
def test_who_is_left_out_and_why(row: dict, reason: str, detail: str) -> None:
    places = sort([row], Exclude(own=("Vi Selv AS",), competitors=("Konkurrenten AS",)))
    assert places.excluded["reason"].tolist() == [reason]
    assert detail in str(places.excluded["detail"].iloc[0])


def test_ex_customers_and_lost_ones_stay_and_are_marked() -> None:
    places = sort([{"name": "Bergfisk"}, {"name": "Gamle Kunde"}, {"name": "Ny AS"}])
    assert places.prospects["relation"].tolist() == ["lost-before", "ex-customer", "cold"]
    assert places.prospects["account_id"].tolist() == ["k3", "k5", None]


def test_recently_lost_ones_can_be_left_out() -> None:
    assert sort([{"name": "Bergfisk"}], Exclude(lost_within_days=90)).excluded["reason"].tolist() == ["lost_recently"]


def test_rules_can_be_turned_off() -> None:
    rules = Exclude(customers=False, open_deals=False, dissolved=False, group_of_customers=False)
    rows = [
        {"name": "Nordlys"},
        {"name": "Fjord Consulting"},
        {"name": "B", "status": "Konkurs"},
        {"parent": "Nordlys", "name": "D"},
    ]
    assert len(sort(rows, rules).prospects) == 4


def test_the_first_row_of_a_company_stays_and_a_stolen_id_is_rejected() -> None:
    rows = [
        {"prospect_id": "1", "name": "Ny AS"},
        {"prospect_id": "2", "name": "NY"},
        {"prospect_id": "1", "name": "Annen AS"},
        {"prospect_id": "3"},
    ]
    places = sort(rows)
    assert places.prospects["prospect_id"].tolist() == ["1"]
    assert places.excluded[["row", "reason", "detail"]].astype({"detail": str}).values.tolist() == [
        [2, "duplicate", "the same company as row 1 (Ny AS)"]
    ]
    assert places.rejected[["row", "reason"]].values.tolist() == [[3, "repeated_id"], [4, "no_name_or_id"]]


def test_prospects_that_differ_by_a_letter_are_one_at_the_same_postcode_and_for_review_elsewhere() -> None:
    frame = pd.DataFrame({"name": ["Solbakken Eiendom", "Solbaken Eiendom"], "row": [1, 2]}).astype({"name": object})
    together = sort_prospects(frame.assign(postcode="0150"), NOTHING_BROKEN, known(), Exclude())
    assert together.excluded[["row", "reason"]].values.tolist() == [[2, "duplicate"]]
    apart = sort_prospects(frame, NOTHING_BROKEN, known(), Exclude())
    assert len(apart.prospects) == 2
    assert list(map(str, apart.review["why"])) == ["nearly the same name (1 letter differs) (two prospects)"]


def test_a_list_of_anonymous_companies_is_known_by_its_ids_or_rows() -> None:
    assert sort([{"prospect_id": "8"}, {"prospect_id": "9"}]).prospects["prospect_id"].tolist() == ["8", "9"]
    assert sort([{"status": "active"}] * 2).prospects["prospect_id"].tolist() == ["row-1", "row-2"]


TEXTS = st.sampled_from(
    ["Nordlys AS", "NORDLYS", "Fjord Consulting", "Ny AS", "Ny", "Stille", "=cmd()", "Robert'); DROP", None]
)
ROW = st.fixed_dictionaries(
    {
        "prospect_id": st.sampled_from(["1", "2", "3", None]),
        "name": TEXTS,
        "org_number": st.sampled_from(["923609016", "974760673", "bad", None]),
        "domain": st.sampled_from(["fjord.no", "gmail.com", None]),
        "status": st.sampled_from(["Konkurs", None]),
        "parent": st.sampled_from(["Nordlys AS", None]),
    }
)


@settings(deadline=None, max_examples=6)
@given(st.lists(ROW, max_size=20), st.integers(0, 2))
def test_no_row_is_lost_or_counted_twice(rows: list[dict], unread: int) -> None:
    numbers = list(range(len(rows) + 1, len(rows) + 1 + unread))
    broken = pd.DataFrame({"row": numbers, "text": ["a;b;c"] * unread, "reason": ["3 cells"] * unread})
    places = sort(rows, broken=broken)
    seen = pd.concat([places.prospects["row"], places.excluded["row"], places.rejected["row"]])
    assert sorted(seen) == list(range(1, len(rows) + unread + 1))
    assert places.prospects["prospect_id"].is_unique
    assert places.excluded["reason"].notna().all()
    assert places.excluded["detail"].notna().all()
