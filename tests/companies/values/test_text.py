"""What is written differently only for a machine is one text."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.values.text import one_form, plain_column, plain_text, texts

SAME = {
    "Smith & Søn AS": [
        "Smith &amp; S&oslash;n AS",
        "Smith &#38; S&#248;n AS",
        "Smith &amp;amp; Søn AS",
        " Smith\u00a0& Søn  AS\t",
    ],
    "Åse Sjø": ["A\u030ase Sjø", "\ufeffÅse Sjø", "Åse\u200b Sjø\u200e", "Ã…se SjÃ¸", "Åse\r\nSjø"],
    "blåbær.no": ["xn--blbr-roah.no", "XN--blbr-roah.no", "blåbær\u00ad.no"],
    "Länsförsäkringar": ["La\u0308nsfo\u0308rsa\u0308kringar", "LÃ¤nsfÃ¶rsÃ¤kringar", "L&auml;nsförs&auml;kringar"],
}


@pytest.mark.parametrize(("meant", "written"), [(one, other) for one, several in SAME.items() for other in several])
def test_one_text_however_written(meant: str, written: str) -> None:
    assert one_form(texts([written, None])).to_pylist() == [meant, None]
    assert " ".join(plain_text(written).split()) == meant


@pytest.mark.parametrize(
    "name",
    [
        "AT&T",
        "R&D; Partners",
        "B&C",
        "Tom &Jerry;",
        "&copy Smith",
        "São Paulo",
        "Ângela",
        "Château d’Or",
        "Q&A;",
        "5 < 6 & 7",
        "xn-corp",
    ],
)
def test_names_that_only_look_so_stay(name: str) -> None:
    assert one_form(texts([name])).to_pylist() == [name]


def test_what_holds_nothing_is_missing_and_other_values_stay() -> None:
    assert one_form(texts([" ", "\u200b", "x"])).to_pylist() == [None, None, "x"]
    assert plain_column(pd.Series([" a ", 5, None], dtype=object)).tolist() == ["a", 5, None]
    assert plain_column(pd.Series([1.5, 2.0])).tolist() == [1.5, 2.0]
