"""Organisation numbers: judged by the rules of their country, and one however they are written."""

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

from lookalike.companies.identity.keys.org_numbers import compare_form, usual_country


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


def test_the_usual_country_of_a_column_judges_numbers_without_country() -> None:
    every = pd.Series(range(923609000, 923609400)).astype(str)
    numbers = every[compare_form(every, pd.Series("NO", index=every.index)).notna()]
    assert usual_country(numbers) == "NO"
    assert compare_form(pd.Series([*numbers, None, "923609018"])).isna().sum() == 2
    assert usual_country(pd.Series(["12", "ABC"])) == ""
