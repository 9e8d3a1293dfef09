"""Headings find their canonical column, and traps do not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.read.table import RawTable
from lookalike.errors import SettingsError


def table(**columns: list[object]) -> RawTable:
    frame = pd.DataFrame(columns, dtype=object)
    return RawTable(frame, np.arange(1, len(frame) + 1), "test.csv")


def headed(*headings: str) -> RawTable:
    return table(**{heading: ["x"] for heading in headings})


@pytest.mark.parametrize("heading", ["Account Owner", "Parent Account", "Asst. Phone", "Account Site"])
def test_other_peoples_columns_are_not_the_companys(heading: str) -> None:
    mapping = map_columns(headed(heading, "Account Name"), "accounts")
    assert mapping.heading("name") == "Account Name"
    assert mapping.heading("domain") is None


@pytest.mark.parametrize(
    ("values", "meaning"),
    [
        (["Kunde A", "Potensiell kunde", "Tidligere kunde"], "relationship"),
        (["AS", "ANS", "Kommune"], "company_type"),
        (["Leverandør", "Partner"], "company_type"),
    ],
)
def test_a_category_that_says_who_is_a_customer_is_the_relationship(values: list[object], meaning: str) -> None:
    mapping = map_columns(table(Firma=["a"] * len(values), Kategori=values), "accounts")
    assert mapping.heading(meaning) == "Kategori"


def test_deal_name_is_not_the_company() -> None:
    mapping = map_columns(headed("Deal Name", "Deal Stage", "Associated Company"), "deals")
    assert mapping.heading("account_id") == "Associated Company"
    assert mapping.heading("deal_name") == "Deal Name"


def test_the_converted_amount_wins_and_brings_its_currency() -> None:
    raw = table(
        **{"Total_Amount_Currency": ["EUR", "USD"], "Total_Amount": ["1", "2"], "Total_Amount(USD)": ["1.1", "2"]}
    )
    mapping = map_columns(raw, "deals")
    assert (mapping.heading("amount"), mapping.currency, mapping.heading("currency")) == (
        "Total_Amount(USD)",
        "USD",
        None,
    )
    assert "chosen over 'Total_Amount'" in str(mapping.matches[0].reason)


def test_an_override_wins_and_a_wrong_one_is_explained() -> None:
    assert map_columns(headed("Region", "Area"), "accounts", {"region": "Area"}).heading("region") == "Area"
    with pytest.raises(SettingsError, match="did you mean 'Area'"):
        map_columns(headed("Region", "Area"), "accounts", {"region": "Arae"})


def test_unmapped_columns_keep_their_heading() -> None:
    raw = headed("Name", "Lucky number")
    assert list(map_columns(raw, "accounts").rename(raw.frame)) == ["name", "Lucky number"]


@pytest.mark.parametrize(
    "heading", ["Seats", "Antall lisenser", "Antal licenser", "Lisenssit", "Aantal licenties", "Anzahl Lizenzen"]
)
def test_licences_are_found_in_every_language(heading: str) -> None:
    assert map_columns(table(Company=["A AS"], **{heading: ["3"]}), "accounts").heading("licences") == heading
