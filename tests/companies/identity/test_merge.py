"""One company, one row: nothing merged in doubt, nothing lost, the same result in any order."""

from __future__ import annotations

from random import Random

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from lookalike.companies.identity.merge import MOST_TO_REVIEW, merge_accounts, merge_record, worth_reading

TEXT = st.sampled_from(["Nordlys AS", "NORDLYS", "Nordlys Bygg", "Nordlyss Bygg", "Fjord AS", "Fjord Consulting", None])
NUMBER = st.sampled_from(["923609016", "NO 923 609 016 MVA", "974760673", "bad", None])
COMPANY = st.fixed_dictionaries(
    {
        "name": TEXT,
        "org_number": NUMBER,
        "domain": st.sampled_from(["nordlys.no", "fjord.no", "gmail.com", None]),
        "city": st.sampled_from(["Oslo", "Bergen", None]),
        "employees": st.sampled_from([5.0, 7.0, float("nan")]),
    }
)


def frame(rows: list[dict]) -> pd.DataFrame:
    columns = ["name", "org_number", "domain", "city", "employees"]
    table = pd.DataFrame(rows, columns=columns).astype({"name": object, "employees": float})
    return table.assign(account_id=[f"k{number}" for number in range(len(rows))])


# A merge of many rows takes hardly longer than one of few: fewer examples, with more rows each.
@settings(deadline=None, max_examples=6)
@given(st.lists(COMPANY, min_size=1, max_size=24), st.randoms(use_true_random=False))
def test_merging_keeps_every_record_in_any_order_and_twice_changes_nothing(rows: list[dict], random: Random) -> None:
    accounts = frame(rows)
    merged = merge_accounts(accounts)
    assert sorted(merged.became.index) == sorted(accounts["account_id"])
    assert set(merged.became) == set(merged.accounts["account_id"])
    number = accounts["org_number"].str.replace(r"\D", "", regex=True).where(accounts["org_number"] != "bad")
    per_company = number.set_axis(accounts["account_id"]).groupby(merged.became).nunique()
    assert (per_company <= 1).all(), "two valid organisation numbers became one company"
    shuffled = list(range(len(accounts)))
    random.shuffle(shuffled)
    again = merge_accounts(accounts.iloc[shuffled])
    pd.testing.assert_frame_equal(again.accounts, merged.accounts)
    assert again.became.sort_index().tolist() == merged.became.sort_index().tolist()
    twice = merge_accounts(merged.accounts)
    pd.testing.assert_frame_equal(twice.accounts, merged.accounts)
    assert not (twice.merges["certainty"] == "sure").any()


def test_the_most_complete_record_wins_and_gaps_are_filled() -> None:
    accounts = pd.DataFrame(
        {
            "account_id": ["a", "b"],
            "name": ["Nordlys AS", "Nordlys"],
            "org_number": ["923609016", "923609016"],
            "city": [None, "Bergen"],
            "employees": [None, 7.0],
            "industry": ["IT", None],
        }
    )
    merged = merge_accounts(accounts)
    assert merged.accounts.iloc[0].to_dict() == {
        "account_id": "b",
        "name": "Nordlys",
        "org_number": "923609016",
        "city": "Bergen",
        "employees": 7.0,
        "industry": "IT",
    }
    assert merged.became.to_dict() == {"a": "b", "b": "b"}
    assert merged.merges.astype({"why": str}).values.tolist() == [
        ["b", "a", "Nordlys", "Nordlys AS", "same organisation number", "sure", 1.0]
    ]


def test_among_equals_the_newest_record_wins_and_disagreement_is_counted() -> None:
    accounts = pd.DataFrame(
        {
            "account_id": ["a", "b"],
            "name": ["Nordlys", "Nordlys"],
            "employees": [5.0, 7.0],
            "account_created": pd.to_datetime(["2020-01-01", "2024-01-01"]),
        }
    )
    merged = merge_accounts(accounts)
    assert merged.accounts["employees"].tolist() == [7.0]
    assert merged.conflicts == {"employees": 1, "account_created": 1}


def test_a_repeated_id_is_one_company() -> None:
    merged = merge_accounts(
        pd.DataFrame({"account_id": ["a", "a"], "name": ["Nordlys", "Sørlys"], "city": ["Bergen", None]})
    )
    assert merged.accounts["name"].tolist() == ["Nordlys"]
    assert list(map(str, merged.merges["why"])) == ["same id"]


def test_doubtful_pairs_are_listed_and_left_apart() -> None:
    accounts = pd.DataFrame({"account_id": ["a", "b"], "name": ["Nordlys Bygg", "Nordlyss Bygg"]})
    merged = merge_accounts(accounts)
    assert len(merged.accounts) == 2
    assert merged.merges[["account_id", "merged_id", "certainty"]].values.tolist() == [["a", "b", "review"]]


def test_of_many_doubtful_pairs_the_likeliest_are_listed_and_the_rest_is_counted() -> None:
    many = MOST_TO_REVIEW + 50
    ids = [f"k{number:03}" for number in range(many)]
    doubtful = merge_record(ids, "x", "Nordlys", "Nordlyss", "nearly", "review", [n / many for n in range(many)])
    merged = merge_record(["a"], "b", "Fjord", "Fjord AS", "same name", "sure", 1.0)
    table, unread = worth_reading(pd.concat([doubtful, merged]))
    assert unread == 50
    assert table["account_id"].tolist() == ["a", *reversed(ids[50:])]


def test_a_number_that_fails_its_check_never_hides_one_that_tells_companies_apart() -> None:
    accounts = pd.DataFrame(
        {
            "account_id": ["a", "b", "c"],
            "name": ["Nordlys AS", "Nordlys AS", "Nordlys AS"],
            "org_number": ["bad", "923609016", "974760673"],
            "domain": ["nordlys.example", "nordlys.example", None],
            "employees": [5.0, None, None],
        }
    )
    merged = merge_accounts(accounts)
    assert sorted(merged.accounts["org_number"]) == ["923609016", "974760673"]
