"""Delimited text comes back cell by cell, in any dialect and encoding, and no row vanishes."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lookalike.companies.read.delimited import read_delimited
from lookalike.companies.read.layout import find_layout
from lookalike.errors import InputError

# One-byte encodings are told apart by words, which random letters and letters alone are not.
WORDS = [
    "Bjørk",
    "Åse",
    "sjø",
    "Ærlig",
    "Malmö",
    "Öst",
    "Zürich",
    "Straße",
    "Café",
    "kr 5",
    "x;y",
    'say "hi"',
    "a\nb",
    "",
]
LETTERS = "abcxyzABCåäöæøéüßÅÄÖÆØÉÜ 0123456789.,;:|\t\"'\n-_/()&%+=@#"
HEADINGS = st.text("abcdefghåäöæøABCÅÄÖÆØ_", min_size=1, max_size=12)
QUOTING = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL}


@st.composite
def tables(draw: st.DrawFn, words: bool = False) -> tuple[list[str], list[list[str]]]:
    names = st.sampled_from(["Navn", "Beløp", "Größe", "Försäljning", "City", "Sjø"]) if words else HEADINGS
    headings = draw(st.lists(names, min_size=2, max_size=6, unique=True))
    cell = st.one_of(
        st.sampled_from(WORDS) if words else st.text(LETTERS, max_size=15),
        st.decimals(-9999, 9999, places=2).map(lambda number: str(number).replace(".", ",")),
        st.decimals(-9999, 9999, places=2).map(str),
    )
    row = st.lists(cell, min_size=len(headings), max_size=len(headings)).filter(lambda cells: "".join(cells).strip())
    # A table below which only one cell is filled looks like a footer, and one row of figures like no headings.
    rows = draw(st.lists(row, min_size=1, max_size=8))
    return headings, [*rows, ["end"] * len(headings)]


def write(headings: list[str], rows: list[list[str]], **dialect: Any) -> str:
    target = io.StringIO()
    csv.writer(target, **dialect).writerows([headings, *rows])
    return target.getvalue()


def test_a_row_of_two_cells_of_several_lines_is_one_row() -> None:
    rows = [["Berg"] * 4, ["a\nb", "Foss", "Lund", "a\nb"], ["end"] * 4]
    cells = read_delimited(write(list("WXYZ"), rows, quoting=csv.QUOTE_ALL).encode(), "test.csv")
    assert cells.frame.values.tolist() == rows
    assert cells.broken.empty


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from(sorted(QUOTING)),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(
        ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "iso8859-15", "mac_roman", "cp850"]
    ),
)
def test_no_value_changes(data: st.DataObject, delimiter: str, quoting: str, ending: str, encoding: str) -> None:
    headings, rows = data.draw(tables(words=not encoding.startswith("utf")))
    assume(not find_layout([headings, *rows]).explaining)  # a first row of words or units over figures explains them
    text = write(headings, rows, delimiter=delimiter, quoting=QUOTING[quoting], lineterminator=ending)
    cells = read_delimited(text.encode(encoding), "test.csv")
    assert list(cells.headings) == headings
    back = [[cell or "" for cell in row] for row in cells.frame.values.tolist()]
    assert back == rows
    assert cells.rows.tolist() == list(range(1, len(rows) + 1))
    assert cells.broken.empty


@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.parametrize("escape", ["", "\\"])
def test_quotes_and_backslashes(quote: str, escape: str) -> None:
    rows = [["a,b", f"say {quote}hi{quote} now"], ["x", "y"]]
    text = write(
        ["one", "two"],
        rows,
        quotechar=quote,
        quoting=csv.QUOTE_ALL,
        **({"escapechar": escape, "doublequote": False} if escape else {}),
    )
    assert read_delimited(text.encode(), "test.csv").frame.values.tolist() == rows


def test_preamble_footer_short_and_broken_rows_are_told() -> None:
    text = (
        "Opportunities by stage\nAs of 2024-05-01\n\n"
        "Name,Stage,Amount\nAcme,Won,5\n\nBeta,Lost\nGamma, Inc,Won,7\nDelta,Open,1\n"
        "E,Won,1\nF,Won,1\nG,Won,1\n\n"
        "Copyright (c) 2024\nConfidential\n"
    )
    cells = read_delimited(text.encode(), "report.csv")
    assert cells.headings == ("Name", "Stage", "Amount")
    assert cells.frame.values.tolist()[:3] == [["Acme", "Won", "5"], ["Beta", "Lost", None], ["Delta", "Open", "1"]]
    assert cells.rows.tolist() == [1, 3, 5, 6, 7, 8]
    assert (cells.layout.header, cells.short, cells.footer) == (2, 1, ("Copyright (c) 2024", "Confidential"))
    assert cells.broken.map(str).values.tolist() == [["4", "Gamma, Inc,Won,7", "4 cells under 3 headings"]]


def test_a_delimiter_at_the_end_of_the_rows_alone_is_no_column() -> None:
    cells = read_delimited(b"name;size;city\nNordlys;20;Oslo;\nFjord;30;Moss;\nBerg;;;\n", "a.csv")
    assert cells.headings == ("name", "size", "city")
    assert cells.frame.values.tolist()[0] == ["Nordlys", "20", "Oslo"]
    assert len(cells.frame) == 3
    assert cells.broken.empty


def test_row_names_without_a_heading_as_r_writes_them() -> None:
    table = '"Company" "Employees"\n"1" "Nordlys AS" 20\n"2" "Fjord" 30\n"7" "Bø" NA\n'.replace(" AS", "")
    cells = read_delimited(table.replace(" ", ";").encode(), "r.csv")
    assert cells.headings == ("row name", "Company", "Employees")
    assert cells.frame.values.tolist()[2] == ["7", "Bø", "NA"]
    preamble = read_delimited(b"Report;May\nname;size;city\nNordlys;20;Oslo\nFjord;30;Moss\n", "a.csv")
    assert preamble.headings == ("name", "size", "city")


def test_decimal_commas_do_not_look_like_delimiters() -> None:
    text = "name;amount\n" + "".join(f"c{n};{n},50\n" for n in range(300))
    cells = read_delimited(text.encode(), "test.csv")
    assert cells.headings == ("name", "amount")
    assert cells.frame.iloc[7].tolist() == ["c7", "7,50"]


def test_excels_own_delimiter_line() -> None:
    assert read_delimited(b"sep=;\r\na;b\r\n1,5;2\r\n", "test.csv").headings == ("a", "b")


@pytest.mark.parametrize("text", ["Prix €;Œuvre;Žofin\n1;2;3\n"])
@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "utf-8", "utf-16"])
def test_western_encodings_are_told_apart(text: str, encoding: str) -> None:
    assert read_delimited(text.encode(encoding), "test.csv").headings == ("Prix €", "Œuvre", "Žofin")


def test_old_dos_and_mac_letters() -> None:
    for encoding in ("cp850", "mac_roman"):
        assert read_delimited("navn;by\nBjørg Håøy;Tromsø\n".encode(encoding), "x.csv").frame.iloc[0, 1] == "Tromsø"


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"", "empty"), (b" \n\n ", "empty"), (b"\x00\x01\x02\x03" * 50, "not text|no rows")],
)
def test_what_is_no_table_is_explained(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_delimited(data, "test.csv")


def test_a_wrong_encoding_of_the_user_is_explained() -> None:
    with pytest.raises(InputError, match="byte 2 is not utf-8"):
        read_delimited("bÅ;c\n".encode("cp1252"), "test.csv", encoding="utf-8")
    with pytest.raises(InputError, match="unknown encoding “klingon”"):
        read_delimited(b"a;b\n", "test.csv", encoding="klingon")
