"""Names of companies in comparable form: one key for all spellings of a name, and another for another name."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.identity.keys import name_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nordlys AS", "NORDLYS A/S"),
        ("Ødegård Bakeri", "ODEGARD BAKERI ASA"),
        ("Hansen & Sønn", "Hansen og Sønn AS"),
        ("Müller GmbH & Co. KG", "MÜLLER gmbh co KG"),
        ("Bakeri Hansen", "Hansen, Bakeri"),
        ("AB Volvo", "Volvo"),
        ("S.A. Dupont", "Dupont SA"),
        ("Straße Bau", "Strasse Bau GmbH"),
        ("O'Brien Ltd.", "OBrien Limited"),
    ],
)
def test_spellings_of_one_name_are_the_same_key(one: str, other: str) -> None:
    keys = name_keys(pd.Series([one, other]))["name"]
    assert keys[0] == keys[1]


def test_digits_and_other_alphabets_stay() -> None:
    keys = name_keys(
        pd.Series(["Account_Name_34", "Account_Name_340", "Газпром ПАО", "東京株式会社", "AS", "***", None])
    )
    assert keys["digits"].tolist()[:2] == ["34", "340"]
    assert keys["name"].nunique() == 5
    assert keys["name"].tolist()[4] == "as"
    assert keys["name"][5:].isna().all()


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("Holmen Spa AS", "Holmen AS", "NO"),
        ("Holmen Spa", "Holmen AS", None),
        ("Diplom-Is AS", "Diplom AS", "NO"),
        ("Kunst & Is", "Kunst AS", "SE"),
        ("Nordic Eu", "Nordic GmbH", "DE"),
    ],
)
def test_a_word_that_is_a_legal_form_elsewhere_is_a_word(one: str, other: str, country: str | None) -> None:
    names = name_keys(pd.Series([one, other]), pd.Series([country, country], dtype=object))["name"]
    assert names[0] != names[1]


@pytest.mark.parametrize(
    ("written", "country", "name", "legal"),
    [
        ("Barilla S.p.A.", "IT", "barilla", "spa"),
        ("Jensen & Søn I/S", "DK", "jensen son", "is"),
        ("Müller GmbH & Co. KG", "DE", "muller", "kg"),
        ("Volvo AB (publ)", "SE", "volvo", "ab"),
        ("Oy Karl Fazer Ab", "FI", "fazer karl", "ab"),
        ("Bakkehaugen Borettslag", "NO", "bakkehaugen borettslag", None),
    ],
)
def test_legal_forms_go_by_country_and_have_one_name(written: str, country: str, name: str, legal: str | None) -> None:
    keys = name_keys(pd.Series([written]), pd.Series([country]))
    assert keys["name"][0] == name
    assert (None if pd.isna(keys["legal"][0]) else keys["legal"][0]) == legal


def test_one_name_in_another_form_is_one_name() -> None:
    names = ["A\u030asnes &amp; S\u00f8nn AS", "\u00c5snes & S\u00f8nn\u200b A/S", "  \u00c5SNES  OG S\u00d8NN"]
    assert name_keys(pd.Series(names))["name"].nunique() == 1
