"""Advice that names the settings: its lines, pasted below those that `init` wrote, do what they say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from lookalike.companies import read_companies
from lookalike.companies.headings import propose, require_columns, write_settings
from lookalike.errors import InputError, SettingsError
from lookalike.languages import Message, sentences
from lookalike.learning.leak_findings import finding
from lookalike.learning.leaks import Suspicion
from lookalike.project import load_project
from lookalike.schema import Attribute, Kind

NAMES = ["Askim Bygg", "Birkeland Data", "Cederholm Foto", "Dalen Energi", "Eidet Maritim", "Furuset Transport"]
INDUSTRIES = ["IT", "Food", "IT", "Energy", "Food", "Energy"]
WHOSE = [0, 1, 2, 3, 4, 5, 4, 5, 4, 5, 4]  # the account of each deal
SECTION = re.compile(r"\n\[[a-z.{}]+\]\n")


def table(headings: str, rows: Iterable[tuple[object, ...]]) -> str:
    return "\n".join([headings, *(";".join(map(str, row)) for row in rows)]) + "\n"


def accounts() -> str:
    rows = ((f"A{n}", f"{name} AS", industry) for n, (name, industry) in enumerate(zip(NAMES, INDUSTRIES, strict=True)))
    return table("Account ID;Name;Industry", rows)


def deals(stages: tuple[str, str] = ("Won", "Lost"), named: Callable[[int], str] = "A{}".format, **more: list) -> str:
    """Eleven deals, of which the first four accounts have one each, years ago."""
    years = [2020] * 4 + [2025] * 7
    rows = [(f"D{n}", named(WHOSE[n]), stages[n % 2], 1000 + n, f"{years[n]}-03-{n + 1:02}") for n in range(11)]
    rows = [(*row, *(cells[n] for cells in more.values())) for n, row in enumerate(rows)]
    return table(";".join(["Deal ID;Account ID;Stage;Amount;Close Date", *more]), rows)


PROSPECTS = table("Name;Industry", [("Fjellheim Kraft AS", "Energy"), ("Gjerde Mat AS", "Food")])
TEXTS = [f"{NAMES[n]} AS" for n in WHOSE]


@dataclass(frozen=True)
class Case:
    """Files that bring an advice about, the finding that has it, and what the user fills in after pasting."""

    files: dict[str, str]
    gone: str = ""  # code of the finding; "" where the advice stands in an error
    filled: tuple[tuple[str, str], ...] = ()


CASES = {
    "headings.give_meaning": Case(
        {"deals": deals().replace("Won", "Ganada", 3)},
        "unknown-outcome",
        (("won = []", 'won = ["Ganada"]'), ('open = ["Ganada"]', "open = []")),
    ),
    "values.give_rates": Case({"deals": deals(Currency=["NOK"] * 6 + ["EUR"] * 5)}, filled=(("= 0", "= 11.5"),)),
    "accounts.found_column_do": Case({"deals": deals(named="X{}".format, Counterpart=TEXTS)}, "company-column"),
    "accounts.quiet_do": Case({"deals": deals()}, "quiet-customers"),
    "exclusions.explain": Case({"exclude": table("Felt;Dato", [("Ukjent Firma", "2024-01-01")])}),
}


@pytest.fixture
def project(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """A function that writes files and lets `init` write their settings."""

    def written(files: dict[str, str]) -> Path:
        told = {"accounts": accounts(), "deals": deals(), "prospects": PROSPECTS} | files
        for name, text in told.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        write_settings(propose([tmp_path / f"{name}.csv" for name in told]), tmp_path / "p")
        return tmp_path / "p"

    return written


def advised(folder: Path) -> dict[str, Message]:
    """What the product advises about a project, by code; that of an error under ""."""
    try:
        return {one.code: one.advice for one in read_companies(load_project(folder)).findings}
    except InputError as error:
        return {"": error.do}


def paste(folder: Path, advice: Message, filled: Iterable[tuple[str, str]] = ()) -> None:
    lines = str(advice)[SECTION.search(str(advice)).start() :]
    for blank, answer in filled:
        assert blank in lines
        lines = lines.replace(blank, answer)
    with (folder / "lookalike.toml").open("a", encoding="utf-8") as file:
        file.write(lines + "\n")


@pytest.mark.parametrize("key", CASES)
def test_pasted_lines_do_what_they_say(project, key):
    case = CASES[key]
    folder = project(case.files)
    before = advised(folder)
    assert before[case.gone].key == key
    paste(folder, before[case.gone], case.filled)
    assert case.gone not in advised(folder)


def test_a_better_column_can_be_named_where_the_deals_find_nobody(project):
    folder = project({"deals": deals(named="X{}".format, Key=[f"A{n}" if n == 4 else "?" for n in WHOSE])})
    paste(folder, advised(folder)["deals-find-nobody"], [("Their heading", "Key")])
    companies = read_companies(load_project(folder))
    assert companies.deals["account_id"].isin(companies.accounts["account_id"]).sum() > 0


def test_a_suspected_column_is_left_out_by_its_lines(project):
    folder = project({})
    suspicion = Suspicion("industry", "knows", "filled", refuse=False, auc=0.9)
    paste(folder, finding(suspicion).advice)
    assert "industry" not in {one.name for one in read_companies(load_project(folder)).attributes}


def test_a_model_that_lacks_a_column_is_told_how_to_name_it(project):
    folder = project({"prospects": PROSPECTS.replace("Industry", "Seksjon")})
    with pytest.raises(InputError, match=r"\[columns.prospects\]\nindustry = ") as caught:
        require_columns(["name"], [Attribute("industry", Kind.CATEGORY, "industry", "Industry")], "prospects.csv")
    paste(folder, caught.value.do, [("Their heading", "Seksjon")])
    assert "industry" in read_companies(load_project(folder)).prospects


def test_an_outcome_that_nothing_names_can_be_named(project):
    folder = project({"deals": deals().replace("Stage", "Utfall 7").replace("Won", "Ole").replace("Lost", "Dole")})
    before = advised(folder)[""]
    paste(folder, before, [("Their heading", "Utfall 7")])
    assert advised(folder)[""].key == "headings.give_meaning"


def test_lines_pasted_under_a_section_that_is_there_say_where(project):
    folder = project({})
    for _ in range(2):
        paste(folder, finding(Suspicion("industry", "knows", "filled", refuse=False, auc=0.9)).advice)
    with pytest.raises(SettingsError, match=r"section \[features\] stands there twice, in lines \d+ and \d+"):
        load_project(folder)


def test_every_advice_with_lines_for_the_settings_is_pasted_here():
    """A new one is held here too."""
    with_lines = {
        f"{section}.{name}"
        for section, told in sentences("en").items()
        for name, said in told.items()
        if isinstance(said, str) and SECTION.search(said)
    }
    apart = {"accounts.few_found_do", "headings.name_the_outcome", "headings.add_or_name", "leaks.look"}
    assert with_lines == CASES.keys() | apart
