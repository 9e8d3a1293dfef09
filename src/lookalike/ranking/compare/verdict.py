"""One sentence on which ranking to trust, and how far."""

from __future__ import annotations

from lookalike.languages import Message, say
from lookalike.ranking.compare.backtest import DECISION, NEEDED, Interval
from lookalike.ranking.compare.goal import WINS

MARK = "20"


def winner(difference: Interval) -> str:
    """Which ranking finds more of the goal: "model", "rules", or "none" when the interval includes zero.

    Examples
    --------
    >>> winner({"value": 0.05, "low": 0.01, "high": 0.09}), winner({"value": 0.05, "low": -0.01, "high": 0.11})
    ('model', 'none')
    """
    low, high = difference["low"], difference["high"]
    if low is None or high is None:
        return "none"
    return "model" if low > 0 else "rules" if high < 0 else "none"


def verdict(
    goal: str,
    model: dict[str, Interval],
    rules: dict[str, Interval],
    difference: dict[str, Interval],
    won: int,
    lost: int,
) -> tuple[str, Message]:
    """The winner and the verdict.

    The question is decided by one figure, what the goal asks for in the first tenth and fifth of the deals together:
    several figures would find a winner by chance more often than their intervals promise. The wins are told beside it.

    Returns
    -------
    tuple of str and Message
        "model", "rules", "none" or "too few"; the sentence.
    """
    if min(won, lost) < NEEDED:
        return "too few", say("verdict.too_few", won=won, lost=lost, needed=NEEDED)
    gap = difference[DECISION]
    best = winner(gap)
    if gap["value"] == gap["low"] == gap["high"] == 0:
        return best, say("verdict.same")
    ours, theirs = (rules, model) if best == "rules" else (model, rules)
    sentence = say(
        f"verdict.by_{best}_wins" if goal == WINS else f"verdict.by_{best}",
        deals=won + lost,
        share=int(MARK) / 100,
        goal=say(f"verdict.of_{goal}"),
        first=ours[f"goal@{MARK}"]["value"],
        second=theirs[f"goal@{MARK}"]["value"],
        wins=ours[f"wins@{MARK}"]["value"],
        other_wins=theirs[f"wins@{MARK}"]["value"],
    )
    if max(model["auc"]["low"], rules["auc"]["low"]) <= 0.5 and best == "none":
        sentence = say("verdict.chance", verdict=sentence)
    return best, sentence
