"""Reasons: exact, true to their sign, in words with values, and the same whatever rows stand beside."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from lookalike.errors import SettingsError
from lookalike.ranking.concepts import by_concept, grouped
from lookalike.ranking.reasons import coded_lists, reasons, strongest


def test_grouped_contributions_add_up_to_the_score(bundle, prospects):
    contributions = bundle.rank.contributions(prospects)
    sums = grouped(contributions, by_concept(bundle.rank.features))
    assert sums.shape == (100_000, 6)
    np.testing.assert_allclose(bundle.rank.base + sums.sum(axis=1), bundle.rank.raw(prospects), atol=1e-6)
    np.testing.assert_allclose(bundle.rank.base + contributions.sum(axis=1), bundle.rank.raw(prospects), atol=1e-6)


def test_no_reason_contradicts_the_sign_of_its_concept(bundle, prospects):
    contributions = bundle.rank.contributions(prospects)
    features = bundle.rank.features
    groups = by_concept(features)
    sums = pd.DataFrame(grouped(contributions, groups), columns=list(groups))
    for places, sign in zip(strongest(contributions, features, 0.05), (1, -1), strict=True):
        for slot in range(3):
            rows = np.flatnonzero(places[:, slot] >= 0)
            told = [features[place].concept for place in places[rows, slot]]
            assert (sign * sums.to_numpy()[rows, pd.Index(sums.columns).get_indexer(told)] > 0.05).all()
            own = contributions[rows, places[rows, slot]]
            assert (sign * own > 0).all()


def test_reasons_are_ordered_by_size_and_every_concept_appears_once(bundle, prospects):
    contributions = bundle.rank.contributions(prospects)
    features = bundle.rank.features
    groups = list(by_concept(features))
    sums = grouped(contributions, by_concept(features))
    for places in strongest(contributions, features, 0.0):
        concepts = np.array([groups.index(one.concept) for one in features])[places]
        sizes = np.where(places >= 0, np.abs(np.take_along_axis(sums, concepts, axis=1)), 0)
        assert (np.diff(sizes, axis=1) <= 0).all()
        for a, b in ((0, 1), (0, 2), (1, 2)):
            assert not ((concepts[:, a] == concepts[:, b]) & (places[:, b] >= 0)).any()


def test_a_row_has_the_same_reasons_alone_and_among_others(bundle, prospects):
    some = prospects.iloc[500:540]
    contributions = bundle.rank.contributions(prospects.head(2000))
    among = reasons(bundle, prospects.head(2000), contributions)
    alone = reasons(bundle, some, contributions[500:540])
    assert among.lists(among.favour)[500:540].tolist() == alone.lists(alone.favour).tolist()
    assert among.lists(among.against)[500:540].tolist() == alone.lists(alone.against).tolist()


def test_lists_and_arrow_say_the_same(bundle, prospects):
    some = prospects.head(300)
    told = reasons(bundle, some, bundle.rank.contributions(some))
    assert told.arrow(told.favour).to_pylist() == told.lists(told.favour).tolist()
    assert any(told.arrow(told.favour).to_pylist())


def test_coded_lists_of_nothing():
    assert coded_lists((), np.full((2, 3), -1)).tolist() == [[], []]
    assert coded_lists((), np.empty((0, 3), dtype=np.int32)).tolist() == []


def test_contributions_that_are_small_beside_the_spread_are_no_reasons(bundle, prospects):
    faint = np.full((5, len(bundle.rank.features)), 1e-3)
    told = reasons(bundle, prospects.head(5), faint)
    assert (told.favour == -1).all()
    assert (told.against == -1).all()


def test_an_unknown_language_is_refused_with_the_known_ones(bundle, prospects):
    with pytest.raises(SettingsError, match=r"no texts in language 'da'.*en, no, sv, fi, nl"):
        reasons(bundle, prospects.head(1), np.zeros((1, 7)), "da")


def test_a_million_rows_in_seconds(bundle, prospects):
    million = pd.concat([prospects] * 10, ignore_index=True)
    contributions = bundle.rank.contributions(million)
    start = time.process_time()
    told = reasons(bundle, million, contributions)
    lists = told.lists(told.favour)
    assert len(lists) == 1_000_000
    assert time.process_time() - start < 20
