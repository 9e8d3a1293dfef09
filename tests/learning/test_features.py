"""Bins and the encoder: every value has a bin, rare and unseen levels are alike, missing stays apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookalike.learning.features import CategoryBins, Encoder, Feature, NumericBins, TokenBins, quantile_edges
from lookalike.schema import Attribute, Kind

NUMBERS = st.lists(st.one_of(st.floats(-1e6, 1e6), st.just(float("nan"))), min_size=1, max_size=40)


@given(NUMBERS, st.integers(2, 12))
def test_every_number_has_a_bin_that_its_label_describes(numbers: list[float], bins: int) -> None:
    values = np.array(numbers)
    edges = quantile_edges(values, bins)
    assert len(edges) < bins
    assert list(edges) == sorted(set(edges))
    codes = NumericBins(edges).codes(values)
    for value, code in zip(values, codes, strict=True):
        if np.isnan(value):
            assert code == len(edges) + 1
        else:
            assert code == sum(edge < value for edge in edges)


def test_rare_unseen_and_missing_levels() -> None:
    frame = pd.DataFrame({"sector": ["IT"] * 20 + ["Food"] * 20 + ["Odd"] * 2 + [None] * 3})
    encoder = Encoder().fit(frame)
    (feature,) = encoder.features_
    assert feature.bins == CategoryBins(("Food", "IT"))
    asked = pd.DataFrame({"sector": ["IT", "Odd", "Never seen", None]})
    assert feature.codes(asked).tolist() == [1, 2, 2, 3]
    assert encoder.transform(asked)[:, 0] == pytest.approx([1, 2, 2, np.nan], nan_ok=True)


def test_a_set_gives_one_feature_per_common_token() -> None:
    attribute = Attribute("tech", Kind.SET, "technology", "Technology")
    frame = pd.DataFrame({"tech": ["Azure;SAP"] * 10 + ["SAP"] * 10 + ["Rare"] * 2 + [None] * 5})
    encoder = Encoder([attribute]).fit(frame)
    assert [feature.name for feature in encoder.features_] == ["tech=Azure", "tech=SAP"]
    assert {feature.concept for feature in encoder.features_} == {"technology"}
    assert encoder.transform(frame.iloc[[0, 10, 20, 22]])[:, 0] == pytest.approx([1, 0, 0, np.nan], nan_ok=True)


@pytest.mark.parametrize("bins", [NumericBins((1.5, 3.0)), CategoryBins(("a", "b")), TokenBins("x")])
def test_a_feature_survives_the_way_through_plain_data(bins: NumericBins | CategoryBins | TokenBins) -> None:
    feature = Feature("name", "source", "concept", "Label", Kind.NUMBER, "heads", bins)
    assert Feature.from_dict(feature.to_dict()) == feature
    assert len({bins.label(code) for code in range(bins.size)}) == bins.size
