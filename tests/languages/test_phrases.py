"""Phrases are whole words of any language, and a negation turns them off."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.languages import codes, content, phrases

TOPICS = ("nobody", "price", "public", "decides", "activity", "deal_source", "deal_type", "level", "function")


@pytest.mark.parametrize(
    ("topic", "text", "said"),
    [
        ("price", "Price too high", True),
        ("price", "Pris", True),
        ("price", "För dyrt", True),
        ("price", "No budget", True),
        ("price", "No decision, price", True),
        ("price", "Missing enterprise features", False),
        ("price", "Not the price", False),
        ("price", "Ikke pris", False),
        ("price", "Ei hinta", False),
        ("activity", "Oppstartsmøte", True),
        ("activity", "Møde", True),
        ("activity", "Angebot", True),
        ("activity", "Levering", False),
        ("activity", "Monitoring", False),
        ("public", "Kommunal", True),
        ("public", "Valtionyhtiö", True),
        ("public", "Non-governmental", False),
        ("public", "Public", False),  # of Salesforce: listed on the stock exchange
        ("public", "Publicly traded", False),
    ],
)
def test_whole_words_that_are_not_negated(topic: str, text: str, said: bool) -> None:
    assert bool(phrases(topic).said(text)) is said


def test_of_overlapping_phrases_the_longest_counts_and_meanings_stand_in_order() -> None:
    assert phrases("level").said("Vice President") == ("executive",)
    assert phrases("level").said("Assistant to the Chief Executive") == ("assistant", "CEO")
    assert phrases("activity").said("Demo after a call") == ("call", "meeting")


def test_cells_are_told_together() -> None:
    cells = pd.Series(["Cold call", None, "Lunch", "Call, then meeting"], index=[3, 1, 4, 2])
    assert phrases("activity").last(cells).to_dict() == {3: "call", 1: None, 4: None, 2: "meeting"}
    assert phrases("activity").has(cells).tolist() == [True, False, False, True]
    assert phrases("nobody").is_all_of(pd.Series(["Ingen", "Ingen AS", "-", None])).tolist() == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("code", codes())
def test_every_language_has_words_for_every_topic(code: str, topic: str) -> None:
    assert content(code)["words"][topic]


def test_no_phrase_means_two_things() -> None:
    for topic in TOPICS:
        meant: dict[str, set[str]] = {}
        for code in codes():
            told = content(code)["words"][topic]
            for meaning, spelled in (told if isinstance(told, dict) else {"": told}).items():
                for phrase in spelled:
                    assert phrase == phrase.casefold()
                    meant.setdefault(phrase, set()).add(meaning)
        assert not {phrase: found for phrase, found in meant.items() if len(found) > 1}, topic


def test_an_unknown_topic_is_a_fault() -> None:
    with pytest.raises(KeyError, match="weather"):
        phrases("weather")
