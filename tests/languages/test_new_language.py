"""A language to read is one file of data."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.read.table import RawTable
from lookalike.languages import codes, content, phrases, words

LOOKED_UP = ("truth", "blank", "range", "month", "unit", "currency", "subject", "personal")


@pytest.mark.parametrize("topic", LOOKED_UP)
def test_a_word_has_one_meaning_in_all_languages(topic: str) -> None:
    meanings: dict[str, set[str]] = {}
    for code in codes():
        for meaning, said in content(code)["words"].get(topic, {}).items():
            for word in said:
                assert word == word.casefold()
                meanings.setdefault(word, set()).add(meaning)
    assert {word: [meaning] for word, meaning in words(topic).items()} == {w: sorted(m) for w, m in meanings.items()}


SPANISH = """
name = "Spanish"
locale = "es"

[headings]
never = ["probabilidad"]

[headings.company]
name = ["empresa"]

[headings.deals]
outcome = ["etapa"]
amount = ["importe"]

[files]
deals = ["oportunidades"]

[words]
not = ["no"]

[words.outcome]
won = ["ganada", "ganado"]
lost = ["perdida", "perdido"]

[words.truth]
yes = ["sí"]
"""


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product with a file of data more."""
    folder = tmp_path / "languages"
    folder.mkdir()
    for file in files("lookalike.languages").iterdir():
        if file.name.endswith(".toml"):
            shutil.copy(str(file), folder)
    (folder / "es.toml").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(sys.modules["lookalike.languages.content"], "files", lambda package: folder)
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    """What was read from the language files is read anew."""
    for name, module in list(sys.modules.items()):
        if name.startswith("lookalike"):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


@pytest.mark.usefixtures("spanish")
def test_a_language_more_to_read_is_one_file_of_data() -> None:
    frame = pd.DataFrame({"Empresa": ["Acero", "Cobre"], "Etapa": ["Ganada", "No ganada"], "Importe": ["1", "2"]})
    mapping = map_columns(RawTable(frame, np.arange(1, 3), "oportunidades.csv"), "deals")
    assert {name: mapping.heading(name) for name in ("account_id", "outcome", "amount")} == {
        "account_id": "Empresa",
        "outcome": "Etapa",
        "amount": "Importe",
    }
    assert phrases("outcome").heard("Cerrada ganada") == ("won",)
    assert phrases("outcome").heard("No ganada") == ()
