"""Phrases are whole words of any language, and a negation turns them off."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.languages import codes, content, phrases

TOPICS = (
    "nobody",
    "outcome",
    "relationship",
    "state",
    "price",
    "public",
    "decides",
    "activity",
    "deal_source",
    "deal_type",
    "level",
    "function",
)


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


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Closed Won", "won"), ("closedwon", "won"), ("CLOSED/WON", "won"), ("6 - Closed Won", "won"),
        ("Closed Won (Sales Pipeline)", "won"), ("Closed Won (signed)", "won"), ("Stängd vunnen", "won"),
        ("Vunnet - ny kunde", "won"), ("Auftrag erhalten", "won"), ("Kauppa voitettu", "won"),
        ("Closed Lost - Price", "lost"), ("Lost to competitor", "lost"), ("Dead", "lost"), ("No decision", "lost"),
        ("Not won", "lost"), ("Ikke solgt", "lost"), ("Tapt på pris", "lost"), ("Niet verkocht", "lost"),
        ("Nej", "lost"),
        ("Id. Decision Makers", "open"), ("Proposal/Price Quote", "open"), ("decisionmakerboughtin", "open"),
        ("Awaiting signature", "open"), ("Kundkontakt", "open"),
        ("Won't buy", None), ("Not yet won", None), ("Win/loss review", None), ("Prosjekt", None), ("Wonderful", None),
        ("Glossary", None), ("NDA signed", None), ("Tapas", None),
    ],
)  # fmt: skip
def test_outcomes_are_found_inside_longer_words_and_nothing_is_found_by_accident(text: str, heard: str | None) -> None:
    assert next(iter(phrases("outcome").heard(text)), None) == heard


@pytest.mark.parametrize(
    ("topic", "text", "heard"),
    [
        ("state", "Not bankrupt", ()), ("state", "Ikke konkurs", ()), ("state", "Ej i likvidation", ()),
        ("state", "nicht insolvent", ()), ("state", "niet failliet", ()), ("state", "Konkurs: nei", ()),
        ("state", "not bankrupt or dissolved", ()), ("state", "Not trading", ("dissolved",)),
        ("state", "Not active but dissolved", ("dissolved",)), ("state", "underAvvikling", ("dissolved",)),
        ("state", "Struck off", ("dissolved",)), ("state", "in faillissement", ("dissolved",)),
        ("relationship", "Ej kund", ()), ("relationship", "geen klant", ()), ("relationship", "kein Kunde", ()),
        ("relationship", "ei asiakas", ()), ("relationship", "not yet a paying customer", ()),
        ("price", "Missing enterprise features", ()), ("price", "Not price, but features", ()),
        ("price", "Prisforhandling", ("",)), ("price", "no budget", ("",)),
        ("price", "Liian kallis", ("",)),
        ("activity", "Levering", ()), ("activity", "Recall", ()), ("activity", "Telefonmøte", ("meeting",)),
        ("activity", "Oppringning", ("call",)),
        ("activity", "Angebot", ("quote",)),
        ("public", "Statoil", ()), ("public", "fylkeskommunal", ("",)),
    ],
)  # fmt: skip
def test_whole_words_compounds_and_negations(topic: str, text: str, heard: tuple[str, ...]) -> None:
    assert phrases(topic).heard(text) == heard


def test_what_the_settings_say_comes_before_the_languages() -> None:
    own = (("outcome", "won", "lost and found"), ("outcome", "open", "ganada"))
    assert phrases("outcome", own).heard("Lost and found") == ("won",)
    assert phrases("outcome", own).heard("Oferta ganada") == ("open",)
    assert phrases("outcome").heard("Lost and found") == ("lost",)
