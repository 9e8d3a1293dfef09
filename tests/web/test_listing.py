"""The list as a table: every row once, in order, however it is sorted, filtered and paged."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd
import pytest

from lookalike.errors import InputError
from lookalike.web.listing import COUNTED, Ask, Listing

ROWS = 997
HOSTILE = ["'; drop table list; --", '<script>alert("x")</script>', "50% off_", "\u202eevil", "Ærlig & Sønn"]


@pytest.fixture(scope="module")
def listing(tmp_path_factory) -> Listing:
    folder, rng = tmp_path_factory.mktemp("run"), np.random.default_rng(0)
    table = pd.DataFrame(
        {
            "prospect_id": [f"P{number:04}" for number in range(ROWS)],
            "name": [HOSTILE[number] if number < len(HOSTILE) else f"Company {number}" for number in range(ROWS)],
            "segment": rng.choice(["IT", "Bank & finance", None], ROWS),
            "grade": rng.choice(list("ABCD"), ROWS),
            "familiar": rng.random(ROWS) < 0.9,
            "expected_value": np.where(rng.random(ROWS) < 0.2, np.nan, rng.integers(0, 50, ROWS) * 1000.0),
            "rank": np.arange(1, ROWS + 1),
        }
    )
    table.to_parquet(folder / "prospects.parquet", index=False)
    return Listing(folder / "prospects.parquet")


def walked(listing: Listing, **asked: object) -> list[int]:
    """The ranks of all pages, one after the other."""
    ranks, after = [], ""
    while True:
        page = listing.page(Ask(after=after, limit=83, **asked), ["rank"])
        ranks += [row["rank"] for row in page.rows]
        if not page.next:
            return ranks
        after = page.next


@pytest.mark.parametrize(
    "sort", ["rank", "-rank", "name", "-name", "segment", "-segment", "expected_value", "-expected_value"]
)
def test_pages_show_every_row_once(listing, sort):
    ranks = walked(listing, sort=sort)
    assert sorted(ranks) == list(range(1, ROWS + 1))
    whole = [row["rank"] for row in listing.page(Ask(sort=sort, limit=500), ["rank"]).rows]
    assert ranks[:500] == whole


def test_what_is_not_known_comes_last_either_way(listing):
    for sort in ("expected_value", "-expected_value"):
        last = walked(listing, sort=sort)[-1]
        assert pd.isna(listing.company(f"P{last - 1:04}")["expected_value"])


def test_filters_are_met_by_every_row_and_no_other(listing):
    table = duckdb.sql(f"select * from '{listing.file}'").df()
    ask = Ask({"segment": ("IT", ""), "grade": ("A",), "familiar": ("true",)}, limit=500)
    found = {row["prospect_id"] for row in listing.page(ask, ["prospect_id"]).rows}
    wanted = table[(table["segment"].isna() | (table["segment"] == "IT")) & (table["grade"] == "A") & table["familiar"]]
    assert found == set(wanted["prospect_id"])
    assert listing.count(ask) == len(wanted)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_found_as_text(listing, name):
    found = listing.page(Ask(q=name), ["name"]).rows
    assert [row["name"] for row in found] == [name]


def test_signs_of_patterns_stand_for_themselves(listing):
    assert listing.count(Ask(q="%")) == 1
    assert listing.count(Ask(q="_")) == 1
    assert listing.count(Ask(q="company 99")) == 8


def test_counting_stops_where_nobody_counts_on(tmp_path):
    pd.DataFrame({"rank": range(COUNTED + 50)}).to_parquet(tmp_path / "prospects.parquet")
    assert Listing(tmp_path / "prospects.parquet").count(Ask()) == COUNTED + 1


def test_unknown_columns_are_named_with_the_likeliest(listing):
    with pytest.raises(InputError, match=r"no column 'nam'.*did you mean 'name'"):
        listing.page(Ask(sort="nam"), ["rank"])
    with pytest.raises(InputError, match="no column 'x'"):
        listing.page(Ask({"x": ("1",)}), ["rank"])


@pytest.mark.parametrize("after", ["zzz", "WzEsMg==", "e30=", "WyJhIiwgInIiXQ=="])
def test_a_place_that_is_none_of_ours_is_refused(listing, after):
    with pytest.raises(InputError, match="no place in the list"):
        listing.page(Ask(after=after), ["rank"])


def test_nothing_else_can_be_read_through_it(listing, tmp_path):
    other = tmp_path / "secret.csv"
    other.write_text("a\n1\n")
    with pytest.raises(duckdb.PermissionException, match="secret"):
        listing._database.execute(f"select * from read_csv('{other}')")
    with pytest.raises(duckdb.InvalidInputException, match="locked"):
        listing._database.execute("set enable_external_access=true")
