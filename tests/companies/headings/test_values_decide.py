"""A heading is a hint, the values decide; what is wanted as a feature stays one, and none is ours."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import lookalike
from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.headings.named import fold
from lookalike.companies.headings.people import names_people
from lookalike.companies.read.table import RawTable
from lookalike.schema import OUR_COLUMNS, OUR_PREFIXES

MANY = 300


def raw(**columns: list[object]) -> RawTable:
    longest = max(map(len, columns.values()))
    frame = pd.DataFrame({name: (values * longest)[:longest] for name, values in columns.items()}, dtype=object)
    return RawTable(frame, np.arange(1, len(frame) + 1), "test.csv")


def mapped(table: str, kept: tuple[str, ...] = (), own=(), **columns: list[object]) -> dict[str, str]:
    mapping = map_columns(raw(**columns), table, None, frozenset(map(fold, kept)), own)
    return {match.canonical: match.heading for match in mapping.matches}


@pytest.mark.parametrize("heading", ["Sales Stage", "Pipeline Phase", "x7", "Deal - Stage", "Kommentar"])
def test_a_column_of_won_and_lost_is_the_outcome_whatever_it_is_called(heading: str) -> None:
    found = mapped("deals", **{"Deal ID": ["1", "2", "3"], heading: ["Closed Won", "Closed Lost - Price", "Discovery"]})
    assert found["outcome"] == heading


def test_a_status_of_open_and_closed_gives_way_to_a_column_that_says_more() -> None:
    columns = {"Status": ["Open", "Closed", "Closed"], "Fase": ["Behov", "Vunnet", "Tapt"]}
    assert mapped("deals", **columns)["outcome"] == "Fase"
    assert (
        mapped("deals", Stage=["Won", "Lost", "Open"], Reason=["Won on price", "Lost on price", ""])["outcome"]
        == "Stage"
    )


@pytest.mark.parametrize("heading", ["Stage", "Opportunity Stage", "Deal - Status", "Fase"])
def test_a_heading_of_the_outcome_is_kept_where_no_word_is_known_and_nothing_else_tells(heading: str) -> None:
    columns = {"Deal ID": ["1", "2"], "Account ID": ["a", "b"], heading: ["Ganada", "Perdida"]}
    assert mapped("deals", **columns)["outcome"] == heading
    assert "outcome" not in mapped("deals", **columns, **{"Is Closed Won": ["true", "false"]})


def test_prose_that_speaks_of_winning_and_losing_is_no_outcome() -> None:
    told = "The board liked the plan, yet we {} on the price that they were offered in the very last week"
    assert "outcome" not in mapped(
        "deals", **{"Deal ID": ["1", "2"], "Text": [told.format("lost"), told.format("won")]}
    )


def test_words_of_the_settings_count_too() -> None:
    own = (("outcome", "won", "ganada"), ("outcome", "lost", "perdida"))
    assert mapped("deals", own=own, Etapa=["Ganada", "Perdida", "Perdida"])["outcome"] == "Etapa"


@pytest.mark.parametrize(
    ("heading", "values", "canonical"),
    [
        ("Closed Won On", ["2025-01-01", None], "won_on"),
        ("Closed Lost On", [None, "2025-01-01"], "lost_on"),
        ("Deal - Won time", ["2025-01-01 10:00", None], "won_on"),
        ("Is Closed Won", ["true", "false"], "is_won"),
        ("IsClosed", ["0", "1"], "is_closed"),
        ("Sannsynlighet", ["10", "90"], "probability"),
    ],
)
def test_what_tells_beside_the_outcome_is_found(heading: str, values: list[object], canonical: str) -> None:
    assert mapped("deals", **{"Deal ID": ["1", "2"], heading: values})[canonical] == heading


@pytest.mark.parametrize(
    ("heading", "values", "canonical"),
    [
        ("naics", ["n484110", "n531210"], "industry_code"),
        ("SIC Code", ["Retail", "Software"], "industry_code"),
        ("Country", ["North", "South"], "country"),
        ("Website", ["yes", "no"], "domain"),
        ("Founded", ["long ago", "lately"], "founded"),
        ("Client", ["Current", "New"], "name"),
        ("Company", ["Small", "Large", "Medium"], "name"),
    ],
)
def test_values_that_are_none_of_it_are_not_what_the_heading_says(
    heading: str, values: list[object], canonical: str
) -> None:
    columns = {"Org.nr.": [str(910000000 + n) for n in range(MANY)], heading: values * (MANY // len(values))}
    mapping = map_columns(raw(**columns), "prospects")
    assert mapping.heading(canonical) is None
    assert heading in mapping.unmapped


@pytest.mark.parametrize(
    ("columns", "company"),
    [
        (("LastName", "FirstName", "Name", "Company"), "Company"),
        (("Fornavn", "Etternavn", "Navn", "Firma"), "Firma"),
        (("Name", "Company"), "Company"),
        (("Name", "Account Name"), "Account Name"),
    ],
)
def test_on_a_list_of_leads_the_company_is_not_the_person(columns: tuple[str, ...], company: str) -> None:
    people = ["Kari Berg", "Ola Lund", "Anna Svensson", "Peter Jensen"]
    told = {name: [f"Firm {n} AS" for n in range(4)] if name == company else people for name in columns}
    assert mapped("prospects", **told)["name"] == company


def test_a_list_of_companies_may_call_them_name() -> None:
    assert mapped("prospects", Name=["Acme AS", "Beta Oy"], Company=["Our group", "Our group"])["name"] == "Name"
    assert mapped("accounts", Name=["Acme AS", "Beta Oy"])["name"] == "Name"


@pytest.mark.parametrize(
    ("heading", "values"),
    [
        ("CreatedById", ["x1", "x2"]),
        ("Handläggare", ["x1", "x2"]),
        ("Who", ["Kari Berg", "Ola Lund", "Anna Holm"]),
        ("Team lead", ["Berg, Kari", "Lund, Ola"]),
        ("Key contact", ["kari@acme.no", "ola@acme.no"]),
        ("LastTouched", ["005Ec000004o8yHIAQ", "005Ec000004oBPN"]),
        ("FirstName", ["x1", "x2"]),
    ],
)
def test_who_made_or_keeps_a_record_is_no_attribute_of_the_company(heading: str, values: list[object]) -> None:
    assert map_columns(raw(Name=["A", "B"], **{heading: values}), "accounts").personal == (heading,)


@pytest.mark.parametrize(
    "values", [["New York", "San Diego", "Los Angeles"], ["Real Estate", "Oil Gas"], ["Acme AS", "Lars Larsen Group"]]
)
def test_places_and_companies_are_no_people(values: list[object]) -> None:
    assert not names_people(pd.Series(values, dtype=object))


def test_a_wanted_column_stays_an_attribute_whatever_else_it_could_be() -> None:
    columns = {
        "Deal ID": ["1", "2"],
        "Account ID": ["a", "b"],
        "Stage": ["Won", "Lost"],
        "Amount": ["5", "6"],
        "Competitor Type": ["Known", "None"],
        "Opportunity Amount USD": ["5", "6"],
        "Region": ["N", "S"],
    }
    wanted = ("competitor type", "Opportunity_Amount_USD", "region")
    mapping = map_columns(raw(**columns), "deals", None, frozenset(map(fold, wanted)))
    assert set(mapping.unmapped) == {"Competitor Type", "Opportunity Amount USD"}
    assert mapping.heading("amount") == "Amount"
    assert mapping.heading("region") == "Region"  # a trait is an attribute under its canonical name too


def test_what_a_table_cannot_do_without_is_only_given_up_where_another_column_serves() -> None:
    assert mapped("accounts", ("Name",), Name=["A", "B"])["name"] == "Name"
    assert mapped("accounts", ("Name",), Name=["A", "B"], **{"Account Name": ["C", "D"]})["name"] == "Account Name"


def test_the_literal_name_of_a_column_beats_its_other_names() -> None:
    assert mapped("orders", customer_id=["1", "2"], account_id=["100", "99"])["account_id"] == "account_id"
    assert mapped("deals", outcome=["Won", "Lost"], stage=["Won", "Lost"])["outcome"] == "outcome"
    assert mapped("accounts", headcount=["1", "2"], employees=["3", "4"])["employees"] == "employees"


@pytest.mark.parametrize("name", ["segment", "Row", "won", "lost", "id2", "index", "shap_x", "rank", "score", "name"])
def test_no_column_of_the_user_has_the_name_of_one_of_ours(name: str) -> None:
    table = raw(Firma=["A AS", "B AS"], **{name: ["p", "q"]})
    columns = list(map_columns(table, "prospects", {"name": "Firma"}).rename(table.frame))
    mine = [column for column in columns if column != "name"]
    assert len(columns) == len({column.casefold() for column in columns})
    assert not [one for one in mine if one.casefold() in OUR_COLUMNS or one.casefold().startswith(OUR_PREFIXES)]


ROOMS = (
    "companies",
    "knowledge",
    "learning",
    "scorecard",
    "ranking",
)  # where columns of users and ours stand side by side


def test_every_column_that_is_added_to_a_table_of_companies_is_known_as_ours() -> None:
    added: set[str] = set()
    for file in (Path(lookalike.__file__).parent / "companies").rglob("*.py"):
        if file.parent.name == "headings":  # says what columns mean, and adds none
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "assign":
                added |= {keyword.arg for keyword in node.keywords if keyword.arg}
            if isinstance(node, ast.Assign):
                for target in node.targets:
                    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
                        added.add(str(target.slice.value))
    assert not sorted(name for name in added if name not in OUR_COLUMNS)


def test_of_two_ids_in_the_deals_the_one_that_differs_is_the_deals_and_the_other_the_companys() -> None:
    found = mapped(
        "deals", **{"Salgs-ID": ["1", "2", "3", "4"], "Id": ["a", "a", "b", "b"], "Fase": ["Vunnet", "Tapt"]}
    )
    assert (found["deal_id"], found["account_id"]) == ("Salgs-ID", "Id")


@pytest.mark.parametrize(("of_open", "closed"), [(None, "Ferdig"), ("2024-03-03", None)])
def test_dates_that_only_ended_deals_have_are_when_they_ended(of_open: str | None, closed: str | None) -> None:
    days = ["2024-01-31", "2024-02-29", of_open]
    found = mapped("deals", **{"Deal ID": ["1", "2", "3"], "Stage": ["Won", "Lost", "Open"], "Ferdig": days})
    assert found.get("closed") == closed
