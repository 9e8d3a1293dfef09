"""Reasons: exact, true to their sign, in words with values, and the same whatever rows stand beside."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lookalike.languages import say
from lookalike.ranking.reasons.best_customers import portraits
from lookalike.ranking.reasons.concepts import by_concept, grouped
from lookalike.ranking.reasons.reasons import Reasons
from lookalike.ranking.reasons.shared import apart, shared_sentence
from lookalike.ranking.reasons.teller import Teller, coded_lists
from lookalike.scorecard.score import Scored, score_columns
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables import from_frame
from lookalike.scorecard.tables.kernels import strongest


def scored_by(bundle: Bundle, frame: pd.DataFrame) -> Scored:
    return score_columns(bundle, from_frame(frame, bundle.attributes))


def concept_sums(bundle: Bundle, scored: Scored) -> np.ndarray:
    return grouped(scored.contributions.T, by_concept(bundle.rank.features))


def test_grouped_contributions_add_up_to_the_score(bundle, prospects):
    contributions = bundle.rank.contributions(prospects)
    sums = grouped(contributions, by_concept(bundle.rank.features))
    assert sums.shape == (100_000, 6)
    np.testing.assert_allclose(bundle.rank.base + sums.sum(axis=1), bundle.rank.raw(prospects), atol=1e-6)
    np.testing.assert_allclose(bundle.rank.base + contributions.sum(axis=1), bundle.rank.raw(prospects), atol=1e-6)


@pytest.mark.parametrize(("side", "sign"), [(0, 1), (1, -1)])
def test_no_reason_contradicts_the_sign_of_its_concept_and_the_strongest_comes_first(bundle, prospects, side, sign):
    scored = scored_by(bundle, prospects)
    sums, names = sign * concept_sums(bundle, scored), list(by_concept(bundle.rank.features))
    reasons = Reasons(bundle)
    places = strongest(scored.contributions, reasons.concepts, reasons.noise)[side]
    concepts = np.array([names.index(one.concept) for one in bundle.rank.features])[places]
    sizes = np.where(places >= 0, np.take_along_axis(sums, concepts, axis=1), 0.0)
    assert (sizes[places >= 0] > reasons.noise).all()
    assert (np.diff(sizes, axis=1) <= 0).all()
    assert sizes[:, 0] == pytest.approx(np.where(sums.max(axis=1) > reasons.noise, sums.max(axis=1), 0.0))


def test_an_industry_is_told_in_words_rather_than_by_its_code(bundle, prospects):
    scored = scored_by(bundle, prospects.head(5000))
    reasons = Reasons(bundle)
    sides = reasons.tell(scored)
    told = {str(reasons.sentences[one]) for side in sides for one in np.unique(side) if one >= 0}
    assert any(one.startswith("Logistics") for one in told)
    coded = {one.split(": ")[0].split(" together")[0] for one in told}
    assert coded & {"IT (03)", "Retail (03)", "Fishing (03)", "Logistics (03)"}
    wordless = prospects["industry"].head(5000).isna().to_numpy()
    bare = [number for number, one in enumerate(reasons.sentences) if "(industry code)" in str(one)]
    for side in sides:
        assert wordless[np.isin(side, bare).any(axis=1)].all()


def lists(bundle: Bundle, scored: Scored) -> dict[str, np.ndarray]:
    """What is told of companies that stand behind the first of a list."""
    teller = Teller(bundle)
    told = teller.settle(teller.tell(scored), np.full(scored.columns.rows, 1000))
    return {column: coded_lists(teller.words(column), numbers) for column, numbers in told.items()}


def test_what_is_not_known_speaks_for_nobody(bundle, prospects):
    told = lists(bundle, scored_by(bundle, prospects.head(5000)))["reasons_for"]
    assert not any("not known" in str(one) for reasons in told for one in reasons)


def test_what_says_nothing_by_itself_is_told_with_a_second_trait(bundle, prospects):
    said = lists(bundle, scored_by(bundle, prospects.head(5000)))
    pairs = {str(one) for side in ("reasons_for", "reasons_against") for told in said[side] for one in told}
    assert any(" together with " in one for one in pairs)
    assert not any("only together" in one or "not known together" in one for one in pairs)


def test_what_nearly_all_of_the_first_share_is_told_once(bundle, prospects):
    rare = replace(bundle, distribution=bundle.distribution | {"technologies=Azure": [0.9, 0.1, 0.0]})
    scored = scored_by(rare, prospects.head(500).assign(technologies="Azure"))
    strong = scored.contributions.copy()
    strong[[one.name for one in rare.rank.features].index("technologies=Azure")] = 3.0
    teller = Teller(rare)
    first = prospects.head(50)
    told = teller.lists(teller.tell(replace(scored, contributions=strong)), np.arange(1, 501), first)
    shared = [[str(one) for one in reasons] for reasons in told["reasons_shared"]]
    own = [[str(one) for one in reasons] for reasons in told["reasons_for"]]
    moved = [reasons for reasons in shared[:50] if reasons]
    assert len(moved) > 10
    assert all(reasons[0].startswith("Azure: ") for reasons in moved)
    assert not any(set(mine) & set(common) for mine, common in zip(own, shared, strict=True))
    assert not any(shared[50:])
    assert all(reasons[0].startswith("Azure: ") and len(reasons) <= 3 for reasons in own[50:])


def test_all_that_the_first_share_is_said_above_them_and_what_sets_one_apart_stays():
    favour = np.array([[0, 1, 2, 3, 4], [0, 1, 2, 3, -1], [3, 2, -1, -1, -1]])
    kinds = [(place, 1) for place in range(7)]
    own, shared = apart(favour, np.ones(3, dtype=bool), set(kinds[:4]), kinds, np.array([5, 6, -1]))
    assert own.tolist() == [[4, -1, -1], [6, -1, -1], [3, 2, -1]]
    assert shared.tolist() == [[0, 1, 2, 3, -1], [0, 1, 2, 3, -1], [-1] * 5]


def test_a_company_that_has_nothing_of_its_own_is_told_whom_it_resembles_and_in_what(bundle, prospects):
    first = prospects.head(60)
    teller = Teller(bundle)
    told = teller.tell(scored_by(bundle, first))
    told["reasons_for"][:] = np.where(np.arange(9) == 0, told["reasons_for"].max(), -1)
    lists = teller.lists(told, np.arange(1, 61), first)
    resembling = [[str(one) for one in reasons if one.key == "reasons.like"] for reasons in lists["reasons_for"]]
    assert sum(map(len, resembling)) > 40
    for said, near in zip(resembling[:50], lists["nearest_customers"][:50], strict=True):
        assert not said or any(said[0].startswith(f"like your customer {name}: both ") for name in near)
    assert not any(resembling[50:])


def test_what_the_first_share_may_be_either_of_two(bundle):
    reasons = [
        [say("reasons.won", fact=say("facts_of.industry", value=industry)), say("reasons.won", fact="IT (62)")]
        for industry in ["Freight"] * 6 + ["Retail"] * 4
    ]
    told = str(shared_sentence(pd.DataFrame({"reasons_shared": reasons})))
    assert "have this in common: Freight or Retail; IT (62). Beside" in told


def test_an_attribute_that_makes_no_difference_is_no_reason(bundle, prospects):
    scored = scored_by(bundle, prospects.head(3000))
    seen = {one.name: portrait for one, portrait in zip(bundle.rank.features, portraits(bundle), strict=True)}
    assert seen["employees"].tells
    assert not seen["founded"].tells
    strong = scored.contributions.copy()
    strong[[one.name for one in bundle.rank.features].index("founded")] = 3.0
    reasons = Reasons(bundle)
    sides = reasons.tell(replace(scored, contributions=strong))
    told = {str(reasons.sentences[one]) for side in sides for one in np.unique(side) if one >= 0}
    assert any("employees" in one for one in told)
    assert not any("founded" in one for one in told)


def test_a_row_has_the_same_reasons_alone_and_among_others(bundle, prospects):
    among = lists(bundle, scored_by(bundle, prospects.head(2000)))
    alone = lists(bundle, scored_by(bundle, prospects.iloc[500:540]))
    for column, told in alone.items():
        assert told.tolist() == among[column][500:540].tolist()


def test_the_last_reason_against_an_unfamiliar_company_says_what_is_unlike_the_known_ones(bundle, prospects):
    narrow = replace(bundle, ranges=bundle.ranges | {"employees": (5.0, 20.0)})
    at_home = replace(bundle, ranges={})
    scored, all_familiar = scored_by(narrow, prospects.head(3000)), scored_by(at_home, prospects.head(3000))
    assert all_familiar.results["familiar"].all()
    told, usual = lists(narrow, scored), lists(at_home, all_familiar)
    familiar = scored.results["familiar"]
    assert 0.2 < familiar.mean() < 0.6
    for row in np.flatnonzero(~familiar):
        *others, last = told["reasons_against"][row]
        assert "the companies that were learned from have" in str(last)
        assert others == usual["reasons_against"][row][:2]
        assert told["reasons_for"][row] == usual["reasons_for"][row]
    for row in np.flatnonzero(familiar):
        assert told["reasons_against"][row] == usual["reasons_against"][row]


def test_a_company_of_which_hardly_anything_is_known_is_told_so(bundle, prospects):
    full = {one.name: [1.0 / (one.bins.size - 1)] * (one.bins.size - 1) + [0.0] for one in bundle.rank.features}
    numbers = {"employees": float, "revenue": float, "founded": float}
    empty = prospects.head(2).assign(**{one.source: None for one in bundle.rank.features}).astype(numbers)
    expecting = replace(bundle, distribution=full)
    for reasons in lists(expecting, scored_by(expecting, empty))["reasons_against"]:
        assert str(reasons[-1]) == "too little is known of it: 7 of 7 facts are missing that are usually known"


def test_blocks_share_one_list_of_sentences(bundle, prospects):
    teller = Teller(bundle)
    first = teller.tell(scored_by(bundle, prospects.head(3000)))
    said = list(teller.words("reasons_for"))
    again = teller.tell(scored_by(bundle, prospects.head(3000)))
    assert teller.words("reasons_for") == said
    assert len(set(said)) == len(said) or len(said) > 0
    np.testing.assert_array_equal(first["reasons_for"], again["reasons_for"])


def test_contributions_that_are_small_beside_the_spread_are_no_reasons(bundle, prospects):
    scored = scored_by(bundle, prospects.head(5))
    faint = replace(scored, contributions=np.full_like(scored.contributions, 1e-3))
    for side in Reasons(bundle).tell(faint):
        assert (side == -1).all()


def test_coded_lists_of_nothing():
    assert coded_lists((), np.full((2, 3), -1)).tolist() == [[], []]
    assert coded_lists((), np.empty((0, 3), dtype=np.int32)).tolist() == []


def test_coded_lists_may_be_long():
    words = [str(one) for one in range(5000)]
    numbers = np.array([range(9), [4999] * 9, [4999] * 8 + [-1]])
    assert coded_lists(words, numbers).tolist() == [list("012345678"), ["4999"] * 9, ["4999"] * 8]


def test_a_row_is_told_alike_wherever_it_stands(bundle, prospects):
    few = prospects.head(2000)
    twice = Teller(bundle).tell(scored_by(bundle, pd.concat([few, few], ignore_index=True)))
    assert twice["reasons_for"].shape == (4000, 9)
    assert (twice["reasons_for"][:2000] == twice["reasons_for"][2000:]).all()
