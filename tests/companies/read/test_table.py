"""Files of every kind become the same raw table; anything else is a clear error."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import sqlite3
import zipfile
import zlib
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lookalike.companies import read_companies
from lookalike.companies.read.table import RawTable, read, tables
from lookalike.errors import InputError
from lookalike.project import load_project
from lookalike.settings import Source

ROWS = [["1", "Åse AS"], ["2", "Bø, Bygg & Co"]]
CSV = "id;name\n1;Åse AS\n2;Bø, Bygg & Co\n"
FRAME = pd.DataFrame(ROWS, columns=["id", "name"])


def excel(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zipped(**files: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_csv", ".csv"), text)
    return target.getvalue()


# The same table as a binary Excel 97 workbook, compressed.
OLD_EXCEL = zlib.decompress(
    base64.b85decode(
        "c-rk)O=uHA6#izDG|AGWo0<x(P?myGYdnY-FYTI$_GGDgP(;wwETyz261~)eR%?!e;7RdP=*3Ibi$CZ=4}u4!q6a|`5<PknEcDQ3"
        "ee*J_Y3-o_TU6#-=FQvp-pstrym_0Mw{wZg^n<P{R-hjN)VwHK8f1b>)PJ!+de4)rUq`5T8vhic5n9NW5T3?fhvgc|^{&Fe{oo6t"
        "z-KBaaSnsUf@^Oevg|`nNFVx$3fv({9G&b{JJT~vH!;1(md}{(W65=<ePmk^Coty>_U=_teB9_^T^zFCN8IKkOLn6JuVfToz9H(i"
        "A!JIUx$(bK(H(5X3~1d3+=5%mjaQJQ1)RaWX9M5;o%-C?@{N@XkbGgeJiLnhrV#`t;hp9HFH>@T6R0n6W)ZtUN-h+cqj_Qqxw9_q"
        "&zI+2J99J!WEawQc4B12PTBj5rcBPfnXP4;ImSWWN;Ho)<`W$17NzUOyWid&8Xj^^v1F1Hcs<Q;m7c-F71@Fs$63S9v28EYolLKC"
        "uUnY!Vw$7?r8+g#p_qeHY;%pZDH>-F<Gr)3f!|Ji`Rn1w-Q_RN4&rAAsuz>9ADn6Q(9Gniy?myS7HM(&mc$dsuZ2nppO|+3mL4L8"
        "rF{3)x2z3IFqus-t-s0H5z1byu)k!OEKBgbN_+8hHl@9>ioL=1rn0ZkzMRE=qa6>Wl9JUgn9$JB(9qD((9qCWR|xfoKA_GTA$4pB"
        "t9zX#Dm8sg^55bJiu7EdgXsYjs4iimsrcE9knsBwYi#4+7fKwX(MuS^F#9pqbo|n>Pc;6XH8-^W+!ktf{8}@9uJiam0PpU_sQ"
    )
)

CONTENT = {
    "a.csv": CSV.encode("cp1252"),
    "a.txt": CSV.replace(";", "\t").encode("utf-16"),
    "a.csv.gz": gzip.compress(CSV.encode()),
    "a.zip": zipped(deals_csv=CSV),
    "a.xlsx": excel(Data=[["id", "name"], [1, "Åse AS"], [2, "Bø, Bygg & Co"]]),
    "a.xls": OLD_EXCEL,
    "a.json": json.dumps({"page": 1, "_embedded": {"rows": FRAME.to_dict("records")}}, ensure_ascii=False).encode(),
    "a.jsonl": '{"id": "1", "name": "Åse AS"}\n{"id": "2", "name": "Bø, Bygg & Co"}\n'.encode(),
}


@pytest.mark.parametrize("name", sorted(CONTENT))
def test_the_same_table_from_every_kind_of_file(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(CONTENT[name])
    table = read(Source(file=name), tmp_path)
    pd.testing.assert_frame_equal(table.frame, FRAME)
    assert table.rows.tolist() == [1, 2]


def test_open_document_spreadsheets(tmp_path: Path) -> None:
    rows = "".join(
        f"<table:table-row>{''.join(_ods_cell(cell) for cell in row)}</table:table-row>"
        for row in [["id", "name"], *ROWS]
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "manifest")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="One">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}></manifest:manifest>")
        archive.writestr("content.xml", content)
    pd.testing.assert_frame_equal(read(Source(file="a.ods"), tmp_path).frame, FRAME)


def _ods_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{html.escape(text)}</text:p></table:table-cell>'


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    frame = pd.DataFrame({"n": [1.5, 2.0], "when": pd.to_datetime(["2024-01-01", "2024-02-01"]), "name": ["a", None]})
    frame.to_parquet(tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(read(Source(file="a.parquet"), tmp_path).frame, frame)


def test_a_sheet_is_chosen_by_name_and_all_are_listed(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(
        excel(Notes=[], Kunder=[["Kunder 2024"], [], ["id", "x"], [1, 2.5]], Salg=[["y"], [1]])
    )
    assert [source.sheet for source in tables(tmp_path / "a.xlsx")] == [("Kunder",), ("Salg",)]
    assert read(Source(file="a.xlsx", sheet="Kunder"), tmp_path).frame.values.tolist() == [["1", "2.5"]]
    with pytest.raises(InputError, match="did you mean 'Salg'"):
        read(Source(file="a.xlsx", sheet="Sals"), tmp_path)


def test_an_archive_of_several_files_asks_which(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(deals_csv=CSV, accounts_csv=CSV))
    assert [source.sheet for source in tables(tmp_path / "a.zip")] == [("deals.csv",), ("accounts.csv",)]
    assert len(read(Source(file="a.zip", sheet="deals.csv"), tmp_path).frame) == 2
    with pytest.raises(InputError, match="holds 2 files"):
        read(Source(file="a.zip"), tmp_path)


def test_queries_against_sqlite_and_duckdb(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "crm.db") as database:
        FRAME.to_sql("deals", database, index=False)
    database.close()
    with duckdb.connect(str(tmp_path / "crm.duckdb")) as connection:
        connection.execute("create table deals as select '1' as id, 'Åse AS' as name")
    query = "select * from deals order by id"
    pd.testing.assert_frame_equal(read(Source(url="sqlite:///crm.db", query=query), tmp_path).frame, FRAME)
    assert read(Source(url="crm.duckdb", query=query), tmp_path).frame.values.tolist() == [["1", "Åse AS"]]
    (tmp_path / "a.csv").write_text(CSV, encoding="utf-8")
    assert len(read(Source(query="select * from 'a.csv'"), tmp_path).frame) == 2
    named = read(Source(url="sqlite:///crm.db", query="select *\n  from deals"), tmp_path)
    assert named.file == "select * from deals"  # a url may hold a password


@pytest.mark.xdist_group("postgres")
def test_a_project_reads_its_companies_from_postgresql(postgres: str, tmp_path: Path) -> None:
    import psycopg

    rows = [("Åse AS", "won", "1250000.50", "2024-03-01", True), ("Bø ANS", "lost", None, "2024-12-24", None)]
    with psycopg.connect(postgres) as connection, connection.cursor() as cursor:
        cursor.execute(
            "create table deals (id serial, company text, outcome text, amount numeric(12, 2), closed date, "
            "listed boolean, seen timestamptz default now(), tags text[] default '{a,b}')"
        )
        columns = "company, outcome, amount, closed, listed"
        cursor.executemany(f"insert into deals ({columns}) values (%s, %s, %s, %s, %s)", rows)
    facts = dict(part.split("=") for part in postgres.split())
    url = f"postgresql+psycopg://{facts['user']}@/{facts['dbname']}?host={facts['host']}"
    (tmp_path / "lookalike.toml").write_text(
        f'name = "x"\n[inputs]\ndeals = {{ url = "{url}", query = "select * from deals" }}\n', encoding="utf-8"
    )
    companies = read_companies(load_project(tmp_path))
    assert companies.deals[["account_id", "outcome"]].values.tolist() == [["Åse AS", "won"], ["Bø ANS", "lost"]]
    assert companies.deals["amount"].tolist()[0] == 1250000.5
    assert companies.deals["closed"].dt.strftime("%Y-%m-%d").tolist() == ["2024-03-01", "2024-12-24"]
    assert read(Source(url=url, query="select tags, amount from deals"), tmp_path).frame.values.tolist()[0] == [
        "a;b",
        1250000.5,
    ]
    with pytest.raises(InputError, match=r'the query failed: relation "nowhere" does not exist'):
        read(Source(url=url, query="select * from nowhere"), tmp_path)
    with pytest.raises(InputError, match=r"driver “pymysql” is not installed.*pip install pymysql"):
        read(Source(url="mysql+pymysql://me@/crm", query="select 1"), tmp_path)


def test_a_database_error_hides_the_password(tmp_path: Path) -> None:
    source = Source(url="postgresql+psycopg://me:secret@127.0.0.1:1/crm", query="select 1")
    with pytest.raises(InputError, match="the query failed") as error:
        read(source, tmp_path)
    assert "secret" not in str(error.value)
    with pytest.raises(InputError, match="database url cannot be used"):
        read(Source(url="nonsense://x", query="select 1"), tmp_path)
    with pytest.raises(InputError, match="no such SQLite file"):
        read(Source(url="sqlite:///none.db", query="select 1"), tmp_path)


def test_headings_are_trimmed_and_unique(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(" id ,id,x,x,,\n1,1,2,3,,9\n2,2,4,5,,9\n")
    table = read(Source(file="a.csv"), tmp_path)
    assert list(table.frame) == ["id", "x", "x (2)", "column_6"]
    assert [note.code for note in table.notes] == ["duplicate-heading", "duplicate-heading"]


def test_a_missing_file_names_its_neighbours(tmp_path: Path) -> None:
    (tmp_path / "kunder.csv").write_text(CSV)
    with pytest.raises(InputError, match=r"no such file: deals\.csv.*kunder\.csv"):
        read(Source(file="deals.csv"), tmp_path)


def test_files_without_headings_get_numbers(real_data: Path) -> None:
    table = read(Source(file="ticdata2000.txt"), real_data / "coil2000")
    assert table.frame.shape == (5822, 86)
    assert list(table.frame)[:2] == ["column_1", "column_2"]
    assert "no-headings" in [note.code for note in table.notes]


def test_real_exports_lose_no_row(real_data: Path) -> None:
    shapes = {
        "salesforce_opportunities/opportunities_2013_2017.csv": (12140, 41),
        "salesforce_opportunities/open_opportunities_2019_raw.csv": (2551, 51),
        "maven_crm/sales_pipeline.csv": (8800, 8),
        "inc5000/inc5000_2019.csv": (5012, 14),
        "yc_companies/yc_companies.csv": (5408, 16),
        "brreg_sample/search_asa_5.json": (5, 58),
        "win_loss_78k/opportunities_first_70_percent.csv": (54626, 19),
    }
    assert {file: read(Source(file=file), real_data).frame.shape for file in shapes} == shapes


NAMES = st.sampled_from(["a.csv", "a.xlsx", "a.json", "a.jsonl", "a.gz", "a.zip", "a.parquet", "a.xls", "a"])
STARTS = st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"{", b"[{", b"\xff\xfe", b"\xef\xbb\xbf", b'"'])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, start=STARTS, rest=st.binary(max_size=300))
@example(name="a.csv", start=b"", rest=b'"')
@example(name="a.json", start=b"", rest=b"[[[[")
@example(name="a.csv", start=b"\xff\xfe", rest=b"\x00")
def test_any_bytes_are_a_table_or_a_clear_error(name: str, start: bytes, rest: bytes, tmp_path: Path) -> None:
    check(name, start + rest, tmp_path)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(CONTENT)), place=st.integers(0), change=st.binary(max_size=6), cut=st.integers(0, 9))
def test_damaged_files_are_a_table_or_a_clear_error(
    name: str, place: int, change: bytes, cut: int, tmp_path: Path
) -> None:
    content = CONTENT[name]
    at = place % len(content)
    check(name, content[:at] + change + content[at + cut :], tmp_path)


def check(name: str, content: bytes, folder: Path) -> None:
    """Reading gives a sound table, or an error that names the file."""
    (folder / name).write_bytes(content)
    try:
        found = [read(source, folder) for source in tables(folder / name)]
    except InputError as error:
        if name not in str(error):
            raise
        return
    for table in found:
        assert isinstance(table, RawTable)
        assert len(table.rows) == len(table.frame)
        assert table.frame.columns.is_unique
