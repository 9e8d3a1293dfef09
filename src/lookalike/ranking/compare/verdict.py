"""One sentence on which ranking to trust, and how far."""

from __future__ import annotations

from lookalike.languages import Message, say
from lookalike.ranking.compare.backtest import DECISION, NEEDED, SURE, Interval

MARK = "20"


def winner(difference: Interval) -> str:
    """Which ranking sorts held-out deals better: "model", "rules", or "none" when the interval includes zero.

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
    model: dict[str, Interval],
    rules: dict[str, Interval],
    difference: dict[str, Interval],
    won: int,
    lost: int,
) -> tuple[str, Message]:
    """The winner and the verdict.

    The question is decided by one figure, the AUC on held-out deals, because it uses all of them; several figures would
    find a winner by chance more often than their intervals promise. Its interval is wider than those beside the other
    figures, so that a winner is claimed in at most one tie of twenty.

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
    low, value, high = (gap[name] for name in ("low", "value", "high"))
    if best == "rules":  # told as how much worse the model is
        low, value, high = -high, -value, -low
    sentence = say(
        f"verdict.{best}",
        deals=won + lost,
        share=int(MARK) / 100,
        model=model[f"wins@{MARK}"]["value"],
        rules=rules[f"wins@{MARK}"]["value"],
        gap=value,
        low=low,
        high=high,
        level=SURE,
    )
    if max(model["auc"]["low"], rules["auc"]["low"]) <= 0.5:
        sentence = say("verdict.chance", verdict=sentence)
    return best, sentence
