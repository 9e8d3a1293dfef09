"""Rules of the settings, read and checked against the columns that there are."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from lookalike.errors import SettingsError, gather
from lookalike.knowledge.rules.expressions import Rule
from lookalike.knowledge.rules.parsing import parse
from lookalike.languages import say


def read_all(texts: Sequence[str], frame: pd.DataFrame, where: str) -> list[Rule]:
    """The rules in their order.

    Raises
    ------
    SettingsError
        Rules that cannot be read, name attributes that do not exist or ask of them what they cannot answer: all of them
        in one message.
    """
    rules, problems = [], []
    for text in texts:
        try:
            rule = parse(text)
            rule.validate(frame.columns)
            rule.truth(frame.head(0))
        except SettingsError as error:
            problems.append(say("rules.problem", rule=text, problem=error.message))
        else:
            rules.append(rule)
    gather(problems, SettingsError, where)
    return rules
