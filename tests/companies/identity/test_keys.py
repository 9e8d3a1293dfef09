"""What identifies a company, in comparable form."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.identity.keys import company_keys, own_domain
from lookalike.companies.identity.names import name_keys
from lookalike.companies.identity.org_numbers import compare_form, usual_country, valid_number


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
    assert keys["name"].tolist()[5:] == [None, None]


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
    ],
)
def test_organisation_numbers_are_validated_by_the_rules_of_their_country(
    written: str, country: str, comparable: str | None
) -> None:
    assert valid_number(written, country) == comparable


def test_the_usual_country_of_a_column_judges_numbers_without_country() -> None:
    numbers = pd.Series([text for text in map(str, range(923609000, 923609400)) if valid_number(text, "NO")])
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
