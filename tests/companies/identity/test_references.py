"""A word that names a company is understood in any of its forms, and left open where it could mean two."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.identity.references import meant_ids, resolve

ACCOUNTS = pd.DataFrame(
    {
        "account_id": ["K1", "K2", "K3", "K4", "923609016"],
        "name": ["Nordlys Planlegging AS", "Fjord AS", "Berg AS", "Berg AS", "Equinor"],
        "org_number": ["974760673", None, None, None, None],
        "domain": ["nordlys.no", None, None, None, None],
        "city": ["Oslo", "Oslo", "Oslo", "Bodø", None],
    }
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("K1", "K1"),
        ("974 760 673", "K1"),
        ("NO974760673MVA", "K1"),
        ("https://www.nordlys.no/kontakt", "K1"),
        ("post@nordlys.no", "K1"),
        ("NORDLYS PLANLEGGING", "K1"),
        ("Planlegging Nordlys A/S", "K1"),
        ("Berg", None),
        ("Fjord", "K2"),
        ("Fjord AB", None),
        ("Nordlys Planlegning", None),
        ("Somebody else", None),
        ("923609016", "923609016"),
        ("", None),
        (None, None),
    ],
)
def test_what_a_reference_means(said: str | None, meant: str | None) -> None:
    assert resolve(pd.Series([said], dtype=object), ACCOUNTS).tolist() == [meant]


def test_the_legal_form_tells_namesakes_apart_and_a_name_as_written_comes_first() -> None:
    accounts = pd.DataFrame(
        {
            "account_id": ["N", "S", "bare", "IT"],
            "name": ["Holmen AS", "Holmen AB", "Holmen", "Ferrovia S.p.A."],
            "country": ["NO", "SE", None, "IT"],
        }
    )
    said = pd.Series(["Holmen as", "HOLMEN AB", "holmen", "Holmen ASA", "Ferrovia SPA", "Ferrovia", "Holmen Spa AS"])
    assert resolve(said, accounts).tolist() == ["N", "S", "bare", None, "IT", "IT", None]


def test_many_references_keep_their_rows_and_index() -> None:
    said = pd.Series(["Fjord", None, "K1", "Fjord"], index=[7, 8, 9, 3], dtype=object)
    answer = resolve(said, ACCOUNTS)
    assert answer.to_dict() == {7: "K2", 8: None, 9: "K1", 3: "K2"}


def test_without_accounts_nothing_is_meant() -> None:
    assert resolve(pd.Series(["Fjord"]), ACCOUNTS.iloc[:0]).tolist() == [None]


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [
        ("10206.0", ["10206"], "10206"),
        ("10206", ["10206.0"], "10206.0"),
        ("10206,00", ["10206"], "10206"),
        ("0013X00002yFLOL", ["0013X00002yFLOLQA4"], "0013X00002yFLOLQA4"),
        ("0013X00002yFLOLQA4", ["0013X00002yFLOL"], "0013X00002yFLOL"),
        ("0013X00002yflol", ["0013X00002yFLOL", "0013X00002yFloL"], None),
        ("42", ["0042"], "0042"),
        ("0042", ["42"], "42"),
        ("42", ["042", "0042"], None),
        ("{7B0A-11}", ["7b0a-11"], "7b0a-11"),
        ("a100", ["A100"], "A100"),
        ("100", ["A100"], None),
    ],
)
def test_an_id_is_known_in_any_form_that_one_company_alone_has(
    asked: str, known: list[str], expected: str | None
) -> None:
    assert meant_ids(pd.Series([asked]), pd.Series(known, index=known)).tolist() == [expected]


def test_ids_that_differ_only_in_zeros_or_capitals_are_not_both_taken_for_one() -> None:
    known = pd.Series(["42", "ab"], index=["42", "ab"])
    assert meant_ids(pd.Series(["042", "0042", "AB", "Ab", "42"]), known).tolist() == [None, None, None, None, "42"]
