"""Every sentence that is asked for is there, with the values that it needs; and none is there that nobody asks for."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from lookalike.languages import codes, content, sentences
from lookalike.languages.phrases import NOTHING

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src" / "lookalike").rglob("*.py"), *(ROOT / "training").rglob("*.py")])
TEMPLATES = sorted((ROOT / "src" / "lookalike").rglob("*.j2"))
ENGLISH = {f"{section}.{name}": said for section, names in sentences("en").items() for name, said in names.items()}
ASKED = re.compile(r"""\bsay\(\s*["']([\w.-]+)["'](\s*~)?""")  # in a template; behind ~ follows more of the key
SECTION = re.compile(r"[a-z_]+\.[\w.-]*\{\}")  # a key of which only the end is put in: of a bare `{}.{}` all would be
BESIDE = {"n", "unit", "currency"}  # values that choose a form or belong to another value
# The prepared forms of figures, which `lookalike.languages.figures` fills by itself.
FORMS = "numbers."


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def braces(key: str) -> set[str]:
    forms = ENGLISH[key].values() if isinstance(ENGLISH[key], dict) else [ENGLISH[key]]
    return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}


@cache
def calls(file: Path) -> list[tuple[ast.Call, tuple[re.Pattern[str], ...]]]:
    """The calls of `say` in a file, with the keys that each may ask for."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        (node, tuple(_keys(node.args[0])))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args
    ]


def _keys(asked: ast.expr) -> Iterator[re.Pattern[str]]:
    """Patterns of the keys that an expression may be; of names and look-ups nothing is known."""
    if isinstance(asked, ast.IfExp):
        yield from _keys(asked.body)
        yield from _keys(asked.orelse)
    elif isinstance(asked, ast.Constant):
        yield re.compile(re.escape(str(asked.value)))
    elif isinstance(asked, ast.JoinedStr):
        parts = (re.escape(one.value) if isinstance(one, ast.Constant) else r"[^.]+" for one in asked.values)
        yield re.compile("".join(map(str, parts)))


def matching(pattern: re.Pattern[str]) -> list[str]:
    return [key for key in ENGLISH if pattern.fullmatch(key)]


def is_told(file: Path) -> bool:
    """Whether `say` in a file is that of the languages: the shell has a line of that name."""
    taken = (node for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom))
    return any(node.module == "lookalike.languages" and "say" in [one.name for one in node.names] for node in taken)


@pytest.mark.parametrize("file", [file for file in SOURCES if is_told(file) and calls(file)], ids=named)
def test_what_is_asked_for_is_there_with_its_values(file: Path) -> None:
    for call, patterns in calls(file):
        given = {word.arg for word in call.keywords}
        for pattern in patterns:
            keys = matching(pattern)
            assert keys, f"{named(file)}:{call.lineno}: no sentence {pattern.pattern}"
            if len(keys) == 1 and None not in given:
                assert given - BESIDE == braces(keys[0]) - BESIDE, f"{named(file)}:{call.lineno}: {keys[0]}"


@pytest.mark.parametrize("file", TEMPLATES, ids=named)
def test_what_a_template_asks_for_is_there(file: Path) -> None:
    for key, more in ASKED.findall(file.read_text(encoding="utf-8")):
        assert matching(re.compile(re.escape(key) + (r"[^.]+" if more else ""))), f"{named(file)}: {key}"


def test_no_sentence_is_there_that_nobody_asks_for() -> None:
    patterns = {one for file in SOURCES for _, several in calls(file) for one in several}
    asked = {key for one in patterns if not one.pattern.startswith("[") for key in matching(one)}
    texts = {text for file in SOURCES for text in _texts(file)}
    used = asked | (ENGLISH.keys() & texts)
    for file in TEMPLATES:
        for key, more in ASKED.findall(file.read_text(encoding="utf-8")):
            used.update(matching(re.compile(re.escape(key) + (r"[^.]+" if more else ""))))
    for file in SOURCES:  # the section is a value too: it is one that the same file names
        if any(one.pattern.startswith("[") for _, several in calls(file) for one in several):
            used |= {key for key in ENGLISH if key.partition(".")[0] in set(_texts(file))}
    made = [re.compile(r"[^.]+".join(map(re.escape, text.split("{}")))) for text in texts if SECTION.match(text)]
    used |= {key for key in ENGLISH if any(one.fullmatch(key) for one in made)}
    assert sorted(key for key in ENGLISH.keys() - used if not key.startswith(FORMS)) == []


def _texts(file: Path) -> Iterator[str]:
    """All texts of a file, with {} where something is put in."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)


@pytest.mark.parametrize("topic", ["level", "function"])
def test_what_job_titles_are_read_as_has_words(topic: str) -> None:
    read = {meaning for code in codes() for meaning in content(code).get("words", {}).get(topic, {})}
    assert read - {NOTHING} == set(sentences("en")[f"{topic}s"])


@pytest.mark.parametrize("code", codes())
def test_the_sentences_stand_last_in_a_languages_file_so_that_what_is_read_is_loaded_without_them(code: str) -> None:
    text = (ROOT / "src" / "lookalike" / "languages" / f"{code}.toml").read_text(encoding="utf-8")
    whole = tomllib.loads(text)
    assert content(code) == {name: part for name, part in whole.items() if name != "say"}
    assert sentences(code) == whole.get("say", {})
