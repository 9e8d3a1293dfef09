"""Sentences: facts with their values, comparisons that are true and speak for the sign they stand under."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lookalike.languages.language import LANGUAGES, language
from lookalike.learning.bins import CategoryBins, Feature, NumericBins, TokenBins
from lookalike.ranking.reasons.best_customers import Portrait, judged, portraits
from lookalike.ranking.reasons.sentences import Trait, comparison, fact, sentence, together
from lookalike.schema import Kind

FOR = {
    "range",
    "more_common",
    "more_common_range",
    "far_more_common",
    "usually_have",
    "usually_not",
    "won",
    "won_range",
}
AGAINST = {
    "range",
    "rarer",
    "rarer_range",
    "lacking",
    "none",
    "none_range",
    "usually_have",
    "usually_not",
    "missing_against",
    "won",
    "won_range",
}

HEADS = Feature("employees", "employees", "size", "Ansatte", Kind.NUMBER, "heads", NumericBins((9.5, 50.5)))
MONEY = Feature("revenue", "revenue", "revenue", "Revenue", Kind.NUMBER, "money per year", NumericBins((1e6, 1e7)))
SECTOR = Feature("industry", "industry", "industry", "Sector", Kind.CATEGORY, "", CategoryBins(("IT", "Logistics")))
SHOP = Feature("webshop", "webshop", "webshop", "webshop", Kind.CATEGORY, "", CategoryBins(("no", "yes")))
AZURE = Feature("tech=Azure", "tech", "tech", "Tech: Azure", Kind.SET, "", TokenBins("Azure"))


def portrait(best: list[float], known: list[float], low: float = np.nan, high: float = np.nan) -> Portrait:
    return Portrait(np.arange(len(best)), np.array(best), np.array(known), low, high, 60, 400)


@pytest.mark.parametrize(
    ("trait", "positive", "said"),
    [
        (
            Trait(HEADS, portrait([0, 1, 0, 0], [0.5, 0.3, 0.2, 0], 20, 50), 1, 34.0),
            True,
            "34 employees; your best customers typically have 20–50",
        ),
        (
            Trait(HEADS, portrait([0.2, 0.8, 0, 0], [0.5, 0.3, 0.2, 0], 20, 50), 2, 900.0),
            False,
            "900 employees; your best customers typically have 20–50",
        ),
        (
            Trait(HEADS, portrait([0.2, 0.6, 0.2, 0], [0.5, 0.25, 0.25, 0], 20, 50), 1, 12.0),
            True,
            "12 employees: 10–50 is 2.4 times as common among your best customers",
        ),
        (
            Trait(SECTOR, portrait([0.5, 0.42, 0.08, 0], [0.8, 0.2, 0, 0]), 1, "Logistics"),
            True,
            "Logistics: 2.1 times as common among your best customers",
        ),
        (
            Trait(SECTOR, portrait([0.1, 0.9, 0, 0], [0.4, 0.6, 0, 0]), 0, "IT"),
            False,
            "IT: 10% of your best customers, against 40% of all the companies you know",
        ),
        (
            Trait(SHOP, portrait([0.1, 0.9, 0, 0], [0.5, 0.5, 0, 0]), 0, "no"),
            False,
            "no webshop; your best customers usually have it",
        ),
        (
            Trait(AZURE, portrait([0.5, 0.5, 0], [0.7, 0.3, 0]), 0, "SAP"),
            False,
            "no Azure; 50% of your best customers have it, against 30% of all the companies you know",
        ),
        (
            Trait(AZURE, portrait([0.1, 0.9, 0], [0.5, 0.5, 0]), 1, "Azure;SAP"),
            True,
            "Azure; your best customers usually have it",
        ),
        (
            Trait(MONEY, portrait([0, 0.6, 0.3, 0.1], [0, 0.3, 0.3, 0.4]), 3, None),
            False,
            "revenue not known; it is known for 90% of your best customers",
        ),
    ],
)
def test_sentences_as_a_salesperson_says_them(trait, positive, said):
    assert str(sentence(trait, positive, "EUR")) == said


def test_what_few_best_customers_have_is_no_comparison():
    few = replace(portrait([0.5, 0.5, 0, 0], [0.6, 0.4, 0, 0]), customers=10)
    assert sentence(Trait(SECTOR, few, 1, "Logistics"), True) is None


def test_what_the_best_customers_contradict_or_nobody_knows_is_no_reason():
    typical = portrait([0, 1, 0, 0], [0.5, 0.3, 0.2, 0], 20, 50)
    assert sentence(Trait(HEADS, typical, 1, 34.0), False) is None
    assert sentence(Trait(MONEY, portrait([0, 0.1, 0.1, 0.8], [0, 0.4, 0.4, 0.2]), 3, None), True) is None


@pytest.mark.parametrize(
    ("positive", "both", "said"),
    [
        (True, 12, "34 employees together with Logistics: 12 of your 60 best customers have both"),
        (True, 1, "34 employees together with Logistics: 1 of your 60 best customers has both"),
        (True, 0, "34 employees together with Logistics: a plus"),
        (False, 4, "34 employees together with Logistics: a minus"),
        (False, 0, "34 employees together with Logistics: none of your best customers has both"),
    ],
)
def test_two_traits_that_count_together_are_both_named(positive, both, said):
    heads = Trait(HEADS, portrait([0, 1, 0, 0], [0.5, 0.3, 0.2, 0], 20, 50), 1, 34.0)
    sector = Trait(SECTOR, portrait([0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0]), 1, "Logistics")
    assert str(together(heads, sector, positive, both)) == said


def test_a_technology_that_is_lacking_is_no_plus_and_a_no_may_be_one():
    without = portrait([0.9, 0.1, 0], [0.5, 0.5, 0])
    assert sentence(Trait(AZURE, without, 0, "SAP"), True) is None
    no = Trait(SHOP, portrait([0.9, 0.1, 0], [0.5, 0.5, 0]), 0, "no")
    assert str(sentence(no, True)) == "no webshop; your best customers usually are without"


def test_a_number_that_is_as_common_among_all_is_no_reason_though_the_best_typically_have_it():
    usual = portrait([0.2, 0.6, 0.2, 0], [0.2, 0.6, 0.2, 0], 20, 50)
    assert sentence(Trait(HEADS, usual, 1, 34.0), True) is None
    assert sentence(Trait(HEADS, usual, 2, 90.0), False) is None


@pytest.mark.parametrize(
    ("won", "positive", "clear"), [(60, True, True), (60, False, False), (42, True, False), (47, True, False)]
)
def test_where_the_best_customers_say_nothing_the_deals_do_if_they_differ_by_more_than_chance(won, positive, clear):
    deals = {
        "won": np.array([0, 20 * won, 0, 0]),
        "closed": np.array([0, 2000, 0, 0]),
        "cases": np.array([0, 1800, 0, 0]),
    }
    seen = replace(portrait([0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0]), average=0.4, **deals)
    said = str(sentence(Trait(SECTOR, seen, 1, "Logistics"), positive))
    told = "Logistics: you won 60% of 2,000 such deals, against 40% of all"
    assert (said == told) == clear


def test_of_many_values_that_make_no_difference_one_always_looks_good_and_is_no_reason():
    best, known = np.full(31, 1 / 30), np.full(31, 1 / 30)
    best[3], best[4], best[30], known[30] = 3 / 30, 0, 0, 0
    zone = Feature("zone", "zone", "zone", "Zone", Kind.CATEGORY, "", CategoryBins(tuple(map(str, range(29)))))
    alike, few = (replace(portrait(list(best), list(known)), customers=one) for one in (60, 600))
    for seen, tells in ((alike, False), (replace(few, companies=4000), True)):
        (judged_one,) = judged([seen])
        assert judged_one.tells == tells
        said = sentence(Trait(zone, judged_one, 3, "3"), True)
        assert (said is not None) == tells
    assert sentence(Trait(zone, alike, 3, "3"), True) is not None, "by itself it passes"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_comparison_is_true_and_agrees_with_its_sign(bundle, prospects, code):
    say = language(code)
    for feature, seen in zip(bundle.rank.features, portraits(bundle), strict=True):
        values = prospects[feature.source].head(3000).drop_duplicates()
        for value, bin_code in zip(values, feature.codes(values.to_frame()), strict=True):
            trait = Trait(feature, seen, int(bin_code), value)
            for positive, allowed in ((True, FOR), (False, AGAINST)):
                compared = comparison(trait, positive)
                if compared is None:
                    continue
                key, _ = compared
                assert key in allowed
                lift = seen.lift(trait.code)
                if key == "range":
                    assert (seen.low <= value <= seen.high) == positive
                else:
                    assert lift > 1 if positive else lift < 1
                assert not trait.missing or key == "missing_against"
                said = sentence(trait, positive, "NOK")
                assert said is not None
                assert "{" not in say.tell(said)


def test_text_of_companies_stays_on_one_line_and_short():
    trait = Trait(SECTOR, portrait([0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0]), 2, "Fish\n and   {ships}" + "!" * 200)
    said = str(fact(trait))
    assert said.startswith("Fish and {ships}!!!")
    assert len(said) < 120
