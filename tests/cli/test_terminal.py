"""What a person sees: words instead of names of fields, and no way for a company's name to take over the screen."""

from __future__ import annotations

from typing import Any

import pytest

from lookalike.cli import terminal

HOSTILE = "\x1b[31mAcme\x1b]0;owned\x07 [bold]AS\u009b2J"
TAMED = "[31mAcme]0;owned [bold]AS2J"


def test_hostile_names_print_as_plain_text(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say(HOSTILE)
    terminal.next_step(HOSTILE)
    terminal.complain(HOSTILE)
    terminal.table("Companies", ("name",), [[HOSTILE]])
    shown = capsys.readouterr()
    assert shown.out.count(TAMED) == 3
    assert TAMED in shown.err
    assert not {"\x1b", "\x07", "\u009b"} & {*shown.out, *shown.err}


def test_a_comparison_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    figure = {"value": 0.5, "low": 0.25, "high": 0.75}
    names = ("auc", "wins@10", "won_revenue@20", "won_revenue@capacity")
    sides: dict[str, Any] = {side: dict.fromkeys(names, figure) for side in ("model", "rules", "difference")}
    about = {"verdict": "No difference shown.", "measured_on": "all held-out deals", "criteria": []}
    terminal.show_comparison(about | sides)
    shown = capsys.readouterr().out
    assert "On all held-out deals (90% interval)" in shown
    for words in ("AUC ", "wins in the first 10%", "won revenue in the first 20%", "won revenue within grade A"):
        assert words in shown
