"""How deals ended: words first, then flags, dates, chances and closing dates; nothing is lost because it is not won."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies import read_companies
from lookalike.companies.clean.outcomes import Told, how_deals_ended
from lookalike.companies.headings import coded
from lookalike.errors import InputError
from lookalike.project import load_project

HEADINGS = {"outcome": "Stage", "is_closed": "IsClosed", "probability": "Probability (%)", "closed": "Close Date"}
DAYS = ["2025-01-01", "2025-02-01", None]


def ended(texts: list[str | None], **columns: list[object]) -> list[str | None]:
    return settled(texts, **columns).outcome.tolist()


def settled(texts: list[str | None], own: tuple[tuple[str, str, str], ...] = (), codes=None, **columns: list[object]):
    dates = ("closed", "created", "won_on", "lost_on")
    typed = {
        name: pd.to_datetime(pd.Series(values))
        if name in dates
        else pd.Series(values, dtype="float64" if name == "probability" else "boolean")
        for name, values in columns.items()
    }
    return how_deals_ended(Told(pd.Series(texts, dtype=object), typed, HEADINGS, codes or {}, own), "deals.csv")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Closed Won", "won"), ("Closed Won (Sales Pipeline)", "won"), ("closedlost", "lost"), ("Vunnet", "won"),
        ("Såld", "won"), ("Hävitty", "lost"), ("Verloren", "lost"), ("Gewonnen", "won"), ("Tabt", "lost"),
        ("Åpen", "open"), ("6 - Closed Won", "won"), ("Loss", "lost"), ("Offen", "open"),
    ],
)  # fmt: skip
def test_outcomes_in_seven_languages(text: str, outcome: str) -> None:
    assert ended([text]) == [outcome]


def test_codes_and_words_of_the_settings() -> None:
    assert ended(["1", "2", "3"], codes=coded("SalesOpportunityStatusId")) == ["open", "won", "lost"]
    assert ended(["Ganada", "Lost"], own=(("outcome", "won", "ganada"),)) == ["won", "lost"]


@pytest.mark.parametrize(
    ("columns", "outcomes"),
    [
        ({"is_closed": [False, True], "is_won": [False, False]}, ["open", "lost"]),
        ({"is_closed": [True, True], "is_won": [True, False]}, ["won", "lost"]),
        ({"is_won": [True, False], "is_lost": [False, True]}, ["won", "lost"]),
        ({"is_closed": [True, True], "is_lost": [False, True]}, ["won", "lost"]),
        ({"probability": [50, 100]}, ["open", None]),
        ({"probability": [0.5, 1]}, ["open", None]),
        ({"closed": [None, "2025-01-01"]}, ["open", None]),
        ({"won_on": ["2025-05-01", None], "lost_on": [None, "2025-01-01"]}, ["won", "lost"]),
        ({"won_on": ["2025-01-01", "2025-03-01"], "lost_on": ["2025-02-01", "2025-01-01"]}, ["lost", "won"]),
    ],
)
def test_an_unknown_stage_is_settled_by_the_surest_evidence(
    columns: dict[str, list[object]], outcomes: list[str | None]
) -> None:
    assert ended(["Discovery", "Warm", "Won"], **{name: [*told, None] for name, told in columns.items()}) == [
        *outcomes,
        "won",
    ]


def test_words_come_before_flags_and_flags_before_chances() -> None:
    assert ended(["Closed Won", "Closed Lost"], is_closed=[False, False]) == ["won", "lost"]
    assert ended(["Discovery", "Discovery"], is_closed=[True, False], is_won=[False, False], probability=[40, 40]) == [
        "lost",
        "open",
    ]
    assert ended(["Negotiation"], is_closed=[True], is_won=[False]) == ["lost"]


def test_not_won_is_lost_only_where_the_deal_is_closed() -> None:
    flags = {"is_won": [True, False, False], "closed": ["2025-01-01", "2025-02-01", None]}
    assert ended([None, None, None], **flags) == ["won", "lost", "open"]
    assert ended(["1", "0", "0"], closed=["2025-01-01", "2025-02-01", None]) == ["won", "lost", "open"]
    planned = {"closed": ["2025-01-01", "2025-09-01"], "created": ["2024-12-01", "2025-02-01"]}
    assert ended(["1", "0"], **planned) == ["won", "open"]
    bare = settled(["yes", "no", "no"])
    assert bare.outcome.tolist() == ["won", "lost", "lost"]
    assert [one.code for one in bare.findings] == ["not-won"]


def test_dates_of_winning_and_losing_are_the_closing_dates() -> None:
    told = settled([None] * 3, won_on=["2025-05-01", None, None], lost_on=[None, "2025-01-01", None])
    assert told.outcome.tolist() == ["won", "lost", "open"]
    assert told.closed.dt.strftime("%m").tolist()[:2] == ["05", "01"]


def test_what_was_settled_and_what_was_not_is_told() -> None:
    told = settled(["Warm", "Warm", "Cold", "Won"], is_closed=[False, False, None, True])
    assert told.outcome.tolist() == ["open", "open", None, "won"]
    by_code = {one.code: one for one in told.findings}
    assert "'Warm' (2 rows)" in str(by_code["outcome-by-evidence"].message)
    assert by_code["unknown-outcome"].count == 1
    assert 'outcome.open = ["Cold"]' in str(by_code["unknown-outcome"].advice)


def test_a_file_of_which_no_row_is_understood_stops_the_work() -> None:
    with pytest.raises(
        InputError, match=r"'Ganada' \(2 rows\), 'Perdida' \(1 rows\)(.|\n)*outcome.open = \[\"Ganada\""
    ):
        settled(["Ganada", "Ganada", "Perdida", "Perdida"], closed=["2025-01-01", "2025-01-01", "2025-01-01", None])
    with pytest.raises(InputError, match=r"no column tells which deals were won(.|\n)*outcome = "):
        settled([None, None])


@pytest.mark.parametrize(
    ("won", "closed", "outcome"),
    [
        (["yes", "no", "no"], ["2025-01-01", "2026-01-01", "2025-01-01"], "open"),  # every deal has a planned end
        (["yes", "no", "no"], ["2025-01-01", "2026-01-01", None], "lost"),  # only ended ones have one
        (["yes", "no", None], ["2025-01-01", "2026-01-01", "2025-01-01"], "lost"),  # what is open says neither
    ],
)
def test_a_closing_date_to_come_is_a_plan_only_where_all_deals_have_one(won, closed, outcome) -> None:
    assert ended(won, closed=closed, created=["2025-01-01"] * 3)[1] == outcome


@pytest.mark.parametrize(
    ("heading", "yes", "no", "reason"),
    [
        ("Slettet", "Ja", "Nei", "deleted"), ("Gelöscht", "X", "", "deleted"), ("Raderad", "1", "0", "deleted"),
        ("Poistettu", "Kyllä", "Ei", "deleted"), ("Verwijderd", "ja", "nee", "deleted"),
        ("Deleted on", "2025-01-01", "", "deleted"), ("Deal - Archive status", "Archived", "Not archived", "archived"),
        ("Testsalg", "Ja", "Nei", "test"), ("Record state", "Deleted", "Active", "deleted"),
    ],
)  # fmt: skip
def test_rows_that_the_crm_marks_are_left_out_in_every_language(tmp_path, heading, yes, no, reason) -> None:
    rows = "".join(f"{n},A{n % 3},{'Won' if n % 2 else 'Lost'},{yes if n > 3 else no}\n" for n in range(6))
    (tmp_path / "deals.csv").write_text(f"Deal ID,Account ID,Stage,{heading}\n{rows}", encoding="utf-8")
    (tmp_path / "lookalike.toml").write_text('name = "m"\n[inputs]\ndeals = "deals.csv"\n', encoding="utf-8")
    companies = read_companies(load_project(tmp_path))
    assert len(companies.deals) == 4
    assert [one.count for one in companies.findings if one.code == reason] == [2]
