"""A quote that is never closed costs its own row; cells of several lines stay whole."""

from __future__ import annotations

import time

import pytest

from lookalike.companies.read.delimited import read_delimited

HEAD = "id,name,city,size\n"


def rows(*texts: str) -> list[list[str | None]]:
    return read_delimited((HEAD + "\n".join(texts) + "\n").encode(), "a.csv").frame.values.tolist()


@pytest.mark.parametrize("bad", ['3,"Open,Oslo,5', '"3,Open,Oslo,5', '3,Open,"Oslo,5', '3,Open,Oslo,"5'])
@pytest.mark.parametrize("place", [0, 3, 6])
def test_one_open_quote_costs_one_row_wherever_it_is(bad: str, place: int) -> None:
    good = [f'{n},"Firm {n}",Oslo,{n}' for n in range(6)]
    cells = read_delimited((HEAD + "\n".join([*good[:place], bad, *good[place:]])).encode(), "a.csv")
    assert cells.frame.values.tolist() == [[str(n), f"Firm {n}", "Oslo", str(n)] for n in range(6)]
    assert cells.broken[["row", "text"]].values.tolist() == [[place + 1, bad]]
    assert "never closed" in str(cells.broken["reason"][0])


def test_cells_of_several_lines_are_rows_and_keep_their_numbers() -> None:
    text = HEAD + '1,"A\nB ""x""\nC",Oslo,5\n2,"Open,Moss,6\n3,"D, E","F\nG",7\n'
    cells = read_delimited(text.encode(), "a.csv")
    assert cells.frame.values.tolist() == [["1", 'A\nB "x"\nC', "Oslo", "5"], ["3", "D, E", "F\nG", "7"]]
    assert cells.rows.tolist() == [1, 3]
    assert cells.broken["row"].tolist() == [2]


def test_inches_inside_a_cell_are_text() -> None:
    assert rows('1,Pipe 3" steel,Oslo,5', "2,B,Moss,6") == [
        ["1", 'Pipe 3" steel', "Oslo", "5"],
        ["2", "B", "Moss", "6"],
    ]


def test_a_line_hides_its_open_quote_behind_inches() -> None:
    found = rows("0,A,Oslo,1", '1,TV 40" x,"Open,5', "2,B,Moss,6", "3,C,Bodø,7")
    assert [row[0] for row in found] == ["0", "2", "3"]


def test_a_thousand_open_quotes_are_quick() -> None:
    lines = [f"{n},{chr(34) if n % 20 == 0 else ''}Firm {n},Oslo,{n}" for n in range(20_000)]
    start = time.process_time()
    cells = read_delimited((HEAD + "\n".join(lines)).encode(), "a.csv")
    assert time.process_time() - start < 5
    assert (len(cells.frame), len(cells.broken)) == (19_000, 1_000)


@pytest.mark.parametrize("end", ["\n", "\n\n\n", '9,"say \\"hi\\"",Oslo,5\n', "9,short\n", "\n\nConfidential\n"])
def test_the_rows_before_are_the_same_whatever_the_last_line_is(end: str) -> None:
    body = "".join(f'{n},"Firm, {n}",Oslo,{n}\n' for n in range(50))
    found = read_delimited((HEAD + body + end).encode(), "a.csv").frame.values.tolist()
    assert found[:50] == [[str(n), f"Firm, {n}", "Oslo", str(n)] for n in range(50)]


def test_lines_wholly_in_quotes_are_rows() -> None:
    text = '"id,name,city,size"\n"1,""Berg, Foss"",Oslo,5"\n"2,Lund,Moss,6"\n'
    assert read_delimited(text.encode(), "a.csv").frame.values.tolist() == [
        ["1", "Berg, Foss", "Oslo", "5"],
        ["2", "Lund", "Moss", "6"],
    ]
    assert rows("0,A,Oslo,1", '"1,""Berg, Foss"",Oslo,5"', "2,Lund,Moss,6")[1] == ["1", "Berg, Foss", "Oslo", "5"]


def test_backslashes_before_quotes_leave_other_backslashes_alone() -> None:
    assert rows('1,"say \\"hi\\" now",C:\\x,5', "2,\\N,Moss,6") == [
        ["1", 'say "hi" now', "C:\\x", "5"],
        ["2", "\\N", "Moss", "6"],
    ]


def test_a_row_of_quoted_cells_that_lacks_a_quote_is_no_shorter_row() -> None:
    cells = read_delimited((HEAD + '"1","A","Oslo","5"\n"2","B,"Moss","6"\n"3","C","Skien","7"\n').encode(), "a.csv")
    assert cells.frame[0].tolist() == ["1", "3"]
    assert cells.broken["row"].tolist() == [2]


def test_bare_quotes_in_quoted_cells_are_text_where_the_cells_are_told_apart() -> None:
    good = [f'"{n}","B","Moss","6"' for n in range(3)]
    assert rows(*good, '"7","A","","5" pipe, said "yes", twice"')[-1] == ["7", "A", None, '5" pipe, said "yes", twice']
