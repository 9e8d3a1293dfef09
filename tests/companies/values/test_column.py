"""Values come out right whatever the locale, and what cannot be read is counted."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from lookalike.companies.values.column import Cleaned, Context, clean_column
from lookalike.companies.values.kinds import infer_kind
from lookalike.companies.values.missing import blank_words
from lookalike.companies.values.numbers import parse_number
from lookalike.errors import InputError
from lookalike.schema import Kind

LOCALES = ["en_US", "en_GB", "nb_NO", "sv_SE", "da_DK", "fi_FI", "nl_NL", "de_DE", "de_CH"]


def clean(values: list[object], kind: Kind, **context: object) -> Cleaned:
    return clean_column(pd.Series(values, dtype=object), kind, context=Context(**context))


def told(cleaned: Cleaned) -> str:
    return "; ".join(map(str, cleaned.notes))


@settings(max_examples=150, deadline=None)
@given(locale=st.sampled_from(LOCALES), numbers=st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1))
def test_numbers_of_every_locale(locale: str, numbers: list) -> None:
    written = [format_decimal(number, format="#,##0.00", locale=locale) for number in numbers]
    cleaned = clean(written, Kind.NUMBER)
    np.testing.assert_allclose(cleaned.values, [float(number) for number in numbers], rtol=1e-12)
    assert cleaned.problems == ()


@settings(max_examples=150, deadline=None)
@given(
    locale=st.sampled_from(LOCALES),
    style=st.sampled_from(["short", "medium", "long", "full"]),
    days=st.lists(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)), min_size=1),
)
def test_dates_of_every_locale(locale: str, style: str, days: list[dt.date]) -> None:
    days = [*days, dt.date(2024, 5, 31)]  # a day above twelve settles the order
    cleaned = clean([format_date(day, style, locale=locale) for day in days], Kind.DATE)
    assert cleaned.values.dt.date.tolist() == days
    assert cleaned.values.dtype == "datetime64[ns]"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("36.9 Million", 36.9e6), ("2,5 mill.", 2.5e6), ("1 234 567,50 kr", 1234567.5), ("USD 12k", 12e3),
        ("11-50", 30.5), ("10 001+", 10001), ("1.000-4.999", 2999.5), ("> 500", 500), ("fra 5", 5),
        ("€1.2bn", 1.2e9), ("12,5 %", 12.5), ("kr 5 000,-", 5000), ("1'234.5", 1234.5), ("-3", -3), ("(12)", -12),
        ("5 MNOK", 5e6), ("TEUR 250", 250e3), ("3 mrd", 3e9), ("12 tkr", 12e3), ("1e3", 1000), ("50 employees", 50),
        ("2 miljoonaa", 2e6), ("−7", -7), ("12-", -12), ("1.2.3", None), ("abc", None), ("GTX 500", None),
        ("k12", None), ("M 3", None),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, value: float | None) -> None:
    found = [parse_number(text, sign) for sign in (".", ",")]
    if value is None:
        assert found == [None, None]
    else:
        assert value in [pytest.approx(one.value) for one in found if one]


def test_the_decimal_sign_is_decided_by_the_column_and_said_when_it_is_not_proven() -> None:
    assert clean(["1.234", "2.500,75"], Kind.NUMBER).values.tolist() == [1234.0, 2500.75]
    unproven = clean(["1.234", "2.500"], Kind.NUMBER)
    assert unproven.values.tolist() == [1.234, 2.5]
    assert "no value tells" in told(unproven)
    assert clean(["1.234", "2.500"], Kind.NUMBER, decimal=",").values.tolist() == [1234.0, 2500.0]
    mixed = clean(["1.234", "5,5", "7,25", "2 500,75", "10,492.76"], Kind.NUMBER)
    assert mixed.values.tolist() == [1234.0, 5.5, 7.25, 2500.75, 10492.76]
    assert told(mixed) == "“,” is the decimal sign, but not in 10,492.76: a number with both signs tells its own"


def test_the_order_of_day_and_month_is_stated() -> None:
    american = clean(["4/11/2019", "1/17/2019"], Kind.DATE)
    assert american.values[0] == pd.Timestamp("2019-04-11")
    assert told(american) == "month before day, as in 1/17/2019"
    assert clean(["4/11/2019"], Kind.DATE, day_first=False).values[0] == pd.Timestamp("2019-04-11")
    assert "assumed" in told(clean(["4/11/2019"], Kind.DATE))
    assert clean(["04.11.2019"], Kind.DATE).values[0] == pd.Timestamp("2019-11-04")


def test_times_zones_serials_and_impossible_dates() -> None:
    written = ["2024-05-01T14:30:00+02:00", "2024-05-01 2:30 PM", "45413", "20240501", "31.02.2024", "9999-12-31"]
    cleaned = clean(written, Kind.DATE)
    assert cleaned.values[:4].dt.strftime("%d %H:%M").tolist() == ["01 12:30", "01 14:30", "01 00:00", "01 00:00"]
    problems = [(problem.code, problem.count, problem.examples) for problem in cleaned.problems]
    assert problems == [("unreadable-date", 1, ("31.02.2024",)), ("placeholder", 1, ("9999-12-31",))]


def test_a_flag_read_as_status_says_its_heading() -> None:
    assert clean(["false", "true"], Kind.CATEGORY, field="status", column="konkurs").values.tolist() == [
        None,
        "konkurs",
    ]
    assert clean(["1 active", "true"], Kind.CATEGORY, field="status").values.tolist() == ["1 active", "true"]


@pytest.mark.parametrize(
    "yes_no", [("yes", "no"), ("Ja", "Nei"), ("ja", "nej"), ("kyllä", "ei"), ("ja", "nee"), ("Ja", "Nein"), ("1", "0")]
)
def test_yes_and_no_in_seven_languages(yes_no: tuple[str, str]) -> None:
    cleaned = clean([*yes_no, None], Kind.BOOL)
    assert cleaned.values.dtype == "boolean"
    assert cleaned.values.tolist()[:2] == [True, False]


@pytest.mark.parametrize("text", ["Norge", "NORWAY", "no", "NOR", "Norja", "Noorwegen", "Norwegen", "Norrwy"])
def test_countries_in_any_language(text: str) -> None:
    expected = None if text == "Norrwy" else "NO"  # six letters with a slip are too few to be sure
    assert clean([text], Kind.CATEGORY, field="country").values[0] == expected


def test_countries_without_their_accents() -> None:
    assert clean(["Reunion", "Osterreich"], Kind.CATEGORY, field="country").values.tolist() == ["RE", "AT"]


def test_a_misspelt_country_is_read_and_said() -> None:
    cleaned = clean(["Philipines", "Unspecified"], Kind.CATEGORY, field="country")
    assert cleaned.values.tolist() == ["PH", None]
    assert told(cleaned) == "misspelt countries read as Philipines = PH"
    assert cleaned.problems[0].examples == ("Unspecified",)


def test_several_currencies_need_rates() -> None:
    money = {"values": ["100", "200"], "kind": Kind.MONEY, "currencies": pd.Series(["NOK", "EUR"])}
    with pytest.raises(InputError, match=r"several currencies: EUR \(1 rows\) and NOK \(1 rows\)"):
        clean(**money)
    converted = clean(**money, currency="NOK", rates={"EUR": 11.5})
    assert converted.values.tolist() == [100.0, 2300.0]
    assert told(converted) == "EUR (1 rows) converted to NOK by the rates in [money]"
    one = clean(["5 EUR", "7 €"], Kind.MONEY)
    assert (one.values.tolist(), one.currency) == ([5.0, 7.0], "EUR")


def test_the_unit_in_a_heading_counts() -> None:
    scaled = clean(["1,5", "2 000 NOK"], Kind.MONEY, column="Omsetning (MNOK)")
    assert (scaled.values.tolist(), scaled.currency) == ([1.5e6, 2000.0], "NOK")
    assert "units of 1,000,000" in told(scaled)


def test_the_first_of_several_companies_is_used() -> None:
    cleaned = clean(["12;34", "56", None], Kind.ID, field="account_id")
    assert cleaned.values.tolist() == ["12", "56", None]
    assert told(cleaned) == "1 rows name several companies: the first is used"


def test_none_is_missing_where_the_file_uses_it_so() -> None:
    wholesaler = pd.DataFrame({"days": ["1", "2"], "competitor": ["None", "Known"]}, dtype=object)
    export = pd.DataFrame({"contract": ["12", "None", "14"], "source": ["None", "Web", "Web"]}, dtype=object)
    assert clean_column(
        wholesaler["competitor"], Kind.CATEGORY, context=Context(blanks=blank_words(wholesaler))
    ).values[0]
    assert clean_column(export["source"], Kind.CATEGORY, context=Context(blanks=blank_words(export))).values[0] is None


def test_none_in_the_real_exports(real_data) -> None:
    folders = {
        "win_loss_78k/opportunities_first_70_percent.csv": False,
        "salesforce_opportunities/open_opportunities_2019_raw.csv": True,
    }
    for file, missing in folders.items():
        frame = pd.read_csv(real_data / file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        assert ("none" in blank_words(frame)) is missing


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1.5", "2", "7", "x"] + ["3"] * 20, Kind.NUMBER),
        ([f"Customer {n}" for n in range(40)], Kind.TEXT),
        ([str(n) for n in range(1000, 1040)], Kind.TEXT),
        (["1", "2", "3"] * 20, Kind.NUMBER),
        (["2024-01-05", "2024-02-01"] * 10, Kind.DATE),
        (["AWS;SAP", "AWS;Azure", "SAP"] * 10, Kind.SET),
        (["true", "false"] * 5, Kind.BOOL),
        (["red", "green", None] * 9, Kind.CATEGORY),
        (["t33", "t1", "k8"] * 10, Kind.CATEGORY),
        (["Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod"] * 30, Kind.TEXT),
    ],
)
def test_kinds_of_unmapped_columns(values: list[object], kind: Kind) -> None:
    assert infer_kind(pd.Series(values, dtype=object)) is kind


def test_typed_columns_keep_their_meaning() -> None:
    assert clean_column(pd.Series([1, 2]), Kind.NUMBER).values.tolist() == [1.0, 2.0]
    assert clean_column(pd.Series([1.0, np.nan]), Kind.ID).values.tolist() == ["1", None]
    assert clean_column(pd.Series([True, False]), Kind.BOOL).values.tolist() == [True, False]
    zoned = pd.Series(pd.to_datetime(["2024-05-01T02:00:00+02:00"]))
    assert clean_column(zoned, Kind.DATE).values[0] == pd.Timestamp("2024-05-01")


def test_words_for_nothing_are_missing() -> None:
    cleaned = clean(["a b", "N/A", "-", "#REF!", "NULL", r"\N", "<null>"], Kind.TEXT)
    assert cleaned.values.tolist() == ["a b"] + [None] * 6


def test_sets_are_sorted_without_repeats() -> None:
    assert clean(["SAP; AWS;SAP", "React, Vue"], Kind.SET).values.tolist() == ["AWS;SAP", "React;Vue"]
