"""What a run found is read back as it was found; what people open is told, and nothing in it runs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lookalike.errors import RunError
from lookalike.languages import say
from lookalike.runs.cells import read_places, read_row, read_table, write_table
from lookalike.runs.documents import as_json
from lookalike.runs.run import opened

COLD, WORDS = say("facts.cold"), "you have had no deal with them"


def test_what_was_found_reads_back_in_no_language(tmp_path: Path, write, documents) -> None:
    write(tmp_path / "out")
    back, made = opened(tmp_path / "out").documents(), documents()
    pd.testing.assert_frame_equal(back.prospects, made.prospects)
    pd.testing.assert_frame_equal(back.companies, made.companies)
    pd.testing.assert_frame_equal(back.known, made.known)
    pd.testing.assert_frame_equal(back.promises, made.promises)
    assert back.tables.keys() == made.tables.keys()
    for name, table in made.tables.items():
        pd.testing.assert_frame_equal(back.tables[name], table)
    assert back.records["icp"] == {"traits": [], "lift": 2.0, "sentence": COLD}


def test_what_people_open_is_told_and_holds_no_formula(tmp_path: Path, write) -> None:
    write(out := tmp_path / "out")
    listed = pd.read_csv(out / "prospects.csv")
    assert listed["name"].tolist() == ['\'=HYPERLINK("http://x")', "Åse & Sønner"]
    assert listed["reasons_for"][0] == f"{WORDS} ; uses Azure"
    assert not [name for name in listed if name.startswith("shap_")]
    assert pd.read_csv(out / "excluded.csv")["name"][0] == "'=1+1"
    assert pd.read_parquet(out / "excluded.parquet")["name"][0] == "=1+1"
    assert [list(said) for said in pd.read_parquet(out / "prospects.parquet")["reasons_against"]] == [[], [WORDS]]
    assert json.loads((out / "icp.json").read_text("utf-8"))["sentence"] == WORDS


def test_the_record_lists_the_files_of_the_run(tmp_path: Path, write) -> None:
    write(out := tmp_path / "out")
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert set(json.loads((out / "run.json").read_text("utf-8"))["files"]) == there


@pytest.mark.parametrize("name", ["run/records.json", "run/said.parquet", "prospects.parquet"])
@pytest.mark.parametrize("content", [None, b"", b"{PAR1"])
def test_a_file_that_is_missing_or_damaged_is_named(tmp_path: Path, write, name: str, content: bytes | None) -> None:
    write(out := tmp_path / "out")
    (out / name).unlink()
    if content is not None:
        (out / name).write_bytes(content)
    with pytest.raises(RunError, match=f"{name}: a file of the last list is missing or damaged.*lookalike run"):
        opened(out).opening(1)
    assert opened(out).whole == name.endswith("json")


def test_a_run_of_a_former_version_is_called_so(tmp_path: Path, write) -> None:
    write(out := tmp_path / "out")
    told = json.loads((out / "run.json").read_text("utf-8"))
    del told["format"]
    (out / "run.json").write_text(json.dumps(told), "utf-8")
    with pytest.raises(RunError, match=r"a former version of lookalike.*To do: rank again"):
        opened(out)


def test_one_company_is_read_without_the_others(tmp_path: Path, write) -> None:
    write(tmp_path / "out")
    run = opened(tmp_path / "out")
    assert run.rows == 2
    assert run.row(1)[["prospect_id", "reasons_against"]].values.tolist() == [["2", [COLD]]]
    assert run.company(0)["rank"].tolist() == ["theirs"]


def test_another_language_tells_the_list_anew(tmp_path: Path, write) -> None:
    from lookalike.languages import language

    write(tmp_path / "out")
    run = opened(tmp_path / "out")
    assert run.told(language("en"))["reasons_for"][0] == [WORDS, "uses Azure"]
    assert run.told(language("no"))["reasons_for"][0] == [language("no").tell(COLD), "uses Azure"]


@pytest.mark.parametrize(
    "table",
    [
        pd.DataFrame(),
        pd.DataFrame({"a": []}, dtype=object),
        pd.DataFrame({"why": [[COLD], []], "whom": [[], []]}),
        pd.DataFrame({"why": [COLD, "=as written", None], "n": [1.5, np.nan, np.inf]}),
        pd.DataFrame({"when": pd.to_datetime(["2026-01-01", None]), "sure": pd.array([True, None], dtype="boolean")}),
        pd.DataFrame({"text": ['{"say": "facts.cold", "with": {}}', None]}),
    ],
    ids=["nothing", "no rows", "lists", "messages", "days", "a text like a message"],
)
def test_every_table_reads_back_as_it_was(tmp_path: Path, table: pd.DataFrame) -> None:
    write_table(table, tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(read_table(tmp_path / "a.parquet"), table, check_column_type=False)


def test_a_row_is_found_in_any_group(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lookalike.runs.cells.GROUP", 2)
    write_table(pd.DataFrame({"n": range(5)}), tmp_path / "a.parquet")
    assert [int(read_row(tmp_path / "a.parquet", place)["n"].iloc[0]) for place in range(5)] == [0, 1, 2, 3, 4]
    with pytest.raises(IndexError, match="5"):
        read_row(tmp_path / "a.parquet", 5)


@pytest.mark.parametrize("places", [[], [4], [3, 0, 3, 1], [0, 1, 2, 3, 4]])
def test_rows_are_found_in_any_group_in_the_order_that_was_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: list[int]
) -> None:
    monkeypatch.setattr("lookalike.runs.cells.GROUP", 2)
    write_table(pd.DataFrame({"n": range(5), "other": "a"}), tmp_path / "a.parquet")
    found = read_places(tmp_path / "a.parquet", places, ["n"])
    assert found.to_dict("list") == {"n": places}


def test_ids_are_read_as_arrow_holds_them(tmp_path: Path, write) -> None:
    write(tmp_path / "out")
    ids = opened(tmp_path / "out").ids()
    assert ids.dtype == pd.ArrowDtype(pa.string())
    assert ids.tolist() == ["1", "2"]


def test_a_long_list_is_no_csv(tmp_path: Path, write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lookalike.runs.write.CSV_ROWS", 1)
    write(out := tmp_path / "out")
    assert (out / "prospects.parquet").exists()
    assert not (out / "prospects.csv").exists()
    assert (out / "excluded.csv").exists()


def test_json_knows_no_infinity() -> None:
    assert json.loads(as_json({"a": float("inf"), "b": np.int64(3), "c": pd.NaT, "d": np.array([np.nan, 1.0])})) == {
        "a": None, "b": 3, "c": None, "d": [None, 1.0],
    }  # fmt: skip


def test_rows_of_which_the_same_is_said_share_one_list_when_they_are_read_back(tmp_path: Path) -> None:
    said = [[say("facts.cold")], [], [say("facts.cold")], ["Berg AS", say("facts.cold")]]
    write_table(pd.DataFrame({"why": said}), tmp_path / "said.parquet")
    again = read_table(tmp_path / "said.parquet")["why"]
    assert again.tolist() == said
    assert again[0] is again[2] is not again[3]
