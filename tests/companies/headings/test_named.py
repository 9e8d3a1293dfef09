"""What the settings name exists, or the answer says what was meant."""

from __future__ import annotations

import pytest

from lookalike.companies.headings.named import IN_MONOTONE, require_columns, wanted
from lookalike.errors import InputError, SettingsError
from lookalike.schema import Attribute, Kind
from lookalike.settings import Criteria, Features, Learning

COLUMNS = ("employees", "industry_code", "Fleet size")


def test_all_names_that_mean_nothing_are_told_together_with_what_was_meant() -> None:
    features = Features(include=("Fleet sise", "employees"))
    learning = Learning(monotone={"employes": "rising", "Antall ansatte": "rising", "industry_code_2": "rising"})
    criteria = Criteria(weights={"fit_Fleet size": 2, "fit_fleet": 2, "size": 1})
    with pytest.raises(SettingsError, match="4 problems") as told:
        wanted(features, COLUMNS, {"Antall ansatte": "employees"}, learning, criteria)
    for words in (
        "[features] include: no column 'Fleet sise'; did you mean 'Fleet size'?",
        "[learning] monotone: no column 'employes'; did you mean 'employees'?",
        "[learning] monotone: no column 'Antall ansatte'; it is called 'employees' here",
        "[criteria.weights] fit_: no column 'fleet'; did you mean 'Fleet size'?",
    ):
        assert words in str(told.value)


def test_what_other_sections_name_is_kept_with_its_section() -> None:
    named = wanted(Features(), COLUMNS, None, Learning(monotone={"employees": "rising"})).named
    assert named == {"employees": IN_MONOTONE}


def test_a_list_that_lacks_what_the_model_reads_is_told_by_file_and_column() -> None:
    reads = [
        Attribute("industry_code_2", Kind.CATEGORY, "industry", "Industry division"),
        Attribute("Fleet size", Kind.NUMBER, "Fleet size", "Fleet size"),
    ]
    told = r"^list.csv: the model reads 'Fleet size', 'industry_code' \(NACE, .*To do: add them"
    with pytest.raises(InputError, match=told):
        require_columns(["name"], reads, "list.csv")
    with pytest.raises(InputError, match=r"\[columns.accounts\]\nindustry_code = "):
        require_columns(["name"], reads, "crm.csv", "accounts")
    with pytest.raises(InputError, match="add them under these headings"):
        require_columns(["name", "industry_code_2"], reads, "crm.csv")
    require_columns(["name", "industry_code_2", "Fleet size"], reads, "list.csv")
