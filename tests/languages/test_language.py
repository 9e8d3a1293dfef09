"""Languages: criteria, figures and ranges as people say them, and sentences that are alike in all."""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import asdict, dataclass
from string import Formatter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookalike.languages import LANGUAGES, Message, from_plain, language, say, to_plain
from lookalike.schema import CRITERIA

ENGLISH = language("en")
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
NAMES = st.text("abcxyz", min_size=1)
MESSAGES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner) | st.builds(Message, NAMES, st.dictionaries(NAMES, inner)),
    max_leaves=8,
)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_criterion_has_a_name(code: str) -> None:
    named = [language(code).criterion(name) for name in CRITERIA]
    assert len(set(named)) == len(CRITERIA)
    assert "Azure" in language(code).criterion("fit_technologies=Azure")
    assert "_" not in language(code).criterion("fit_fleet_size")


def braces(sentence: str | dict[str, str]) -> set[tuple[str, str]]:
    """What stands in the braces of a sentence, or of all its forms: names with their kinds."""
    forms = sentence.values() if isinstance(sentence, dict) else [sentence]
    return {(name, kind or "") for form in forms for _, name, kind, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_the_same_sentences_with_the_same_braces(code: str) -> None:
    assert language(code).texts.keys() == ENGLISH.texts.keys()
    for section, sentences in language(code).texts.items():
        assert sentences.keys() == ENGLISH.texts[section].keys(), section
        for name, sentence in sentences.items():
            assert braces(sentence) == braces(ENGLISH.texts[section][name]), f"{section}.{name}"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_sentence_in_several_forms_has_one_for_each_number(code: str) -> None:
    plural = language(code).locale.plural_form
    for section, sentences in language(code).texts.items():
        for name, sentence in sentences.items():
            if isinstance(sentence, dict):
                assert {plural(n) for n in range(200)} <= sentence.keys() | {"other"}, f"{section}.{name}"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no texts in language 'xx': .*en.*no"):
        language("xx")


def test_a_sentence_that_is_nowhere_is_a_fault() -> None:
    with pytest.raises(KeyError, match=r"facts\.nonsense"):
        language("fi").tell(say("facts.nonsense"))


@pytest.mark.parametrize(
    ("code", "number", "money", "share"),
    [
        ("en", "12,300", "€12.3M", "35%"),
        ("no", "12 300", "€ 12,3 mill.", "35 %"),
        ("sv", "12 300", "12,3 mn €", "35 %"),
        ("fi", "12 300", "12,3 milj. €", "35 %"),
        ("nl", "12.300", "€ 12,3 mln.", "35%"),
    ],
)
def test_numbers_are_written_as_the_locale_writes_them(code: str, number: str, money: str, share: str) -> None:
    of = language(code)
    assert of.number(12_345).replace("\xa0", " ") == number
    assert of.money(12_345_678, "EUR").replace("\xa0", " ") == money
    assert of.share(0.348).replace("\xa0", " ") == share


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (20, 50, "heads", "20–50"),
        (240_700_000, 545_400_000, "money per year", "NOK 241–545M"),
        (-1.1, 21.3, "percent", "-1.1 to 21.3%"),
        (1985, 2005, "year", "1985–2005"),
        (1985, 1989, "year", "1985–1989"),
        (7, 7, "hours", "7 hours"),
        (None, 50, "heads", "at most 50"),
        (51, None, "heads", "51 or more"),
        (1e6, None, "money", "over NOK 1M"),
    ],
)
def test_ranges_are_said_once_with_their_unit(low: float | None, high: float | None, unit: str, said: str) -> None:
    assert ENGLISH.span(low, high, unit, "NOK").replace("\xa0", " ") == said


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("count", 19_214.4, "19,214"),
        ("round", 2.25, "2.2"),
        ("round", 19.6, "20"),
        ("halves", 57.0, "57"),
        ("halves", 50.5, "50.5"),
        ("tenths", 6.0, "6.0"),
        ("hundredths", 0.734, "0.73"),
        ("thousandths", 0.7341, "0.734"),
        ("signed", -0.25, "-0.25"),
        ("gain", 0.0471, "+4.7"),
        ("points", -0.001, "-0.1"),
        ("hundred", 0.73, "73"),
        ("fine", 0.0012, "0.1%"),
        ("short", 1_234_567, "1.23M"),
        ("short", 999_950, "1M"),
        ("short", 1.5e12, "1.5T"),
        ("year", 2024.0, "2024"),
        ("day", "2025-12-30T00:00:00", "30 Dec 2025"),
        ("country", "NO", "Norway"),
        ("label", "fleet_size", "fleet size"),
        ("and", ["A", "B", "C"], "A, B and C"),
        ("semicolons", ["A", say("facts.cold")], "A; you have had no deal with them"),
        ("capital", say("facts.cold"), "You have had no deal with them"),
        ("", 12_345, "12,345"),
        ("", 0.12345, "0.123"),
        ("share", float("nan"), "–"),
        ("money", None, "–"),
    ],
)
def test_a_value_is_written_as_its_kind_asks(kind: str, value: object, written: str) -> None:
    assert ENGLISH.written(value, kind) == written


@given(MESSAGES)
def test_what_is_stored_comes_back(value: object) -> None:
    assert from_plain(to_plain(value)) == value


def test_a_message_is_a_value_that_survives_copying_and_the_dicts_of_dataclasses() -> None:
    @dataclass(frozen=True)
    class Holder:
        said: Message

    one = say("follow.moved_list", attribute=say("labels.employees"), bin="IT", before=np.float64(0.1), now=0.2)
    same = say("follow.moved_list", attribute=say("labels.employees"), bin="IT", before=0.1, now=0.2)
    assert one == same
    assert hash(one) == hash(same)
    assert copy(one) == deepcopy(one) == asdict(Holder(one))["said"] == one
    assert language("en").told(Holder(one)).said == "number of employees IT: 10% of the list at training, 20% now"


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_sentence_ends_twice(code: str) -> None:
    told = language(code).tell(say("summary.begin_with", name="Acme Inc.", companies=3, calls=2))
    assert "Acme Inc" in told
    assert ".." not in told
