"""What a register is, and how its CSV files are written."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from lookalike.errors import InputError
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.streaming import sources
from lookalike.scorecard.streaming.sources import Register, is_register

ATTRIBUTES = (Attribute("heads", Kind.NUMBER, "", ""), Attribute("sector", Kind.CATEGORY, "", ""))


def heads(file: Path, text: str) -> list[float | None]:
    file.write_text(text, encoding="utf-8")
    batches = Register((file,), ATTRIBUTES, ()).batches()
    return [cell for batch in batches for cell in batch.column("heads").to_pylist()]


@pytest.mark.parametrize(
    "text",
    [
        "heads,sector\n10.5,IT\n2,a;b\n",
        'heads,sector\n"10,5","a.b"\n2,\n',
        "heads;sector\n10,5;IT\n2;a.b\n",
        "heads;sector\n10.5;IT\n2;a,b\n",
        "heads\tsector\n10,5\tIT\n2\t3.4\n",
    ],
)
def test_the_decimal_sign_is_the_one_in_the_number_columns(tmp_path: Path, text: str) -> None:
    assert heads(tmp_path / "r.csv", text) == [10.5, 2.0]


def test_two_decimal_signs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"r\.csv.*1\.5"):
        heads(tmp_path / "r.csv", "heads;sector\n10,5;IT\n1.5;IT\n")


def test_a_register_is_a_folder_a_pattern_or_a_large_file_with_the_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "LARGE", 2)
    clean = pa.table({"heads": [1.0, 2.0, 3.0], "sector": ["IT", None, "IT"], "else": [1, 2, 3]})
    pq.write_table(clean, tmp_path / "clean.parquet")
    pq.write_table(clean[:2], tmp_path / "small.parquet")
    pq.write_table(clean.drop_columns("heads"), tmp_path / "raw.parquet")
    (tmp_path / "clean.csv").write_text("heads,sector\n" + "1,IT\n" * 100)
    (tmp_path / "raw.csv").write_text("Ansatte;Bransje\n" + "1;IT\n" * 100)
    (tmp_path / "book.xlsx").write_bytes(b"")
    found = {path.name for path in tmp_path.iterdir() if is_register(path, ATTRIBUTES)}
    assert found == {"clean.parquet", "clean.csv"}
    assert is_register(tmp_path, ATTRIBUTES)
    assert is_register(tmp_path / "*.parquet", ATTRIBUTES)
    assert not is_register(tmp_path / "none.parquet", ATTRIBUTES)
