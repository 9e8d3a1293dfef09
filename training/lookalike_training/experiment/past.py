"""How a company stood with us when a deal began, which is no trait of it: what it adds to the log-odds of winning.

Deals with present customers teach beside the others; each candidate learns what the relation adds, apart from all
attributes, and what it says of a company is what it says of a cold one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.languages import Message, say
from lookalike.schema import COLD, RELATION, Attribute, Kind
from lookalike.scorecard.compile import compile_model
from lookalike.scorecard.past import offsets_of, without_past
from lookalike.scorecard.tables import Scorecard

STANDING = Attribute(RELATION, Kind.CATEGORY, RELATION, RELATION)
PASTS = ("ex-customer", "lost-before")  # what a prospect's relation may be beside cold
FEWEST = 20  # deals of a relation beside cold, below which nothing is learned of any


def as_cold(frame: pd.DataFrame) -> pd.DataFrame:
    """The companies as if nothing had been between us."""
    return frame.assign(**{RELATION: COLD})


def standings(relation: np.ndarray) -> tuple[Attribute, ...]:
    """The relation as something to learn from, where deals began with more than one."""
    counts = pd.Series(relation).value_counts()
    return (STANDING,) if (counts >= FEWEST).sum() > 1 and counts.get(COLD, 0) >= FEWEST else ()


def cold_card(model: Any) -> tuple[Scorecard, dict[str, float]]:
    """A model's scorecard of cold companies, and what the pasts that a prospect may have add to it."""
    card = compile_model(model)
    offsets = offsets_of(card)
    base = offsets.get(COLD, 0.0)
    past = {name: offsets[name] - base for name in PASTS if name in offsets}
    return without_past(card).shifted(base), past


def told(past: dict[str, float]) -> Message:
    """What a past adds, for people."""
    if not past:
        return say("training.no_past")
    return say("training.past", found=[say("training.past_of", past=say(f"facts.{n}"), adds=past[n]) for n in past])
