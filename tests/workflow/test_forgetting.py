"""A company forgotten: no file of run, notes, models and MLflow's copies holds it, and it does not return."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from tomlkit import TOMLDocument

from firm import lookalike
from lookalike import workflow
from lookalike.amend import amend, amendments, section, undo
from lookalike.companies.notes import Notes
from lookalike.errors import InputError, SettingsError
from lookalike.languages import say
from lookalike.project import load_project
from lookalike.runs import Forgotten, finished
from lookalike.scorecard.store import load

MODELS, MLRUNS = Path("models"), Path("mlruns")


def holding(folder: Path, *texts: str) -> list[Path]:
    """The files below a folder that hold one of the texts as a whole word, packed or plain."""
    company = Forgotten(frozenset(texts))
    found = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        packed = file.suffix == ".parquet"
        plain = file.read_bytes().decode("utf-8", errors="ignore")
        told = pd.read_parquet(file).astype(str).to_csv() if packed else plain
        if company.is_named(told) or any(text in plain for text in texts if " " in text):
            found.append(file)
    return found


def notes_of(name: str, prospect_id: str) -> Notes:
    notes = Notes(Path("firm"))
    notes.change({"prospect_id": prospect_id, "name": name}, "note", "asks for a price", author="Kari")
    return notes


@pytest.mark.parametrize("asked", ["P3", "prospect 3 as"])
def test_a_company_of_the_list_is_in_no_file_any_more(home: Path, asked: str) -> None:
    notes_of("Prospect 3 AS", "P3")
    notes_of("Prospect 13 AS", "P13")
    assert holding(home / "firm" / "out", "Prospect 3 AS")
    shutil.copytree(home / "firm" / "out", home / "firm" / ".lookalike" / "goal" / "margin" / "out")
    inputs = {file: file.read_bytes() for file in (home / "firm").glob("*.csv")}
    done = lookalike("forget", "firm", asked)
    assert done.exit_code == 0, done.output
    assert not (home / "firm" / ".lookalike" / "goal").exists()
    for place in (home / "firm" / "out", home / "models", home / "mlruns"):
        assert holding(place, "Prospect 3 AS", "P3") == [], place
    assert b"Prospect 3 AS" not in (home / "firm" / "notes.sqlite").read_bytes()
    assert Notes(Path("firm")).history("P13")
    assert "prospects.csv, your own: row 4" in done.stdout
    assert inputs == {file: file.read_bytes() for file in inputs}
    ranked = pd.read_parquet("firm/out/prospects.parquet")
    assert len(ranked) == len(pd.read_parquet("firm/out/run/companies.parquet")) == 19
    assert lookalike("explain", "firm", "P13").exit_code == 0


def test_it_does_not_come_back_and_its_row_is_told_without_its_name(home: Path) -> None:
    lookalike("forget", "firm", "P3")
    assert load_project("firm").settings.exclude.forgotten == ("P3",)
    assert lookalike("score", "firm").exit_code == 0
    left_out = pd.read_csv("firm/out/excluded.csv")
    assert left_out[["id", "reason"]].to_numpy().tolist() == [["P3", "forgotten"]]
    assert holding(home / "firm" / "out", "Prospect 3 AS") == []


def test_a_customer_leaves_the_models_and_their_copies_which_stay_whole(home: Path) -> None:
    version = home / "models" / "firm" / "v1"
    copy = home / "mlruns" / "artifacts" / "firm" / "models" / "m" / "artifacts" / "v1"
    shutil.copytree(version, copy)
    assert holding(version, "Firm 7 AS")
    done = lookalike("forget", "firm", "A7")
    assert done.exit_code == 0, done.output
    for place in (home / "firm" / "out", home / "models", home / "mlruns"):
        assert holding(place, "Firm 7 AS", "A7") == [], place
    bundle = load(version)
    assert len(bundle.reference) == 29
    assert load(copy).fingerprint == bundle.fingerprint == finished(home / "firm" / "out").about["fingerprint"]
    assert not list((home / "models").rglob(".draft-*"))
    assert "deals.csv, your own: rows 8, 38, 68" in done.stdout
    assert "accounts.csv, your own: row 8" in done.stdout
    assert "MLflow's registry of firm could not be told" in done.stdout  # its store is no database here
    assert lookalike("explain", "firm", "P3").exit_code == 0
    assert lookalike("score", "firm").exit_code == 0


def test_nothing_brings_it_back_by_undoing(home: Path) -> None:
    def asked_for(document: TOMLDocument) -> None:
        section(document, "exclude")["competitors"] = ["Prospect 3 AS"]

    amend(home / "firm", asked_for, say("amend.plan", goal=None, capacity=1))
    undo(home / "firm")
    amend(home / "firm", lambda document: section(document, "score").update({"capacity": 5}), say("amend.nothing"))
    done = lookalike("forget", "firm", "P3")
    assert "cannot be undone any more" in done.stdout.replace("\n", " ")
    assert amendments(home / "firm") == []
    with pytest.raises(SettingsError, match="no change to undo"):
        undo(home / "firm")
    assert load_project("firm").settings.exclude.forgotten == ("P3",)


def test_what_still_names_it_is_said(home: Path) -> None:
    (home / "mlruns" / "notes.txt").write_text("Firm 7 AS, our best")
    done = lookalike("forget", "firm", "A7")
    assert "notes.txt still names it" in done.stdout.replace("\n", " ")


@pytest.mark.parametrize("asked", ["Prospect 3", "Quite Another Firm", "P99"])
def test_only_what_is_called_exactly_so_is_forgotten(home: Path, asked: str) -> None:
    before = {file: file.read_bytes() for file in (home / "firm").rglob("*") if file.is_file()}
    with pytest.raises(InputError, match=r"no company|can be meant") as refused:
        workflow.forget(load_project("firm"), asked, MODELS, MLRUNS)
    assert asked in str(refused.value)
    after = {file: file.read_bytes() for file in before}
    assert after == before


def test_sentences_and_lists_name_it_no_more_and_others_of_like_names_stay() -> None:
    company = Forgotten(frozenset({"Ås AS"}), frozenset({"950067683"}), listed=frozenset({"3"}))
    table = pd.DataFrame({"name": ["Ås AS", "Ås AS", "Nås AS"], "org_number": ["950067683", "911111111", None]})
    assert company.rows(table).tolist() == [True, False, False]
    assert company.rows(pd.DataFrame({"prospect_id": ["3", "33"]})).tolist() == [True, False]
    same = say("exclusions.customer", company="Ås AS (A1)", why="same organisation number")
    other = say("exclusions.subsidiary", customer="Ås AS (A1)")
    left_out = pd.DataFrame({"id": ["8", "9"], "name": ["Aas A/S", "Ås Eiendom AS"], "detail": [same, other]})
    assert company.rows(left_out).tolist() == [True, False]
    said = say("exclusions.own_company", text="Ås AS")
    told = company.unsaid({"near": ["Ås AS", "Nås AS"], "rows": [{"name": "Ås AS"}, {"name": "Bo"}], "why": said})
    assert told["near"] == ["Nås AS"]
    assert told["rows"] == [{"name": "Bo"}]
    assert str(told["why"]) == "is your own company: [exclude] names '[…]'"
    assert company.unsaid("3 offices; see org 950067683") == "3 offices; see org […]"
