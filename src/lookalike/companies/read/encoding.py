"""How a text file's bytes became letters: told by words, not by counts of letters."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

from charset_normalizer import from_bytes

from lookalike.errors import InputError
from lookalike.languages import codes, content, say

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CANDIDATES = ("cp1252", "iso8859-15", "mac_roman", "cp850", "cp1250", "cp1257", "cp1251")
COMMONEST, ITS_ADVANTAGE = "cp1252", 0.35  # points
SAMPLE_BYTES, MOST_WORDS = 4_000_000, 4000
_WORD = re.compile(rb"[A-Za-z\x80-\xff'-]*[\x80-\xff][A-Za-z\x80-\xff'-]*")
_LETTERS = frozenset("åäöæøéüßÅÄÖÆØÉÜ")  # of the product's languages
_ACCENTED = frozenset("œŒèëïñçáíóúàêôžšâîûãõłśćżźńęąčřěůýŽŠÈÁÓÇÑŁŚ")
_INSIDE, _BESIDE = frozenset("’‘´"), frozenset("\xa0€£§°–—…“”„«»‘’´½²³®™©•")


@dataclass(frozen=True)
class Decoded:
    """A text file as UTF-8, the encoding it was in, and how many of its bytes are no text in that."""

    content: bytes
    encoding: str
    undecodable: int = 0


def decode(data: bytes, where: str, given: str = "") -> Decoded:
    """The content of a text file as UTF-8 without a byte order mark.

    Parameters
    ----------
    data : bytes
    where : str
        The file's name, for messages.
    given : str
        The encoding that the user names; found when empty.

    Raises
    ------
    InputError
        The file cannot be read in the encoding given, or is no text.
    """
    if not given:
        name = find_encoding(data)
        content, broken = _mend(data) if name.startswith("utf-8") else _transcoded(data, name)
        return Decoded(_text(content, where, broken), name, broken)
    try:
        text = data.decode(given).removeprefix("\ufeff")
    except LookupError as error:
        raise InputError(say("files.unknown_encoding", name=given), say("files.an_encoding"), where) from error
    except UnicodeDecodeError as error:
        told = say("files.wrong_encoding", n=error.start + 1, name=given)
        raise InputError(told, say("files.text_in", name=given), where, say("files.name_encoding")) from error
    return Decoded(_text(text.encode("utf-8", "ignore"), where, 0), given)


def _text(content: bytes, where: str, broken: int) -> bytes:
    """The content, if it is text: no zero bytes, and hardly any other control characters."""
    controls = sum(map(content.count, map(bytes, zip(range(9), strict=False)))) if broken or b"\x00" in content else 0
    if b"\x00" in content or controls > len(content) // 100:
        raise InputError(say("files.not_text"), say("files.kinds"), where, say("files.export_again"))
    return content


def _transcoded(data: bytes, name: str) -> tuple[bytes, int]:
    text = data.decode(name, errors="replace").removeprefix("\ufeff")
    return text.encode("utf-8", "ignore"), text.count("\ufffd")


def _mend(data: bytes) -> tuple[bytes, int]:
    """UTF-8 in which a few bytes are not: letters of Windows-1252 where they are such, else the sign for no letter."""
    data = data.removeprefix(codecs.BOM_UTF8)
    parts, place, broken = [], 0, 0
    while place < len(data):
        try:
            data[place:].decode("utf-8")
            parts.append(data[place:])
            break
        except UnicodeDecodeError as error:
            start, end = place + error.start, place + error.end
            letter = data[start : start + 1].decode("cp1252", "replace") if end - start == 1 else ""
            parts += [data[place:start], (letter if letter in _LETTERS | _BESIDE else "\ufffd").encode()]
            place, broken = end, broken + 1
    return parts[0] if len(parts) == 1 else b"".join(parts), broken


def find_encoding(data: bytes) -> str:
    """The encoding of a text file, from its byte order mark, its bytes or its words.

    Examples
    --------
    >>> [find_encoding("Bjørk ÅS;1".encode(name)) for name in ("utf-8", "cp1252", "mac_roman", "cp850", "utf-16-le")]
    ['utf-8', 'cp1252', 'mac_roman', 'cp850', 'utf-16-le']
    >>> find_encoding("Beløp;17\\xa0274\\xa0000,50;Åpen".encode("cp1252")), find_encoding("5 €".encode("iso8859-15"))
    ('cp1252', 'iso8859-15')
    >>> find_encoding("Test;Zürich".encode("cp850"))
    'cp850'
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    start = data[:4000]
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) >= start[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        return "utf-8" if _mostly_utf8(data[:SAMPLE_BYTES]) else _by_words(data)


def _mostly_utf8(data: bytes) -> bool:
    """Whether nearly all letters beyond ASCII are proper UTF-8."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    letters = sum(not character.isascii() for character in text) - broken
    return letters > 4 * broken


def _by_words(data: bytes) -> str:
    """The one-byte encoding in which the words look most like words."""
    words = _words(data[:SAMPLE_BYTES]) or _words(data)
    points = {name: _plausible(words, name) + ITS_ADVANTAGE * (name == COMMONEST) for name in CANDIDATES}
    best = max(CANDIDATES, key=lambda name: points[name])
    if points[best] > 0:
        return best
    guess = from_bytes(data[:50_000]).best()
    return guess.encoding if guess is not None else "cp1252"


def _words(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Distinct words that hold a byte beyond ASCII, each with the byte before and behind it."""
    found = (
        (data[max(one.start() - 1, 0) : one.start()], one[0], data[one.end() : one.end() + 1])
        for one in _WORD.finditer(data)
    )
    return [word for word, _ in Counter(found).most_common(MOST_WORDS)]


def _plausible(words: list[tuple[bytes, bytes, bytes]], encoding: str) -> float:
    """Points for each letter beyond ASCII, from how it stands among its neighbours; words that are known count most."""
    total = 0.0
    for before, word, behind in words:
        text = word.decode(encoding, errors="replace")
        around = before.decode("ascii", "replace") + text + behind.decode("ascii", "replace")
        shift = len(before)
        for place, character in enumerate(text):
            if not character.isascii():
                left = around[place + shift - 1] if place + shift else ""
                total += _point(character, left, around[place + shift + 1 : place + shift + 2])
        if text.casefold() in _known():
            total += 2
    return total


def _point(character: str, left: str, right: str) -> float:
    """How well a letter or sign stands between its neighbours: 1 as in a word, below 0 as in none."""
    among = left.isalpha() + right.isalpha()
    if character.isalpha():
        if character.isupper() and left.islower():
            return -2.0
        if character.isupper() and left.isupper() and right.islower():
            return -1.0
        if character.islower() and right.isupper() and (left.isupper() or not left.isalpha()):
            return -1.0
        if not among:
            return -2.0 if left.isdigit() or right.isdigit() else 0.1
        if "Ѐ" <= character <= "ӿ":  # Cyrillic
            return -1.0 if (left + right).isascii() else 0.8
        if not left.isascii() and left.isalpha() and not right.isascii() and right.isalpha():
            return -0.5
        return 1.0 if character in _LETTERS else 0.5 if character in _ACCENTED else 0.1
    if character in _BESIDE and among < 2:
        return 0.8 if character == "\xa0" or not among else 0.4
    return 0.4 if character in _INSIDE and among else -2.0


@cache
def _known() -> frozenset[str]:
    """Words beyond ASCII that the product's languages use in headings and cells."""
    found: set[str] = set()

    def gather(value: Any) -> None:
        if isinstance(value, str):
            found.update(word for word in re.findall(r"[^\W\d_]+", value.casefold()) if not word.isascii())
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                gather(one)

    for code in codes():
        gather({part: content(code).get(part, {}) for part in ("headings", "files", "words")})
    return frozenset(found)
