"""The headings and words that the product knows, read from the data files in `presets/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lookalike.languages import codes, content, key
from lookalike.schema import EVIDENCE, MARKS, TABLES, Field

# Sections of the presets that serve a table, its own first. A list of prospects is often an export of accounts, and so
# is one of whom not to approach.
SECTIONS = {
    "accounts": ("accounts", "company", "marks"),
    "prospects": ("prospects", "accounts", "company", "marks"),
    "market": ("prospects", "accounts", "company", "marks"),
    "deals": ("deals", "evidence", "company", "marks"),
    "exclude": ("exclude", "prospects", "accounts", "company"),
}

OF_THE_CRM = frozenset({"accountid"})  # an id under this heading is the CRM's in any file


@dataclass(frozen=True)
class Alias:
    """A heading that means a canonical column: as spelled, from which preset, and how early in its list."""

    canonical: str
    preset: str
    spelled: str
    place: int
    company: bool


def fields(table: str) -> dict[str, Field]:
    """The canonical columns that a file may have: a flat deals file carries the company's attributes too."""
    return (TABLES["accounts"] | EVIDENCE if table == "deals" else {}) | TABLES[table] | MARKS


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
    codes : dict
        Heading -> code in its cells -> meaning.
    files : dict
        Table -> words in names of files.
    """

    name: str
    sections: dict[str, dict[str, list[str]]]
    never: tuple[str, ...]
    codes: dict[str, dict[str, str]]
    files: dict[str, list[str]]

    @classmethod
    def of(cls, content: dict[str, Any]) -> Preset:
        """A preset from what stands in the file of a system or a language."""
        sections = dict(content["headings"])
        never = sections.pop("never", [])
        named = {part: content.get(part, {}) for part in ("codes", "files")}
        return cls(content["name"], sections, tuple(never), **named)


@cache
def presets() -> tuple[Preset, ...]:
    """All heading presets: CRM systems first, then languages, each in order of name."""
    folder = files("lookalike.companies.headings") / "presets"
    systems = [
        tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    ]
    languages = [content(code) for code in codes()]
    return tuple(map(Preset.of, [*sorted(systems, key=lambda one: one["name"]), *languages]))


@cache
def spoken() -> frozenset[str]:
    """The names of the presets that are languages; the others are systems."""
    return frozenset(content(code)["name"] for code in codes())


@cache
def aliases(table: str) -> dict[str, tuple[Alias, ...]]:
    """Key of a heading -> what it may mean in a table, the table's own meanings before those of companies."""
    found: dict[str, list[Alias]] = {}
    for section in SECTIONS.get(table, (table, "marks")):
        for preset in presets():
            for name, spellings in preset.sections.get(section, {}).items():
                if name not in fields(table):
                    continue
                for place, spelled in enumerate(spellings):
                    own = "prospect_id" in fields(table) and name == "account_id" and key(spelled) not in OF_THE_CRM
                    canonical = "prospect_id" if own else name  # an id of the list, whoever gave it
                    alias = Alias(canonical, preset.name, spelled, place, section == "company")
                    found.setdefault(key(spelled), []).append(alias)
    return {one: tuple(several) for one, several in found.items()}


@cache
def never() -> tuple[frozenset[str], frozenset[str]]:
    """Headings that are no canonical column in any system that uses them: as spelled, and their keys."""
    spelled = [heading for preset in presets() for heading in preset.never]
    return frozenset(spelled), frozenset(map(key, spelled))


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
