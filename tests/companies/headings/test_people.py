"""People are no trait of a company: columns that name them are told by heading and by values."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies import read_companies
from lookalike.companies.headings.people import is_personal, names_people
from lookalike.project import load_project


@pytest.mark.parametrize(
    "values",
    [
        ["+47 912 34 567", "+4798765432"],
        ["+1 (415) 555-0100", "+46 (0)70-123 45 67"],
        ["010190-1234", "311299-4321"],
        ["850709-9805", "19850709-9805"],
        ["010190-123A", "131052A308T"],
        ["Kari Berg <kari@firm.no>", "Ola Lund <ola@firm.no>"],
        ["kari@firm.no; ola@firm.no", "post@firm.no"],
    ],
)
def test_values_that_reach_or_identify_a_person_are_known(values: list[str]) -> None:
    assert names_people(pd.Series(values))


@pytest.mark.parametrize(
    "values",
    [
        ["556036-0793", "556703-7485"],  # Swedish companies
        ["923 609 016", "974760673"],
        ["+1200000", "+3400000"],
        ["+5.2 %", "+13.1 %"],
        ["62.010", "49.410"],
        ["2021-03-04", "04.03.2021"],
    ],
)
def test_numbers_dates_and_codes_of_companies_are_no_persons(values: list[str]) -> None:
    assert not names_people(pd.Series(values))


@pytest.mark.parametrize(
    "heading",
    ["Date of birth", "DOB", "SSN", "Fødselsdato", "Födelsedatum", "CPR-nr", "Syntymäaika", "BSN", "Geburtsdatum"],
)
def test_headings_that_identify_a_person_are_known_in_all_languages(heading: str) -> None:
    assert is_personal(heading)


def test_telephones_under_any_heading_are_told_and_not_learned_from(tmp_path) -> None:
    rows = [f"A{n},Firm {n} AS,+47 9{n % 7}123456,{'Oslo' if n % 2 else 'Bergen'}" for n in range(60)]
    (tmp_path / "accounts.csv").write_text("\n".join(["Account ID,Name,Field 4,Depot", *rows]))
    deals = [f"D{n},A{n % 60},{'Closed Won' if n % 3 else 'Closed Lost'},100,2024-03-01" for n in range(120)]
    (tmp_path / "deals.csv").write_text("\n".join(["Deal ID,Account ID,Stage,Amount,Close Date", *deals]))
    (tmp_path / "lookalike.toml").write_text('name = "x"\n[inputs]\naccounts = "accounts.csv"\ndeals = "deals.csv"\n')
    companies = read_companies(load_project(tmp_path))
    assert "Depot" in {one.name for one in companies.attributes}
    assert "Field 4" not in {one.name for one in companies.attributes}
    (refused,) = [one for one in companies.refused if one.column == "Field 4"]
    assert "names people" in str(refused.evidence)
