"""Letters come out as they were written, whatever the system that wrote them: words decide."""

from __future__ import annotations

import pytest

from lookalike.companies.read.delimited import read_delimited
from lookalike.companies.read.encoding import decode, find_encoding

TEXTS = {
    "norwegian": "Nummer;Firma;Beløp;Status\n1;Bjørk & Sønn;17\xa0274\xa0000,00;Åpen\n2;Håøy;5\xa0000;Tapt\n",
    "swedish": "Företag;Omsättning\nMalmö Åkeri AB;1\xa0000,5\nGöteborgs Kök;2\n",
    "german": "Straße;Größe\nMüller GmbH;über 50\n",
    "shouted": "FÖRETAG;OMSÄTTNING\nMALMÖ ÅKERI;5\n",
    "numbers only": "a;b\nx;17\xa0274\xa0000\ny;5\xa0000\n",
    "one word": "id;navn\n1;Ås\n",
}


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "mac_roman", "cp850", "utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_words_tell_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.csv").content.decode() == text


def test_curly_quotes_and_euros_of_windows_are_no_controls() -> None:
    text = "name;note\nO’Neil;“best” – good…\nShop;5 €\n"
    assert decode(text.encode("cp1252"), "a.csv").content.decode() == text


@pytest.mark.parametrize(
    ("text", "encoding"), [("Łódź Żabka;Kraków\n", "cp1250"), ("Привет Компания;Москва\n", "cp1251")]
)
def test_neighbours_letters_are_known_too(text: str, encoding: str) -> None:
    assert find_encoding(text.encode(encoding)) == encoding


def test_a_few_broken_bytes_leave_the_rest_utf8_and_are_told() -> None:
    data = "Navn;By\nBjørk;Tromsø\n".encode() * 20 + b"Bl\xe5;Troms\xc3\n"
    cells = read_delimited(data, "a.csv")
    assert cells.undecodable == 2
    assert cells.frame.iloc[0].tolist() == ["Bjørk", "Tromsø"]
    assert cells.frame.iloc[-1].tolist() == ["Blå", "Troms\ufffd"]
