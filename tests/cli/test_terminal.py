"""What a person sees: words instead of names of fields, and no way for a company's name to take over the screen."""

from __future__ import annotations

from typing import Any

import pytest

from lookalike.cli import shown, terminal
from lookalike.languages import say

HOSTILE = "\x1b[31mAcme\x1b]0;owned\x07 [bold]AS\u009b2J"
TAMED = "[31mAcme]0;owned [bold]AS2J"


def test_hostile_names_print_as_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.line(HOSTILE)
    terminal.next_step(say("next.run", project=HOSTILE))
    terminal.complain(HOSTILE)
    terminal.table("Companies", ("name",), [[HOSTILE]])
    seen = capsys.readouterr()
    assert seen.out.count(TAMED) == 3
    assert TAMED in seen.err
    assert not {"\x1b", "\x07", "\u009b"} & {*seen.out, *seen.err}


def test_a_comparison_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    figure = {"value": 0.5, "low": 0.25, "high": 0.75}
    names = ("auc", "wins@10", "won_revenue@20", "won_revenue@capacity")
    sides: dict[str, Any] = {side: dict.fromkeys(names, figure) for side in ("model", "rules", "difference")}
    about = {"verdict": "No difference shown.", "measured_on": "all held-out deals", "criteria": []}
    shown.show_comparison(about | sides)
    seen = capsys.readouterr().out
    assert "On all held-out deals (90% interval)" in seen
    for words in (
        "later winner",
        "won deals in its first 10%",
        "won revenue in its first 20%",
        "won revenue within grade A",
    ):
        assert words in seen


def test_all_is_told_in_the_language_that_was_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    over = say("ranges.over", value=0.5, unit="percent")
    try:
        for code, told in (("no", "over 0,5 %"), ("en", "over 0.5%")):
            terminal.speak(code)
            terminal.line(over)
            terminal.complain(over)
            seen = capsys.readouterr()
            assert seen.out == f"{told}\n"
            assert seen.err == f"lookalike: {told}\n"
    finally:
        terminal.speak("en")


def test_data_are_no_markup_no_emoji_and_turn_nothing_round(capsys: pytest.CaptureFixture[str]) -> None:
    name = "[red]Acme[/red] :smile: pay\u202egnp.exe half \ud800 \ufffe"
    terminal.line(name)
    terminal.table("", ["name"], [[name]])
    told = capsys.readouterr().out
    assert told.count("[red]Acme[/red] :smile: paygnp.exe half") == 2
