"""The recipes: complete settings, converted files that say what the originals say, clear words when data are absent."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from lookalike.errors import InputError
from lookalike.project import load_project
from training.recipes import prepare, recipes
from training.recipes.converters import COIL_COLUMNS

RECIPES = ("coil2000", "maven_crm", "olist", "salesforce_opportunities", "wholesale", "win_loss_78k")


def _rows(path: Path, frame: pd.DataFrame, **how: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path, index=False, **how)


def test_every_recipe_is_told_of_in_the_readme() -> None:
    text = (Path(__file__).parents[2] / "training" / "recipes" / "README.md").read_text(encoding="utf-8")
    assert recipes() == RECIPES
    assert [name for name in recipes() if f"| `{name}` |" not in text] == []


def test_an_unknown_recipe_names_the_close_ones(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no recipe 'maven'.*did you mean 'maven_crm'"):
        prepare("maven", tmp_path, tmp_path / "project")


def test_absent_data_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no folder .*maven_crm.*training/recipes/README\.md"):
        prepare("maven_crm", tmp_path, tmp_path / "project")
    (tmp_path / "maven_crm").mkdir()
    with pytest.raises(InputError, match=r"no file accounts\.csv"):
        prepare("maven_crm", tmp_path, tmp_path / "project")


def test_coil_gets_headings_ids_and_outcomes(tmp_path: Path) -> None:
    known = pd.DataFrame([[*range(1, 86), 1], [*range(2, 87), 0]])
    for name, frame in (("ticdata2000.txt", known), ("ticeval2000.txt", known.iloc[:, :-1])):
        _rows(tmp_path / "coil2000" / name, frame, header=False, sep="\t")
    folder = prepare("coil2000", tmp_path, tmp_path / "project")
    accounts, deals, prospects = (pd.read_csv(folder / f"{n}.csv") for n in ("accounts", "deals", "prospects"))
    assert list(accounts) == ["Customer", *COIL_COLUMNS[:-1], "Name"] == list(prospects)
    assert accounts[["Customer", "MOSTYPE", "MAANTHUI", "MOSHOOFD"]].to_numpy().tolist() == [
        ["T00001", "subtype 1", 2, "main type 5"],
        ["T00002", "subtype 2", 3, "main type 6"],
    ]
    assert deals["Outcome"].tolist() == ["Won", "Lost"]
    assert prospects["Customer"].tolist() == ["E00001", "E00002"]
    assert load_project(folder).settings.inputs.prospects is not None


def test_win_loss_keeps_the_newest_tenth_apart_without_its_outcome(tmp_path: Path) -> None:
    numbers = range(100, 120)
    rows = pd.DataFrame({"Opportunity Number": numbers, "Opportunity Result": "Won", "Competitor Type": "None"})
    _rows(tmp_path / "win_loss_78k" / "opportunities_first_70_percent.csv", rows)
    folder = prepare("win_loss_78k", tmp_path, tmp_path / "project")
    deals, prospects = (pd.read_csv(folder / f"{n}.csv", keep_default_na=False) for n in ("deals", "prospects"))
    assert prospects["Company"].tolist() == ["C118", "C119"]
    assert "Opportunity Result" not in prospects
    assert sorted([*deals["Company"], *prospects["Company"]]) == [f"C{n}" for n in numbers]
    assert set(deals["Competitor Type"]) == {"None"}


def test_olist_leads_are_won_with_their_sales_or_lost_without(tmp_path: Path) -> None:
    source = tmp_path / "olist"
    leads = {"mql_id": list("abcd"), "first_contact_date": ["2018-01-02"] * 3 + ["2018-05-02"], "origin": "social"}
    won = {"mql_id": ["a", "b"], "seller_id": ["s1", "s2"], "won_date": "2018-02-01 10:00:00"}
    _rows(source / "olist_marketing_qualified_leads_dataset.csv", pd.DataFrame(leads))
    _rows(source / "olist_closed_deals_dataset.csv", pd.DataFrame(won))
    sold = pd.DataFrame({"seller_id": ["s1"], "gross_revenue": [12.5]})
    _rows(source / "seller_performance_allorders_sumitup.csv", sold)
    folder = prepare("olist", tmp_path, tmp_path / "project")
    deals = pd.read_csv(folder / "deals.csv").set_index("mql_id")
    assert deals["result"].to_dict() == {"a": "Won", "b": "Won", "c": "Lost"}
    assert deals["gross_revenue"].fillna(-1).to_dict() == {"a": 12.5, "b": 0.0, "c": -1.0}
    assert pd.read_csv(folder / "prospects.csv")["mql_id"].tolist() == ["d"]


@pytest.mark.parametrize("name", RECIPES)
def test_the_settings_are_accepted_and_their_files_found(name: str, real_data: Path, tmp_path: Path) -> None:
    project = load_project(prepare(name, real_data, tmp_path / name))
    sources = [source for group in project.settings.inputs.named().values() for source in group]
    assert sources
    assert all(project.path(source.file).is_file() for source in sources)
