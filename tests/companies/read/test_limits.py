"""Files made to fill the memory, or to reach beyond themselves, are refused in a sentence before they do."""

from __future__ import annotations

import gzip
import io
import stat
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest

from lookalike.companies.read import archives, delimited, layout
from lookalike.companies.read.table import read
from lookalike.errors import InputError
from lookalike.settings import Source

MEGABYTE = 1 << 20
ZEROS = b"id;name\n" + bytes(64 * MEGABYTE)
CSV = b"id;name\n1;A\n2;B\n"


def zipped(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def zstd(data: bytes) -> bytes:
    held = io.BytesIO()
    with pa.CompressedOutputStream(held, "zstd") as packed:
        packed.write(data)
        packed.flush()
        return held.getvalue()


def given(folder: Path, name: str, data: bytes) -> Source:
    (folder / name).write_bytes(data)
    return Source(file=name)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.csv.gz", gzip.compress),
        ("a.csv.zst", zstd),
        ("a.zip", lambda data: zipped({"a.csv": data})),
        ("a.xlsx", lambda data: zipped({"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": data})),
    ],
)
def test_what_unpacks_to_far_too_much_is_refused_early(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pack
) -> None:
    monkeypatch.setattr(archives, "ALWAYS", MEGABYTE)
    source = given(tmp_path, name, pack(ZEROS))
    tracemalloc.start()
    with pytest.raises(InputError, match=f"{name}.*more than 100 times its size"):
        read(source, tmp_path)
    assert tracemalloc.get_traced_memory()[1] < 32 * MEGABYTE
    tracemalloc.stop()


def test_what_unpacks_to_more_than_any_table_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LARGEST", 10)
    with pytest.raises(InputError, match="larger than 8 GB"):
        read(given(tmp_path, "a.csv.gz", gzip.compress(CSV)), tmp_path)


def test_what_is_small_may_be_packed_tightly(tmp_path: Path) -> None:
    rows = CSV + 50_000 * b"2;B\n"
    assert len(read(given(tmp_path, "a.csv.gz", gzip.compress(rows)), tmp_path).rows) == 50_002


def test_a_cell_at_the_far_corner_of_a_sheet_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["XFD1048576"] = "name", "A", "B"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=r"1,048,576 rows and 16,384 columns.*stray cells"):
        read(Source(file="a.xlsx"), tmp_path)


def test_a_cell_far_below_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["B5000"] = "name", "A", "B"
    book.save(tmp_path / "a.xlsx")
    assert len(read(Source(file="a.xlsx"), tmp_path).rows) == 2


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_too_many_columns_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(layout, "MOST_COLUMNS", 50)
    frame = pd.DataFrame([["x"] * 60] * 3, columns=[f"c{at}" for at in range(60)])
    getattr(frame, f"to_{Path(name).suffix[1:]}")(tmp_path / name)
    with pytest.raises(InputError, match=rf"{name}.*6\d columns or more.*at most 50"):
        read(Source(file=name), tmp_path)


def test_an_endless_cell_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK_BYTES", 1000)
    with pytest.raises(InputError, match=r"a\.csv.*a row is longer than 64 MB"):
        read(given(tmp_path, "a.csv", CSV + b"3;" + 5000 * b"x" + b"\n4;C\n"), tmp_path)


def test_a_name_in_an_archive_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    source = given(tmp_path / "project", "a.zip", zipped({"../../evil.csv": CSV}))
    assert len(read(source, tmp_path / "project").rows) == 2
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["a.zip", "project"]


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_bytes(CSV)
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, str(tmp_path / "secret.csv"))
    assert len(read(Source(file="a.zip"), tmp_path).rows) == 0


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.zip"):
        read(given(tmp_path, "a.zip", zipped({"inner.zip": zipped({"a.csv": CSV})})), tmp_path)
