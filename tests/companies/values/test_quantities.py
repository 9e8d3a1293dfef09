"""Numbers as people write them; what one column proves holds for the file; what stands for "not known" is told."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from lookalike.companies.values import Context, clean_column, heading_unit, parse_number, sign_of_file
from lookalike.companies.values.countries import nearest_country, parse_country
from lookalike.companies.values.currencies import currency_code
from lookalike.errors import InputError
from lookalike.schema import Kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,001-5,000", 3000.5), ("501-1,000", 750.5), ("1.001 – 5.000", 3000.5), ("$1M to $10M", 5.5e6),
        ("$1-10 million", 5.5e6), ("500K-1M", 750e3), ("1M-5M NOK", 3e6), ("-$1,200.00", -1200),
        ("($1,200)", -1200),
        ("USD -5", -5), ("NOK 12k", 12e3), ("under 10", 10), ("mer enn 500", 500), ("5 mkr", 5e6),
        ("12,34,567", 1234567),
        ("5 US dollars", 5), ("€ 1.200,50", 1200.5), ("10-5", None), ("2024-05-01", None), ("Top 100", None),
        ("A-12", None),
    ],
)  # fmt: skip
def test_ranges_signs_and_units(text: str, value: float | None) -> None:
    found = [parse_number(text, sign) for sign in ".,"]
    if value is None:
        assert found == [None, None]
    else:
        assert any(one and one.value == pytest.approx(value) for one in found)


@pytest.mark.parametrize("sign", [".", ","])
def test_size_bands_are_read_alike_whatever_the_file_says(sign: str) -> None:
    bands = pd.Series(["1-10", "51-200", "501-1,000", "1,001-5,000", "10,001+"], dtype=object)
    cleaned = clean_column(bands, Kind.NUMBER, "heads", Context(decimal=sign))
    assert cleaned.values.tolist() == [5.5, 125.5, 750.5, 3000.5, 10001.0]


def test_one_column_proves_the_sign_for_the_others() -> None:
    proof = [pd.Series(["17.274.000", "237.365.000"], dtype=object), pd.Series(["12,3"], dtype=object)]
    heads = pd.Series(["1.032", "456"], dtype=object)
    assert sign_of_file([heads, *proof]) == ","
    cleaned = clean_column(heads, Kind.NUMBER, "heads", Context(decimal=sign_of_file([heads, *proof])))
    assert cleaned.values.tolist() == [1032.0, 456.0]
    assert sign_of_file([pd.Series(["1.5"], dtype=object), pd.Series(["1,5"], dtype=object)]) == ""


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("Revenue (in thousands)", (1e3, "")), ("Revenue in millions", (1e6, "")), ("Revenue ('000)", (1e3, "")),
        ("Omsetning (1000 NOK)", (1e3, "NOK")), ("Omsättning i tkr", (1e3, "kr")),
        ("Umsatz in Mio. EUR", (1e6, "EUR")),
        ("Revenue (USD millions)", (1e6, "USD")), ("Omsetning i hele tusen kroner", (1e3, "kr")),
        ("Omsetning TNOK", (1e3, "NOK")),
        ("Firma i Oslo", (1.0, "")), ("Company (legal)", (1.0, "")),
    ],
)  # fmt: skip
def test_the_unit_of_a_heading(heading: str, meant: tuple[float, str]) -> None:
    assert heading_unit(heading)[1:] == meant


def test_currency_names_and_shared_signs() -> None:
    names = [
        "US Dollar",
        "Norwegian Krone",
        "norske kroner",
        "Euro",
        "svenska kronor",
        "Euron",
        "dólar estadounidense",
        "GBP",
    ]
    assert [currency_code(name) for name in names] == ["USD", "NOK", "NOK", "EUR", "SEK", "EURON", "USD", "GBP"]
    beside = clean_column(pd.Series(["5 kr", "7 NOK", "9 kr."], dtype=object), Kind.MONEY)
    assert (beside.values.tolist(), beside.currency) == ([5.0, 7.0, 9.0], "NOK")
    with pytest.raises(InputError, match=r"several currencies: EUR \(1 rows\) and SEK \(1 rows\)"):
        clean_column(pd.Series(["5 SEK", "7 EUR"], dtype=object), Kind.MONEY)


@pytest.mark.parametrize(
    ("values", "unit", "missing"),
    [
        (["12", "-1", "30", "45", "8"], "heads", ["-1"]),
        (["12", "999999", "30", "45", "8"], "heads", ["999999"]),
        (["1998", "0", "2004", "9999", "1987"], "year", ["0", "9999"]),
        (["5", "0", "3", "2", "1"], "heads", []),
        (["40", "0", "25", "0", "30", "0", "60", "0", "90", "0", "11"], "heads", ["0"]),
        (["4", "-1", "3", "-2,5", "7"], "percent", []),
        (["-500", "-1", "300", "200"], "money", []),
    ],
)
def test_what_stands_for_not_known_is_told_and_not_used(values: list[str], unit: str, missing: list[str]) -> None:
    cleaned = clean_column(pd.Series(values, dtype=object), Kind.NUMBER, unit)
    assert [value for value, left in zip(values, cleaned.values, strict=True) if np.isnan(left)] == [
        value for value in values if value in missing
    ]
    assert ("placeholder" in [problem.code for problem in cleaned.problems]) == bool(missing)


@pytest.mark.parametrize(
    "error",
    ["#DIV/0!", "#REF!", "#VERDI!", "#SAKNAS!", "#VÄRDEFEL!", "#PUUTTUU!", "#WAARDE!", "#BEZUG!", "#NAVN?", "#I/T",
     "#N/A", "#NV", "#¿NOMBRE?", "#¡VALOR!", "#DEEL/0!", "#########", "#CALC!", "#N/B"],
)  # fmt: skip
@pytest.mark.parametrize("kind", [Kind.CATEGORY, Kind.NUMBER, Kind.DATE, Kind.TEXT])
def test_errors_of_a_spreadsheet_are_missing_and_told(error: str, kind: Kind) -> None:
    cleaned = clean_column(pd.Series(["5", error], dtype=object), kind)
    assert cleaned.values.isna().tolist()[1]
    assert cleaned.problems[0].code == "spreadsheet-error"
    assert clean_column(pd.Series(["#1 Cloud", "# 5", "C#"], dtype=object), Kind.TEXT).problems == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The Netherlands", "NL"), ("Panamá", "PA"), ("Espanha", "ES"), ("Republic of Ireland", "IE"),
        ("Kingdom of Norway", "NO"),
        ("NO - Norway", "NO"), ("Norway (NO)", "NO"), ("Korea, Republic of", "KR"), ("Hiszpania", "ES"),
        ("Czechia", "CZ"),
        ("U.S.A.", "US"), ("Great Britain", "GB"), ("Deutschland", "DE"), ("Island", "IS"), ("Irland", "IE"),
        ("Remote", None),
    ],
)  # fmt: skip
def test_countries_in_every_language(text: str, code: str | None) -> None:
    assert parse_country(text) == code


def test_a_slip_between_two_countries_is_none() -> None:
    assert nearest_country("Philipines") == "PH"
    assert nearest_country("Republic of Irelnd") == "IE"
    assert nearest_country("Ixland") is None


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.DATE])
def test_300_000_values_take_no_time(kind: Kind) -> None:
    count = 300_000
    numbers = pd.Series(np.arange(count).astype(str).astype(object))
    days = pd.Series(pd.date_range("2000-01-01", periods=count, freq="h").strftime("%Y-%m-%d %H:%M"), dtype=object)
    start = time.process_time()
    cleaned = clean_column(numbers if kind is Kind.NUMBER else days, kind)
    assert time.process_time() - start < 1.5
    assert cleaned.values.notna().all()


@pytest.mark.parametrize(
    ("cells", "kind", "unit", "read"),
    [
        (["380.000", "20.000", "145.500"], Kind.MONEY, "money", [380000.0, 20000.0, 145500.0]),
        (["380.000,-", "20.000,-"], Kind.MONEY, "money", [380000.0, 20000.0]),
        (["1.032", "2.400", "12.010"], Kind.NUMBER, "heads", [1032.0, 2400.0, 12010.0]),
        (["59.913", "60.391", "63.431"], Kind.NUMBER, "", [59.913, 60.391, 63.431]),
        (["380000 (NOK)", "20000 (NOK)"], Kind.MONEY, "money", [380000.0, 20000.0]),
        (["fra 1 til 10", "von 11 bis 50", "51 t/m 200"], Kind.NUMBER, "heads", [5.5, 30.5, 125.5]),
        (["50 årsverk", "12 st", "7 Beschäftigte"], Kind.NUMBER, "heads", [50.0, 12.0, 7.0]),
    ],
)
def test_numbers_are_what_was_written(cells, kind, unit, read):
    assert clean_column(pd.Series(cells, dtype=object), kind, unit).values.tolist() == read
