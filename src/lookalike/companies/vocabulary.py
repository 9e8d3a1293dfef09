"""The headings and words that the product knows, read from the data files in `presets/`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lookalike.schema import TABLES, Field

NOT_HEADINGS = ("words.toml", "industries.toml")
LANGUAGES = ("English", "Norwegian", "Swedish", "Danish", "Finnish", "Dutch", "German")
# Sections of the presets that serve a table, its own first. A list of prospects is often an export of accounts.
SECTIONS = {
    "accounts": ("accounts", "company"),
    "prospects": ("prospects", "accounts", "company"),
    "deals": ("deals", "company"),
    "exclude": ("exclude", "company"),
}


@dataclass(frozen=True)
class Alias:
    """A heading that means a canonical column: as spelled, from which preset, and how early in its list."""

    canonical: str
    preset: str
    spelled: str
    place: int
    company: bool


def key(heading: str) -> str:
    """A heading reduced to what matters: its letters and digits, the percent sign, and one form of "number".

    Examples
    --------
    >>> key("Account_Name"), key("accountName*"), key("growth_%"), key("Region__c"), key("Kundenummer")
    ('accountname', 'accountname', 'growth%', 'region', 'kundenr')
    """
    folded = heading.casefold().removesuffix("__c")
    plain = "".join(character for character in folded if character.isalnum() or character == "%")
    return re.sub(r"(nummer|number|numero|nro|num)$", "nr", plain)


def fields(table: str) -> dict[str, Field]:
    """The canonical columns that a table may have: a flat deals file carries the company's attributes too."""
    return (TABLES["accounts"] if table == "deals" else {}) | TABLES[table]


@dataclass(frozen=True)
class Preset:
    """What one CRM system or language calls things.

    Parameters
    ----------
    name : str
        The system or language.
    sections : dict
        Section (a table, or `company` for what several tables share) -> canonical column -> headings, likeliest first.
    never : tuple of str
        Headings that are no canonical column.
    closed : tuple of str
        Headings that say whether a deal is closed.
    codes : dict
        Heading -> code in its cells -> meaning.
    files : dict
        Table -> words in names of files.
    """

    name: str
    sections: dict[str, dict[str, list[str]]]
    never: tuple[str, ...]
    closed: tuple[str, ...]
    codes: dict[str, dict[str, str]]
    files: dict[str, list[str]]

    @classmethod
    def read(cls, text: str) -> Preset:
        """A preset from its TOML."""
        content = tomllib.loads(text)
        never = content.pop("never", {}).get("headings", [])
        closed = content.pop("flags", {}).get("closed", [])
        named = {part: content.pop(part, {}) for part in ("codes", "files")}
        return cls(content.pop("name"), content, tuple(never), tuple(closed), **named)


@cache
def presets() -> tuple[Preset, ...]:
    """All heading presets: CRM systems first, then languages, each in order of name."""
    folder = files("lookalike.companies") / "presets"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    loaded = [Preset.read(file.read_text(encoding="utf-8")) for file in found if file.name not in NOT_HEADINGS]
    return tuple(sorted(loaded, key=lambda one: (one.name in LANGUAGES, one.name != "English", one.name)))


@cache
def aliases(table: str) -> dict[str, tuple[Alias, ...]]:
    """Key of a heading -> what it may mean in a table, the table's own meanings before those of companies."""
    found: dict[str, list[Alias]] = {}
    for section in SECTIONS.get(table, (table,)):
        for preset in presets():
            for name, spellings in preset.sections.get(section, {}).items():
                canonical = "prospect_id" if (table, name) == ("prospects", "account_id") else name
                if canonical not in fields(table):
                    continue
                for place, spelled in enumerate(spellings):
                    alias = Alias(canonical, preset.name, spelled, place, section == "company")
                    found.setdefault(key(spelled), []).append(alias)
    return {one: tuple(several) for one, several in found.items()}


@cache
def never() -> tuple[frozenset[str], frozenset[str]]:
    """Headings that are no canonical column in any system that uses them: as spelled, and their keys."""
    spelled = [heading for preset in presets() for heading in preset.never]
    return frozenset(spelled), frozenset(map(key, spelled))


@cache
def flags() -> frozenset[str]:
    """Keys of headings that say whether a deal is closed, won or not."""
    return frozenset(key(one) for preset in presets() for one in preset.closed)


@cache
def coded(heading: str) -> dict[str, str]:
    """What the codes in a system's own column mean (24SevenOffice: 2 = won); {} for other headings."""
    for preset in presets():
        for spelled, meanings in preset.codes.items():
            if key(spelled) == key(heading):
                return dict(meanings)
    return {}


@cache
def file_words() -> dict[str, frozenset[str]]:
    """Table -> keys of words in file names that name it."""
    words: dict[str, set[str]] = {}
    for preset in presets():
        for table, names in preset.files.items():
            words.setdefault(table, set()).update(map(key, names))
    return {table: frozenset(names) for table, names in words.items()}


@cache
def words(topic: str) -> dict[str, str]:
    """Casefolded word in a cell -> its meaning, for the topics of `presets/words.toml`."""
    text = (files("lookalike.companies") / "presets" / "words.toml").read_text(encoding="utf-8")
    return {word: meaning for meaning, spelled in tomllib.loads(text)[topic].items() for word in spelled}


def tokens(heading: str) -> list[str]:
    """The words of a heading, split at signs and at capitals.

    Examples
    --------
    >>> tokens("Last_Modified_By"), tokens("BillingPostalCode")
    (['last', 'modified', 'by'], ['billing', 'postal', 'code'])
    """
    apart = re.sub(r"(?<=[a-zæøåäöü])(?=[A-ZÆØÅÄÖÜ])", " ", heading.removesuffix("__c"))
    return [word.casefold() for word in re.findall(r"[^\W_]+|%", apart)]
