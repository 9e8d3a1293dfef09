"""One sentence on which ranking to trust, and how far."""

from __future__ import annotations

from lookalike.languages import Language
from lookalike.ranking.compare.backtest import DECISION, SURE, Interval

NEEDED = 10  # won and lost deals each, below which no interval means anything
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
    say: Language,
) -> tuple[str, str]:
    """The winner and the verdict in words.

    The question is decided by one figure, the AUC on held-out deals, because it uses all of them; several figures would
    find a winner by chance more often than their intervals promise. Its interval is wider than those beside the other
    figures, so that a winner is claimed in at most one tie of twenty.

    Returns
    -------
    tuple of str
        "model", "rules", "none" or "too few"; the sentence.
    """
    if min(won, lost) < NEEDED:
        return "too few", say.say("verdict", "too_few", won=say.count(won), lost=say.count(lost), needed=NEEDED)
    gap = difference[DECISION]
    best = winner(gap)
    if gap["value"] == gap["low"] == gap["high"] == 0:
        return best, say.say("verdict", "same")
    low, value, high = (gap[name] for name in ("low", "value", "high"))
    if best == "rules":  # told as how much worse the model is
        low, value, high = -high, -value, -low
    words = {
        "deals": say.count(won + lost),
        "share": say.share(int(MARK) / 100),
        "model": say.share(model[f"wins@{MARK}"]["value"]),
        "rules": say.share(rules[f"wins@{MARK}"]["value"]),
        "gap": say.points(value),
        "low": say.points(low),
        "high": say.points(high),
        "level": say.share(SURE),
    }
    sentence = say.say("verdict", best, **words)
    if max(model["auc"]["low"], rules["auc"]["low"]) <= 0.5:
        sentence = say.say("verdict", "chance", verdict=sentence.rstrip("."))
    return best, sentence
