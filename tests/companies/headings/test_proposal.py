"""`init` writes settings that load, say how each column was understood, and overwrite nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.headings.proposal import propose, write_settings
from lookalike.companies.read.table import read
from lookalike.errors import InputError
from lookalike.languages import language, say
from lookalike.project import load_project


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    accounts = tmp_path / "kunder.csv"
    accounts.write_text('Kundenr;Firmanavn;"Bransje\n[x]"\n1;Åse AS;IT\n', encoding="cp1252")
    deals = tmp_path / "salg.csv"
    deals.write_text("Kundenr;Status;Beløp;Salgsdato\n1;Solgt;1 000,50;01.02.2024\n1;Tapt;10;1.2.2023\n", "cp1252")
    return [accounts, deals]


def test_the_settings_load_and_the_same_mapping_is_found_again(files: list[Path], tmp_path: Path) -> None:
    proposal = propose(files)
    project = load_project(write_settings(proposal, tmp_path / "Min bedrift").parent)
    assert project.settings.name == "Min-bedrift"
    for table, (source,) in project.settings.inputs.named().items():
        again = map_columns(read(source, project.folder), table, project.settings.columns.get(table, {}))
        assert again.matches == proposal.chosen[table][0].mapping.matches


def test_comments_carry_confidence_reason_and_what_is_missing(files: list[Path], tmp_path: Path) -> None:
    text = write_settings(propose(files[1:]), tmp_path / "p").read_text(encoding="utf-8")
    assert '# outcome = "Status"   # 0,99' in text
    assert language("no").tell(say("headings.holds", words=["won", "lost"])) in text
    alone = propose(files[:1])
    assert write_settings(alone, tmp_path / "q").is_file()


def test_a_project_is_told_in_the_language_of_its_headings(files: list[Path], tmp_path: Path) -> None:
    english = tmp_path / "customers.csv"
    english.write_text("Account ID,Company name,Industry,Stage,Close date\n1,Ash Ltd,IT,Closed Won,2024-02-01\n")
    for named, code in ((files, "no"), ([english], "en")):
        project = load_project(write_settings(propose(named), tmp_path / code).parent)
        assert project.settings.score.language == code


def test_an_existing_project_is_not_overwritten(files: list[Path], tmp_path: Path) -> None:
    write_settings(propose(files), tmp_path / "p")
    with pytest.raises(InputError, match="already"):
        write_settings(propose(files), tmp_path / "p")


def test_nothing_to_learn_from_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "numbers.csv"
    file.write_text("1;2;3\n4;5;6\n")
    with pytest.raises(InputError, match="no file holds accounts or deals"):
        write_settings(propose([file]), tmp_path / "p")


def test_the_sample_company_maps_without_a_question(sample_folder: Path) -> None:
    proposal = propose(sorted(sample_folder.glob("*.csv")))
    assert proposal.questions == ()
    assert set(proposal.chosen) == {"accounts", "deals", "orders", "activities", "contacts", "prospects", "exclude"}
