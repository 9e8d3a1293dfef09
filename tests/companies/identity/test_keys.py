"""What identifies a company, in comparable form."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pandas as pd
import pytest
from stdnum.dk import cvr
from stdnum.fi import ytunnus
from stdnum.fr import siren
from stdnum.no import orgnr
from stdnum.se import orgnr as se_orgnr

from lookalike.companies.identity.keys import company_keys, own_domain
from lookalike.companies.identity.names import name_keys
from lookalike.companies.identity.org_numbers import compare_form, usual_country


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
    ("written", "country", "comparable"),
    [
        ("NO 923 609 016 MVA", "NO", "923609016"),
        ("923609016", "", "923609016"),
        ("923 609 017", "NO", None),
        ("SE556016068001", "SE", "5560160680"),
        ("16556016-0680", "SE", "5560160680"),
        ("DK 13585628", "DK", "13585628"),
        ("FI20774740", "FI", "20774740"),
        ("2077474-0", "FI", "20774740"),
        ("DE 136,695 976", "DE", "DE136695976"),
        ("HRB 12345 Berlin", "DE", "HRB12345BERLIN"),
        ("NL4495445B01", "NL", "004495445B01"),
        ("12345678", "NL", "12345678"),
        ("SC123456", "GB", "SC123456"),
        ("000000000", "NO", None),
        ("999999999", "", None),
        ("n/a", "", None),
        ("923609016.0", "NO", "923609016"),
        ("9.23609016E+08", "NO", "923609016"),
        ("923.609.016", "NO", "923609016"),
        ("Org.nr. 923 609 016", "NO", "923609016"),
        ("NO923609016", "", "923609016"),
        ("3.00001E+17", "", None),
        ("9.236E+08", "NO", None),
        ("1120389", "FI", "01120389"),
        ("1120388", "FI", None),
        ("1234567", "GB", "01234567"),
        ("1234567.0", "NL", "01234567"),
        ("FR40303265045", "FR", "303265045"),
        ("552 100 554 00013", "FR", "552100554"),
    ],
)
def test_organisation_numbers_are_validated_by_the_rules_of_their_country(
    written: str, country: str, comparable: str | None
) -> None:
    assert comparable_number(written, country) == comparable


def comparable_number(written: str, country: str) -> str | None:
    form = compare_form(pd.Series([written]), pd.Series([country]))
    return form.astype(object).where(form.notna(), None)[0]


@pytest.mark.parametrize(
    ("country", "length", "judge"),
    [("NO", 9, orgnr), ("SE", 10, se_orgnr), ("DK", 8, cvr), ("FI", 8, ytunnus), ("FR", 9, siren)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_column_of_numbers_is_judged_as_each_number_is(country: str, length: int, judge: ModuleType) -> None:
    digits = np.random.default_rng(7).integers(0, 10, (3000, length))
    numbers = pd.Series(["".join(map(str, row)) for row in digits])
    valid = compare_form(numbers, pd.Series(country, index=numbers.index)).notna()
    assert valid.tolist() == numbers.map(judge.is_valid).tolist()


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


@pytest.mark.parametrize(
    ("one", "other"), [("0150", "150"), ("0150", "150.0"), ("SE-111 22", "11122"), ("SW1A 1AA", "sw1a1aa")]
)
def test_one_postcode_is_one_however_it_is_written(one: str, other: str) -> None:
    keys = company_keys(pd.DataFrame({"postcode": [one, other]}))
    assert keys["postcode"].nunique() == 1


def test_one_name_in_another_form_is_one_name() -> None:
    names = ["A\u030asnes &amp; S\u00f8nn AS", "\u00c5snes & S\u00f8nn\u200b A/S", "  \u00c5SNES  OG S\u00d8NN"]
    assert name_keys(pd.Series(names))["name"].nunique() == 1
    assert own_domain(pd.Series(["xn--blbr-roah.no", "www.bl\u00e5b\u00e6r.no"])).nunique() == 1


def test_the_usual_country_of_a_column_judges_numbers_without_country() -> None:
    every = pd.Series(range(923609000, 923609400)).astype(str)
    numbers = every[compare_form(every, pd.Series("NO", index=every.index)).notna()]
    assert usual_country(numbers) == "NO"
    assert compare_form(pd.Series([*numbers, None, "923609018"])).isna().sum() == 2
    assert usual_country(pd.Series(["12", "ABC"])) == ""


def test_hosts_that_many_share_identify_nobody() -> None:
    cells = pd.Series(
        ["HTTPS://www.Nordlys.no:443/om", "kari@nordlys.no", "kari@gmail.com", "facebook.com/nordlys", None, ""]
    )
    assert own_domain(cells).tolist() == ["nordlys.no", "nordlys.no", None, None, None, None]


def test_keys_of_companies_with_nothing_are_nothing() -> None:
    keys = company_keys(pd.DataFrame({"other": [1, 2]}))
    assert keys.drop(columns="digits").isna().all(axis=None)
