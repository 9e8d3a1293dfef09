"""No sentence stands in the code: a sentence is a key of the language files until it is shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "src" / "lookalike").rglob("*.py"), *(ROOT / "training").rglob("*.py")])
# What nobody reads who uses the product on companies: figures for the docs, and the made-up company's own data.
APART = ("training/benchmarks/", "training/recipes/", "src/lookalike/sample/")
WORDS = re.compile(r"[^\W\d_]{2,}")
SQL = re.compile(r"^\s*(select|with|copy|create|attach|insert|set|install|load|from)\b", re.IGNORECASE)
CODE = re.compile(r"[\\^$|]|\[\^|\(\?|\.\*|</|#,##|::|\{n|[=>] \?|cast\(|-src ")  # patterns, markup, parts of queries
OUR_FAULTS = {
    "AssertionError",
    "KeyError",
    "IndexError",
    "TypeError",
    "ValueError",
    "RuntimeError",
    "NotImplementedError",
}
NAMES = {  # of several words, as other programs, the settings or our own files have them
    "Rule Points Possible",
    "Company Domain Name",
    "Number of Employees",
    "Salesforce Data Import Wizard",
    "no such segment",
    "chair or owner",
    "against the current",
    "money per year",
    "isotonic or Platt, as knots",
}
HELP = {"help", "description", "metavar"}  # of commands and of the API, which are there before any project is
FEWEST = 3  # words with spaces between them that make a sentence


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def spoken(file: Path) -> Iterator[tuple[int, str]]:
    """The texts of a file that read as sentences, with their lines."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    silent = set(_silent(tree))
    for node in ast.walk(tree):
        if id(node) in silent:
            continue
        if isinstance(node, ast.JoinedStr):
            silent.update(id(one) for one in node.values)
            text = "".join(one.value if isinstance(one, ast.Constant) else "{}" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if reads_as_a_sentence(text):
            yield node.lineno, text


def reads_as_a_sentence(text: str) -> bool:
    """Several words with single spaces between them, and neither a query nor a pattern."""
    if text in NAMES or SQL.match(text) or CODE.search(text):
        return False
    return any(len(WORDS.findall(line)) >= FEWEST and " " in line.strip() for line in text.splitlines())


def _silent(tree: ast.AST) -> Iterator[int]:
    """Texts that nobody is told: docstrings, annotations, faults of our own, help of the shell."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield id(statement.value)  # a docstring, or one behind a constant
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            raised = node.exc.func
            if isinstance(raised, ast.Name) and raised.id in OUR_FAULTS:
                yield from map(id, ast.walk(node.exc))
        if isinstance(node, ast.Assert) and node.msg is not None:
            yield from map(id, ast.walk(node.msg))
        if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
            yield from map(id, ast.walk(node.annotation))
        if isinstance(node, ast.keyword) and node.arg in HELP:
            yield from map(id, ast.walk(node.value))
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            yield from map(id, ast.walk(node.returns))


@pytest.mark.parametrize("file", [file for file in SOURCES if not named(file).startswith(APART)], ids=named)
def test_no_sentence_stands_in_the_code(file: Path) -> None:
    assert not list(spoken(file))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("no such file", True),
        ("{} of {} deals are won", True),
        ("both high", False),
        ("account_id", False),
        ("SELECT name FROM companies WHERE x", False),
        (r"^[A-Za-z ]+ or so many$", False),
        ("a/b c d", False),
    ],
)
def test_what_reads_as_a_sentence(text: str, sentence: bool) -> None:
    assert reads_as_a_sentence(text) == sentence
