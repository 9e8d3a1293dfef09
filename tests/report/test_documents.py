"""The output folder is written whole or not at all, and nothing in it runs in a spreadsheet."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lookalike.errors import InputError
from lookalike.report.documents import Documents, as_json, read_documents, replaced, write_documents

PROSPECTS = pd.DataFrame(
    {
        "prospect_id": ["1", "2"],
        "name": ['=HYPERLINK("http://x")', "Åse & Sønner"],
        "rank": [1, 2],
        "reasons_for": [["34 employees", "uses Azure"], []],
        "reasons_against": [[], ["no web shop"]],
        "nearest_customers": [["Firma A"], []],
        "shap_base": [0.1, 0.1],
        "shap_size": [0.5, -0.5],
    }
)
DOCUMENTS = Documents(PROSPECTS, {"excluded": PROSPECTS[["name"]]}, {"icp": {"traits": [], "lift": np.float64(2)}})


def test_what_was_written_reads_back(tmp_path: Path) -> None:
    write_documents(DOCUMENTS, tmp_path / "out", {"report.html": "<html></html>"})
    back = read_documents(tmp_path / "out")
    pd.testing.assert_frame_equal(
        back.prospects.drop(columns=["reasons_for", "reasons_against", "nearest_customers"]),
        PROSPECTS.drop(columns=["reasons_for", "reasons_against", "nearest_customers"]),
    )
    assert [list(reasons) for reasons in back.prospects["reasons_for"]] == [["34 employees", "uses Azure"], []]
    assert back.records["icp"] == {"traits": [], "lift": 2.0}


def test_names_that_look_like_gaps_numbers_or_formulas_read_back_as_text(tmp_path: Path) -> None:
    named = pd.DataFrame({"segment": ["NA", "None", "=Bank", None], "points": [1.0, np.nan, 2.0, 3.0]})
    numbered = pd.DataFrame({"account_id": ["007", "2024"], "name": [None, None]})
    write_documents(Documents(PROSPECTS, {"criteria": named, "portfolio": numbered}), tmp_path / "out", {})
    back = read_documents(tmp_path / "out").tables
    assert back["criteria"]["segment"].tolist()[:3] == ["NA", "None", "=Bank"]
    assert back["criteria"].isna().equals(named.isna())
    assert back["portfolio"]["account_id"].tolist() == ["007", "2024"]


def test_the_csv_joins_lists_and_holds_no_formula(tmp_path: Path) -> None:
    write_documents(DOCUMENTS, tmp_path / "out", {})
    written = pd.read_csv(tmp_path / "out" / "prospects.csv")
    assert written["name"].tolist() == ['\'=HYPERLINK("http://x")', "Åse & Sønner"]
    assert written["reasons_for"][0] == "34 employees ; uses Azure"
    assert not [column for column in written if column.startswith("shap_")]
    assert pd.read_csv(tmp_path / "out" / "excluded.csv")["name"][0].startswith("'=")


def test_a_failure_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_documents(DOCUMENTS, out, {"report.html": "old"})

    def fails() -> None:
        with replaced(out) as new:
            (new / "report.html").write_text("half")
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk is full"):
        fails()
    assert (out / "report.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_unfinished_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lookalike run PROJECT"):
        read_documents(tmp_path)


def test_json_knows_no_infinity() -> None:
    assert json.loads(as_json({"a": float("inf"), "b": np.int64(3), "c": pd.NaT, "d": np.array([np.nan, 1.0])})) == {
        "a": None, "b": 3, "c": None, "d": [None, 1.0],
    }  # fmt: skip


def test_a_folder_that_is_no_former_run_is_never_replaced(tmp_path: Path) -> None:
    kept = tmp_path / "keep"
    kept.mkdir()
    (kept / "precious.txt").write_text("precious")
    with pytest.raises(InputError, match="no former run"):
        write_documents(DOCUMENTS, kept, {})
    assert (kept / "precious.txt").read_text() == "precious"
