"""Streaming: every kind of file gives the same list as the frame, whole, in rank order, each row with its reasons."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pcsv
import pyarrow.parquet as pq
import pytest

from lookalike.errors import InputError
from lookalike.learning.bins import CategoryBins, Feature, NumericBins
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.score import Scored, score_frame
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.streaming import stream
from lookalike.scorecard.streaming.stream import rank_files
from lookalike.scorecard.tables.scorecard import Scorecard, Table
from toys import toy_bundle

ATTRIBUTES = (
    Attribute("heads", Kind.NUMBER, "size", "Heads"),
    Attribute("sector", Kind.CATEGORY, "industry", "Sector"),
)
LAYOUT = ("prospect_id", "name", "rank", "score", "rule_rank", "grade", "why", "shap_base", "shap_heads", "shap_sector")
ROWS = 2500


class Signs:
    """A stand-in for the ranking room: says which features count for a row."""

    def tell(self, scored: Scored) -> dict[str, np.ndarray]:
        codes = np.full((scored.columns.rows, 3), -1, dtype=np.int32)
        codes[:, 0] = np.where(scored.contributions[0] > 0, 0, -1)
        return {"why": codes}

    def compare(self, told: dict[str, np.ndarray]) -> None:
        self.first = len(told["why"])

    def settle(self, told: dict[str, np.ndarray], ranks: np.ndarray) -> dict[str, np.ndarray]:
        return told

    def words(self, column: str) -> Sequence[str]:
        return ["many heads"]


def standing(familiar: np.ndarray, rule_rank: np.ndarray) -> dict[str, tuple[np.ndarray, Sequence[str]]]:
    return {"grade": ((np.arange(len(familiar)) >= 10).astype(np.int8), ("A", "B"))}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    rng = np.random.default_rng(0)
    heads = Feature("heads", "heads", "size", "Heads", Kind.NUMBER, "", NumericBins((10.0, 20.0, 40.0)))
    sector = Feature("sector", "sector", "industry", "Sector", Kind.CATEGORY, "", CategoryBins(("Farm", "IT; b")))
    tables = (Table((0,), (rng.normal(size=5),)), Table((0, 1), (rng.normal(size=(5, 4)), rng.normal(size=(5, 4)))))
    card = Scorecard((heads, sector), tables, 0.5)
    known = pd.DataFrame({"heads": [5.0, 15.0, 50.0], "sector": ["Farm", "Farm", "IT; b"]})
    return toy_bundle(card, known)


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "prospect_id": [f"P{n}" for n in rng.permutation(ROWS)],
            "name": [f'A "quoted", name; {n}' for n in range(ROWS)],
            "heads": np.where(rng.random(ROWS) < 0.1, np.nan, rng.integers(1, 60, ROWS) / 2),
            "sector": pd.Series(rng.choice(["Farm", "IT; b", "Other", None], ROWS), dtype=object),
        }
    )
    return frame


def expected(bundle: Bundle, register: pd.DataFrame) -> pd.DataFrame:
    scored = pd.concat([register[["prospect_id", "name"]], score_frame(bundle, register)], axis=1)
    scored["raw"] = scored["raw"].round(5)
    return scored.sort_values(["raw", "prospect_id"], ascending=[False, True], ignore_index=True)


def write(register: pd.DataFrame, path: Path) -> None:
    table = pa.Table.from_pandas(register, preserve_index=False)
    if path.suffix == ".parquet":
        pq.write_table(table, path, row_group_size=400)
    else:
        with pa.output_stream(str(path), compression={".gz": "gzip", ".zst": "zstd"}.get(path.suffix)) as out:
            pcsv.write_csv(table, out)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BUCKET_ROWS", 300)


@pytest.mark.parametrize("name", ["r.parquet", "r.csv", "r.csv.gz", "r.csv.zst"])
def test_every_kind_of_file_gives_the_list_of_the_frame(
    bundle: Bundle, register: pd.DataFrame, tmp_path: Path, name: str
) -> None:
    write(register, tmp_path / name)
    told: list[str] = []
    done = rank_files(
        bundle,
        tmp_path / name,
        tmp_path / "out.parquet",
        LAYOUT,
        Signs(),
        standing,
        lambda doing, _: told.append(doing),
    )
    table = pq.read_table(tmp_path / "out.parquet")
    ours, wanted = table.to_pandas(), expected(bundle, register)
    assert (done.rows, tuple(table.column_names)) == (ROWS, LAYOUT)
    assert ours["prospect_id"].tolist() == wanted["prospect_id"].tolist()
    assert ours["name"].tolist() == wanted["name"].tolist()
    assert ours["rank"].tolist() == list(range(1, ROWS + 1))
    for column in ("score", "shap_base", "shap_heads", "shap_sector"):
        np.testing.assert_array_equal(ours[column], wanted[column])
    assert ours["grade"].tolist() == ["A"] * 10 + ["B"] * (ROWS - 10)
    assert [len(why) for why in ours["why"]] == (wanted["shap_heads"] > 0).astype(int).tolist()
    assert sorted(ours["rule_rank"]) == list(range(1, ROWS + 1))
    assert any("a second" in str(doing) for doing in told)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_and_a_pattern_are_read_file_by_file(bundle: Bundle, register: pd.DataFrame, tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    write(register[:1000], folder / "a.parquet")
    write(register[1000:], folder / "b.csv")
    (folder / "readme.md").write_text("not a register")
    for source in (folder, str(folder / "[ab].*")):
        rank_files(bundle, source, tmp_path / "out.parquet", LAYOUT, Signs(), standing)
        ours = pd.read_parquet(tmp_path / "out.parquet")
        assert ours["prospect_id"].tolist() == expected(bundle, register)["prospect_id"].tolist()


def test_semicolons_come_with_decimal_commas_and_rows_without_id_are_numbered(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text('heads;sector\n10,5;"IT; b"\n;\n', encoding="utf-8-sig")
    rank_files(bundle, tmp_path / "r.csv", tmp_path / "out.parquet", LAYOUT, Signs(), standing)
    ours = pd.read_parquet(tmp_path / "out.parquet").set_index("prospect_id").sort_index()
    frame = pd.DataFrame({"heads": [10.5, np.nan], "sector": pd.Series(["IT; b", None], dtype=object)})
    np.testing.assert_array_equal(ours["shap_sector"], score_frame(bundle, frame)["shap_sector"])
    assert ours.index.tolist() == ["1", "2"]


def test_ids_are_text_and_rows_that_share_one_keep_their_order(bundle: Bundle, tmp_path: Path) -> None:
    frame = pd.DataFrame({"prospect_id": [9, 10, 10, None, 2], "name": list("abcde"), "heads": 5.0, "sector": "Farm"})
    write(frame.astype({"prospect_id": "Int64"}), tmp_path / "r.parquet")
    rank_files(bundle, tmp_path / "r.parquet", tmp_path / "out.parquet", LAYOUT, Signs(), standing)
    ours = pq.read_table(tmp_path / "out.parquet")
    assert ours["prospect_id"].to_pylist() == ["10", "10", "2", "9", None]
    assert ours["name"].to_pylist() == ["b", "c", "e", "a", "d"]


def test_an_empty_register_gives_an_empty_list(bundle: Bundle, register: pd.DataFrame, tmp_path: Path) -> None:
    write(register[:0], tmp_path / "r.parquet")
    assert rank_files(bundle, tmp_path / "r.parquet", tmp_path / "o.parquet", LAYOUT, Signs(), standing).rows == 0
    assert pq.read_table(tmp_path / "o.parquet").column_names == list(LAYOUT)


def test_what_cannot_be_read_is_said(bundle: Bundle, tmp_path: Path) -> None:
    run: Any = {"layout": LAYOUT, "explainer": Signs(), "standing": standing}
    with pytest.raises(InputError, match="no file there"):
        rank_files(bundle, tmp_path / "none.csv", tmp_path / "o.parquet", **run)
    (tmp_path / "r.xlsx").write_bytes(b"")
    with pytest.raises(InputError, match="no kind of register"):
        rank_files(bundle, tmp_path / "r.xlsx", tmp_path / "o.parquet", **run)
    (tmp_path / "r.csv").write_text("heads,branch\n1,IT\n")
    with pytest.raises(InputError, match=r"no column 'sector'.*heads, branch"):
        rank_files(bundle, tmp_path / "r.csv", tmp_path / "o.parquet", **run)
    (tmp_path / "r.csv").write_text("heads,sector\nmany,IT\n")
    with pytest.raises(InputError, match=r"r.csv.*many"):
        rank_files(bundle, tmp_path / "r.csv", tmp_path / "o.parquet", **run)
    (tmp_path / "r.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(InputError, match=r"r.parquet.*whole file"):
        rank_files(bundle, tmp_path / "r.parquet", tmp_path / "o.parquet", **run)
    (tmp_path / "r.csv.gz").write_bytes(gzip.compress(b"heads,sector\n1,IT\n")[:-6])
    with pytest.raises(InputError, match=r"r.csv.gz"):
        rank_files(bundle, tmp_path / "r.csv.gz", tmp_path / "o.parquet", **run)
    assert not (tmp_path / "o.parquet").exists()
