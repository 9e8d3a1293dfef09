"""Settings: what words in the files mean."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from lookalike.settings import Settings

MINIMAL = {"name": "x", "inputs": {"deals": "deals.csv"}}


def test_words_are_given_a_meaning() -> None:
    settings = Settings.model_validate(MINIMAL | {"words": {"outcome": {"won": ["Ganada"], "lost": ["Perdida"]}}})
    assert settings.phrases == (("outcome", "won", "ganada"), ("outcome", "lost", "perdida"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"outcom": {}}, r"no topic 'outcom'; did you mean 'outcome'"),
        ({"outcome": {"win": ["x"]}}, r"outcome has no meaning 'win'; did you mean 'won'"),
        ({"outcome": {"won": ["x"], "lost": ["X"]}}, r"'x' is given two meanings"),
    ],
)
def test_words_without_a_known_meaning_are_answered(words: dict[str, dict[str, list[str]]], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        Settings.model_validate(MINIMAL | {"words": words})
