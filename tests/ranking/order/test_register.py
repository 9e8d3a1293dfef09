"""A register is ranked by the stream exactly as its companies are ranked in one frame."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lookalike.languages import language, told_table
from lookalike.ranking.order.ranked import ranked_prospects
from lookalike.ranking.order.register import rank_register
from lookalike.scorecard.streaming import stream
from lookalike.settings import Score

ROWS = 6000


@pytest.fixture(scope="module")
def companies(prospects):
    """Some prospects, with what is carried along, in no order."""
    some = prospects.head(ROWS).sample(frac=1.0, random_state=0).reset_index(drop=True)
    return some.assign(country="NO", relation="known")


@pytest.fixture(scope="module")
def folder(companies, tmp_path_factory):
    """The same in two files, of several row groups."""
    folder = tmp_path_factory.mktemp("register")
    for name, part in (("a", companies[:3500]), ("b", companies[3500:])):
        table = pa.Table.from_pandas(part, preserve_index=False)
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=700)
    return folder


@pytest.mark.parametrize("settings", [Score(), Score(capacity=250, language="no")])
def test_the_stream_gives_the_list_of_the_frame(bundle, companies, folder, tmp_path, monkeypatch, settings):
    monkeypatch.setattr(stream, "BUCKET_ROWS", 1000)
    done = rank_register(bundle, folder, tmp_path / "out.parquet", settings)
    ours = pq.read_table(tmp_path / "out.parquet").to_pandas()
    wanted = told_table(ranked_prospects(bundle, companies, settings), language(settings.language)).reset_index(
        drop=True
    )
    lists = ["reasons_for", "reasons_against", "reasons_shared", "nearest_customers"]
    assert done.rows == ROWS
    for column in lists:
        assert ours[column].map(list).tolist() == wanted[column].tolist()
    pd.testing.assert_frame_equal(
        ours.drop(columns=lists),
        wanted.drop(columns=lists),
        check_dtype=False,
        check_categorical=False,
        check_exact=True,
    )


def test_contributions_can_be_left_out(bundle, folder, tmp_path):
    rank_register(bundle, folder, tmp_path / "with.parquet")
    rank_register(bundle, folder, tmp_path / "without.parquet", shap=False)
    whole, narrow = pq.read_table(tmp_path / "with.parquet"), pq.read_table(tmp_path / "without.parquet")
    assert [name for name in whole.column_names if not name.startswith("shap_")] == narrow.column_names
    assert narrow.equals(whole.select(narrow.column_names))
