"""Languages: criteria and ranges as people say them."""

from __future__ import annotations

import pytest

from lookalike.errors import SettingsError
from lookalike.languages.language import LANGUAGES, language
from lookalike.schema import CRITERIA


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_criterion_has_a_name(code):
    named = [language(code).criterion(name) for name in CRITERIA]
    assert len(set(named)) == len(CRITERIA)
    assert "Azure" in language(code).criterion("fit_technologies=Azure")
    assert "_" not in language(code).criterion("fit_fleet_size")


def test_an_unknown_text_names_its_place():
    with pytest.raises(SettingsError, match=r"en\.toml \[say\.criteria\]: no text 'grwth'.*did you mean 'growth'"):
        language("en").criterion("grwth")


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (20, 50, "heads", "20–50"),
        (240_700_000, 545_400_000, "money per year", "NOK 241–545M"),
        (-1.1, 21.3, "percent", "-1.1 to 21.3%"),
        (1985, 2005, "year", "1985–2005"),
    ],
)
def test_ranges_are_said_once_with_their_unit(low, high, unit, said):
    assert language("en").span(low, high, unit, "NOK").replace("\xa0", " ") == said
