"""Names of industry codes: the same codes in every language, and never a name of another system."""

from __future__ import annotations

from importlib.resources import files

import pytest

from lookalike.knowledge.rules import value_in_words
from lookalike.languages import LANGUAGES, industry_systems, language

TABLES = files("lookalike.languages") / "nace"
HOUSEHOLDS = ("98.10", "98.20", "98")  # that Norway has no title for


def titles(code: str) -> list[tuple[str, str]]:
    rows = (TABLES / f"{code}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(number, title) for number, title in (row.split("\t") for row in rows)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_division_and_class_has_one_title_in_every_language(code):
    numbers = [number for number, _ in titles(code)]
    missing = set(HOUSEHOLDS) if code == "no" else set()
    assert len(set(numbers)) == len(numbers)
    assert {number for number, _ in titles("en")} - set(numbers) == missing
    assert set(industry_systems()["nace"]["divisions"]) - missing <= set(numbers)
    assert all(title == title.strip() != "" for _, title in titles(code))


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("no", "62.010", "62.010 Programmeringstjenester"),
        ("sv", "62.01", "62.01 Dataprogrammering"),
        ("da", "62 Computer programming and consultancy", "62 Computerprogrammering, konsulentbistand"),
        ("fi", "62.100", "62.100 Ohjelmistojen suunnittelu ja valmistus"),
        ("nl", "Manufacturing", "Industrie"),
        ("de", "64.19", "64.19 Kreditinstitute (ohne Spezialkreditinstitute)"),
        ("no", "98.10", "98.10 Undifferentiated goods-producing activities"),
        ("en", "25.40", "25.40 Manufacture of fabricated metal products"),  # two revisions disagree: its division
    ],
)
def test_a_code_stands_with_its_name(code, value, said):
    assert language(code).industry(value).startswith(said)


@pytest.mark.parametrize("value", ["54 Professional services", "54.1511", "51.1", "73.72", "51 Information", "IT"])
def test_what_may_be_of_another_system_or_is_no_code_stays_as_it_is(value):
    assert language("no").industry(value) == value


def test_rules_name_the_codes_that_they_ask_for():
    assert language("de").tell(value_in_words("industry_code_sector", "Construction")) == "Baugewerbe"
    assert str(value_in_words("industry_code", "62.01")) == "62.01 Computer programming activities"
    assert str(value_in_words("industry_code_3", "62.0")) == "62.0"
    assert str(value_in_words("country", "NO")) == "Norway"
