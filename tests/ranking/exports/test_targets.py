"""Exports: nothing that runs, nothing lost, the formats' limits said before the other program says them."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookalike.errors import InputError
from lookalike.ranking.exports import crm, linkedin, workbook
from lookalike.ranking.exports.cells import FORMULA_STARTS, to_cells
from lookalike.ranking.exports.limits import Limits
from lookalike.ranking.exports.targets import CRMS, export, rounded
from lookalike.schema import GRADES

HOSTILE = (
    "=1+1",
    "+47 22",
    "-5 % Ltd",
    "@SUM(A1)",
    "\tTab",
    "\rReturn",
    "＝wide",
    '="x";1',
    "<b>A, B & C</b>",
    "Ålesund",
)


def ranked(n: int) -> pd.DataFrame:
    """A list as `score` leaves it, hostile names included."""
    number = np.arange(n)
    return pd.DataFrame(
        {
            "prospect_id": [f"{i + 10_000_000}" for i in number],
            "name": [HOSTILE[i % len(HOSTILE)] + f" {i}" for i in number],
            "country": "NO",
            "segment": np.where(number % 3 == 0, None, np.where(number % 3 == 1, "Logistics", "=Industry")),
            "rank": number + 1,
            "score": np.round(100 * (1 - number / n), 1),
            "win_probability": np.linspace(0.8, 0.05, n),
            "expected_value": np.where(number % 4 == 0, np.nan, 1000.0 + number),
            "grade": np.array(GRADES)[np.minimum(number * 4 // n, 3)],
            "tier": "neutral",
            "rule_points": 10.0,
            "rule_max": 27.0,
            "rule_rank": number + 1,
            "points_competition": np.where(number % 2, 2.0, np.nan),
            "agreement": "both high",
            "familiar": number % 5 != 0,
            "reasons_for": [["+ 120 employees", "uses Azure"]] * n,
            "reasons_against": [[]] * n,
            "nearest_customers": [["Nordlys", "=Evil()"]] * n,
            "relation": "cold",
            "shap_size": 0.5,
            "shap_base": -1.0,
        }
    )


def details(n: int) -> pd.DataFrame:
    """What else is known of the same companies, in another order; every fourth has no web site."""
    frame = pd.DataFrame(
        {
            "prospect_id": [f"{i + 10_000_000}" for i in range(n)],
            "domain": [None if i % 4 == 0 else f"c{i}.example" for i in range(n)],
            "org_number": None,
            "city": "Oslo",
            "postcode": "0150",
            "industry": "IT",
        }
    )
    return frame.iloc[::-1]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(tmp_path: Path, target: str, rows: pd.DataFrame, **how: object) -> tuple[Path, tuple[str, ...]]:
    done = export(rows, target, tmp_path / f"list.{target}", **how)
    return done.path, tuple(map(str, done.notes))


@pytest.mark.parametrize("target", ["csv", "hubspot", "salesforce", "linkedin"])
def test_no_cell_of_a_text_file_starts_a_formula(target: str, tmp_path: Path) -> None:
    path, _ = write(tmp_path, target, ranked(40), details=details(40))
    rows = read(path)
    assert len(rows) == 40
    assert [cell for row in rows for cell in row.values() if cell.startswith(FORMULA_STARTS)] == []


def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "xlsx", ranked(40))
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n", "b"}  # "f" would be a formula
    assert "'=1+1 0" in [cell.value for cell in cells]


@given(st.lists(st.text(max_size=8), min_size=1, max_size=8))
def test_safe_text_differs_from_the_original_by_apostrophes_alone(texts: list[str]) -> None:
    printable = ["".join(c for c in text if c.isprintable() or c in "\t\r\n") for text in texts]
    safe = to_cells(pd.DataFrame({"name": pd.Series(printable, dtype=object)})).to_pydict()["name"]
    assert [one.replace("'", "") for one in safe] == [one.replace("'", "") for one in printable]
    assert not any(one.startswith(FORMULA_STARTS) for one in safe)


def test_safe_cells_of_every_kind() -> None:
    table = pd.DataFrame(
        {
            "=heading": [1.5, -2.0],
            "category": pd.Categorical(["=a", "b"]),
            "mixed": pd.Series(["-x", None], dtype=object),
            "nothing": [None, None],
            "control": ["a\x07b", "c"],
        }
    )
    cells = to_cells(table).to_pydict()
    assert cells["'=heading"] == [1.5, -2.0]
    assert cells["category"] == ["'=a", "b"]
    assert cells["mixed"] == ["'-x", None]
    assert cells["nothing"] == [None, None]
    assert cells["control"] == ["ab", "c"]


def test_csv_says_what_the_list_says_without_the_contributions(tmp_path: Path) -> None:
    rows = ranked(20)
    path, notes = write(tmp_path, "csv", rows)
    back = pd.read_csv(path, dtype={"prospect_id": str})
    assert list(back) == [name for name in rows if not name.startswith("shap_")]
    assert notes == ()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    shown = rounded(rows)
    for name in ("prospect_id", "rank", "score", "win_probability", "expected_value", "familiar", "points_competition"):
        pd.testing.assert_series_equal(back[name], shown[name], check_dtype=False)
    assert back["reasons_for"].tolist() == ["'+ 120 employees ; uses Azure"] * 20


def test_selection_by_segment_grade_and_number(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "csv", ranked(120), segment="Logistics", grade="ab", top=7)
    back = pd.read_csv(path)
    assert back["rank"].tolist() == [2, 5, 8, 11, 14, 17, 20]
    assert set(back["grade"]) <= {"A", "B"}


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"segment": "Logistic"}, "no segment 'Logistic' in the list.*did you mean 'Logistics'"),
        ({"grade": "AX"}, "no grade 'AX'.*A, B, C, D"),
        ({"grade": " "}, "no grade ' '"),
        ({"top": 0}, "the first 0 companies"),
        ({"segment": "Logistics", "grade": "A", "top": 1, "target": "exel"}, "no export 'exel'"),
    ],
)
def test_a_choice_that_cannot_be_made_is_explained(choice: dict[str, object], message: str, tmp_path: Path) -> None:
    target = str(choice.pop("target", "csv"))
    with pytest.raises(InputError, match=message):
        export(ranked(12), target, tmp_path / "x", **choice)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_selection_is_refused(tmp_path: Path) -> None:
    rows = ranked(12)
    with pytest.raises(InputError, match="no company is left to export"):
        export(rows[rows["grade"] == "A"], "csv", tmp_path / "x.csv", grade="D")


def test_workbook_is_ready_to_work_with(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "xlsx", ranked(40), details=details(40), currency="NOK", model="nordlys v3")
    book = openpyxl.load_workbook(path)
    sheet = book["Prospects"]
    headings = [cell.value for cell in sheet[1]]
    column = {name: position for position, name in enumerate(headings)}
    assert headings[:4] == ["Rank", "Company", "Grade", "Score"]
    assert {"City", "Web", "Competition"} <= set(headings)
    assert sheet.max_row == 41
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(41, len(headings)).coordinate}"
    assert sheet[1][0].font.bold
    second = sheet[3]
    assert second[column["Win probability"]].number_format == "0%"
    assert second[column["Expected value"]].number_format == '#,##0 "NOK"'
    assert second[column["Expected value"]].value == 1001.0
    assert len(next(iter(sheet.conditional_formatting)).rules) == len(GRADES)
    assert sheet.column_dimensions["B"].width == 34
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Model"] == "nordlys v3"
    assert [name for name in headings if not about.get(name)] == []


def test_a_workbook_says_when_excel_is_too_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)
    write(tmp_path, "xlsx", ranked(9))
    with pytest.raises(InputError, match=r"10 companies and a heading.*at most 10 rows.*--top 9.*--to csv"):
        write(tmp_path, "xlsx", ranked(10))
    assert [file.name for file in tmp_path.iterdir()] == ["list.xlsx"]


def test_hubspot_file_updates_records_and_names_only_new_companies(tmp_path: Path) -> None:
    rows = ranked(8)
    rows.loc[0, "prospect_id"] = "row-1"
    more = details(8).replace({"prospect_id": {"10000000": "row-1"}})
    path, notes = write(tmp_path, "hubspot", rows, details=more, model="nordlys v3", scored_on="2025-12-31")
    back = read(path)
    assert list(back[0])[:3] == ["Record ID", "Company name", "Company Domain Name"]
    assert back[0]["Record ID"] == ""
    assert back[0]["Company name"] == "'=1+1 0"
    assert back[1]["Record ID"] == "10000001"
    assert back[1]["Company name"] == back[1]["Company Domain Name"] == ""
    assert back[1]["Lookalike grade"] == "A"
    assert back[1]["Lookalike model version"] == "nordlys v3"
    assert back[1]["Lookalike scored on"] == "2025-12-31"
    assert notes[0].startswith("1 of 8 rows have no HubSpot record id")
    assert notes[1].startswith("1 rows have neither record id nor domain")


def test_an_organisation_number_is_no_record_id(tmp_path: Path) -> None:
    more = details(8).assign(org_number=details(8)["prospect_id"])
    path, notes = write(tmp_path, "hubspot", ranked(8), details=more)
    assert {row["Record ID"] for row in read(path)} == {""}
    assert notes[0].startswith("8 of 8 rows have no HubSpot record id")


def test_salesforce_file_carries_ids_of_15_or_18_characters(tmp_path: Path) -> None:
    rows = ranked(4).assign(prospect_id=["001B0000003kABC", "001B0000003kABCIAY", "C100", "001B0000003kABC"])
    path, notes = write(tmp_path, "salesforce", rows, model="nordlys v3")
    back = read(path)
    assert [row["Id"] for row in back] == ["001B0000003kABC", "001B0000003kABCIAY", "", "001B0000003kABC"]
    assert [row["Name"] != "" for row in back] == [False, False, True, False]
    assert back[0]["Lookalike_Model_Version__c"] == "nordlys v3"
    assert back[0]["Lookalike_Reasons_For__c"] == "'+ 120 employees ; uses Azure"
    assert "Lookalike_Scored_On__c" not in back[0]
    assert "an update in Salesforce fails on rows without Id" in notes[0]
    assert notes[1] == "Will fail: 1 record ids come more than once."


def test_linkedin_list_has_its_columns_in_order(tmp_path: Path) -> None:
    path, _ = write(tmp_path, "linkedin", ranked(4), details=details(4).assign(industry_code="62.010"))
    assert path.read_text(encoding="utf-8").splitlines()[0].replace('"', "") == (
        "companyname,companywebsite,companyemaildomain,linkedincompanypageurl,stocksymbol,"
        "industry,city,state,companycountry,zipcode"
    )
    assert list(read(path)[1].values()) == [
        "'+47 22 1",
        "c1.example",
        "c1.example",
        "",
        "",
        "IT Services and IT Consulting",
        "Oslo",
        "",
        "NO",
        "0150",
    ]


@pytest.mark.parametrize(("rows", "refused"), [(299, True), (300, False)])
def test_linkedin_preflight_counts_rows(rows: int, refused: bool, tmp_path: Path) -> None:
    _, notes = write(tmp_path, "linkedin", ranked(rows), details=details(rows))
    assert any(note.startswith(f"Will fail: {rows} companies; LinkedIn wants 300") for note in notes) is refused


def test_linkedin_preflight_sums_up_the_likely_matches(tmp_path: Path) -> None:
    _, notes = write(tmp_path, "linkedin", ranked(1000), details=details(1000))
    assert notes == (
        "LinkedIn usually recognises 750–850 of 1,000 such companies.",
        "250 have no web domain, which would raise it.",
    )


def test_linkedin_preflight_says_too_large_nameless_and_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linkedin, "LIMITS", Limits("LinkedIn", 350, linkedin.LIMITS.bytes))
    rows = ranked(400)
    rows.loc[:1, "name"], rows.loc[2:4, "name"] = None, "Same"
    _, notes = write(tmp_path, "linkedin", rows)
    assert notes[0].startswith("Will fail: 400 companies in 0.0 MB; LinkedIn takes 350 rows")
    assert notes[0].endswith("--top 350.")
    assert notes[1] == "Will fail: 2 rows have no company name, which is required."
    assert notes[2] == "2 rows repeat a company of the list and count once."
    assert notes[3].startswith("LinkedIn usually recognises 240–280 of 400 such companies, too few for the 300")


@pytest.mark.parametrize(
    ("target", "name", "limits"),
    [("hubspot", "HUBSPOT", (1_048_575, 512e6, 1000)), ("salesforce", "SALESFORCE", (50_000, 100e6, 90))],
)
def test_made_up_companies_pass_what_a_crm_documents_of_its_import(
    target: str, name: str, limits: tuple[int, int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system, (rows, size, columns) = getattr(crm, name), limits
    assert (system.limits.rows, system.limits.bytes) == (rows, size)
    listed = ranked(400).assign(prospect_id=[f"row-{number}" for number in range(400)])
    more = details(400).assign(prospect_id=listed["prospect_id"])
    path, notes = write(tmp_path, target, listed, details=more)
    back = read(path)
    assert len(back[0]) < columns
    assert all(row[system.name] for row in back), "a new record needs its name"
    assert not any("Will fail" in note for note in notes)

    monkeypatch.setitem(CRMS, target, replace(system, limits=Limits(system.limits.program, 350, 100_000_000)))
    _, notes = write(tmp_path, target, listed, details=more)
    assert any(note.startswith("Will fail: 400 companies") and note.endswith("--top 350.") for note in notes)


def test_salesforce_takes_no_longer_texts_than_its_fields_hold(tmp_path: Path) -> None:
    listed = ranked(4).assign(name=["x" * 256, "y" * 255, "Nordlys", "Nord"], prospect_id=list("abcd"))
    more = details(4).assign(prospect_id=list("abcd"), city=["z" * 41, None, "Oslo", "Bergen"])
    _, notes = write(tmp_path, "salesforce", listed, details=more)
    assert "Will fail: 1 rows have more than 255 characters in Name." in notes
    assert "Will fail: 1 rows have more than 40 characters in BillingCity." in notes


def test_details_must_not_multiply_rows(tmp_path: Path) -> None:
    twice = pd.concat([details(5), details(5).assign(city="Bergen")])
    path, _ = write(tmp_path, "linkedin", ranked(5), details=twice)
    assert [row["city"] for row in read(path)] == ["Oslo"] * 5


@pytest.mark.parametrize(("amount", "written"), [(1234.5, "1234"), (0.125, "0,12"), (83.14, "83,1")])
def test_a_local_list_parts_cells_by_semicolons_and_decimals_by_commas(amount, written, tmp_path: Path) -> None:
    column = {1234.5: "expected_value", 0.125: "win_probability", 83.14: "score"}[amount]
    path, _ = write(tmp_path, "csv", ranked(3).assign(**{column: amount}), local=True)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert {row[column] for row in rows} == {written}


def test_a_list_is_split_into_one_file_a_seller(tmp_path: Path) -> None:
    more = details(6).assign(owner=["Silje Havnes", "=Jan/..", None] * 2)
    done = export(ranked(6), "csv", tmp_path / "list.csv", details=more, split="owner")
    names = sorted(file.name for file in tmp_path.iterdir())
    assert names == ["list-Jan.csv", "list-Silje-Havnes.csv", "list-none.csv"]
    assert (done.path, done.rows) == (tmp_path, 6)
    assert sum(len(pd.read_csv(tmp_path / name)) for name in names) == 6
    with pytest.raises(InputError, match="nobody on the list has a known region"):
        export(
            ranked(6),
            "csv",
            tmp_path / "list.csv",
            details=more.drop(columns="region", errors="ignore"),
            split="region",
        )


def test_a_new_company_can_be_imported_as_it_is_and_a_known_one_has_the_id_of_its_account(tmp_path: Path) -> None:
    rows = ranked(2).assign(prospect_id=["P1", "P2"])
    more = details(2).assign(prospect_id=["P1", "P2"], account_id=[None, "001B0000003kABC"], employees=[34.0, 50.0])
    new, known = read(write(tmp_path, "salesforce", rows, details=more)[0])
    assert (new["Id"], new["BillingCity"], new["NumberOfEmployees"]) == ("", "Oslo", "34")
    assert (known["Id"], known["Name"], known["BillingCity"]) == ("001B0000003kABC", "", "")
    assert known["Lookalike_Win_Probability__c"] == "0.05"


def test_linkedin_industries_are_those_of_its_list_and_each_division_has_one() -> None:
    divisions = [f"{number:02d}" for number in range(1, 100)]
    named = linkedin.industries(pd.Series(divisions), pd.RangeIndex(99))
    missing = {code for code, name in zip(divisions, named, strict=True) if name is None}
    assert missing == {"04", "34", "40", "44", "48", "54", "57", "67", "76", "83", "89", "97", "98"}
