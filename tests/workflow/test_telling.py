"""The report again: from what the run left alone, as it was, and in another language."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from conftest import DemoRun
from lookalike import workflow
from lookalike.languages import LANGUAGES, say, sentences
from lookalike.languages import language as language_of
from lookalike.project import load_project

pytestmark = pytest.mark.xdist_group("demo")


def test_the_report_again_is_the_report(demo_run: DemoRun, tmp_path: Path) -> None:
    shutil.copytree(demo_run.out, tmp_path / "out")
    shutil.copy(demo_run.project / "lookalike.toml", tmp_path)  # and no input
    told = workflow.report(load_project(tmp_path))
    for name, text in told.items():
        assert text == (demo_run.out / name).read_text("utf-8"), name


FEWEST, LETTERS = 3, 14  # words and letters that a piece of a sentence has before it belongs to one language


def pieces(texts: Any) -> Iterator[str]:
    """What stands between the braces of all sentences, however they are nested, where it is long enough."""
    if isinstance(texts, dict):
        for text in texts.values():
            yield from pieces(text)
        return
    for piece in re.split(r"\{[^}]*\}", texts):
        words = re.findall(r"[^\W\d_]{2,}", piece)
        if len(words) >= FEWEST and sum(map(len, words)) >= LETTERS:
            yield piece.strip(" .,;:()").casefold()


@cache
def pieces_of(code: str) -> frozenset[str]:
    return frozenset(pieces(sentences(code)))


def strange(text: str, code: str) -> dict[str, set[str]]:
    """The pieces of other languages' sentences in a text that is told in one, by language."""
    own = "\n".join(pieces_of(code))
    said = " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split()).casefold()
    others = {other: pieces_of(other) for other in LANGUAGES if other != code}
    found = {other: {one for one in told if one in said and one not in own} for other, told in others.items()}
    return {other: told for other, told in found.items() if told}


@pytest.fixture(scope="module")
def reports(demo_run: DemoRun) -> dict[str, str]:
    """The report of the sample in every language."""
    project = load_project(demo_run.project)
    return {code: "\n".join(workflow.report(project, code).values()) for code in LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_report_holds_no_sentence_of_another_language(reports: dict[str, str], code: str) -> None:
    assert strange(reports[code], code) == {}
    assert len({*reports.values()}) == len(LANGUAGES)
    other = "en" if code != "en" else "de"
    assert len(strange(reports[code], other)[code]) > 50, "the check sees sentences where they are"


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_answer_in_a_call_holds_no_sentence_of_another_language(
    demo_run: DemoRun, tmp_path: Path, code: str
) -> None:
    shutil.copytree(demo_run.out, tmp_path / "out")
    settings = (demo_run.project / "lookalike.toml").read_text("utf-8")
    (tmp_path / "lookalike.toml").write_text(settings.replace('language = "en"', f'language = "{code}"'), "utf-8")
    page = tmp_path / "one.html"
    told = workflow.explain(load_project(tmp_path), "P00001", demo_run.home / "models", page)
    assert strange(page.read_text("utf-8"), code) == {}
    assert str(told.call.opener) in unescape(page.read_text("utf-8"))
    assert language_of(code).tell(say("call.details")) in unescape(page.read_text("utf-8"))
