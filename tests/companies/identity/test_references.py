"""A word that names a company is understood in any of its forms, and left open where it could mean two."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.identity.references import resolve

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
        ("Nordlys Planlegning", None),
        ("Somebody else", None),
        ("923609016", "923609016"),
        ("", None),
        (None, None),
    ],
)
def test_what_a_reference_means(said: str | None, meant: str | None) -> None:
    assert resolve(pd.Series([said], dtype=object), ACCOUNTS).tolist() == [meant]


def test_many_references_keep_their_rows_and_index() -> None:
    said = pd.Series(["Fjord", None, "K1", "Fjord"], index=[7, 8, 9, 3], dtype=object)
    answer = resolve(said, ACCOUNTS)
    assert answer.to_dict() == {7: "K2", 8: None, 9: "K1", 3: "K2"}


def test_without_accounts_nothing_is_meant() -> None:
    assert resolve(pd.Series(["Fjord"]), ACCOUNTS.iloc[:0]).tolist() == [None]
