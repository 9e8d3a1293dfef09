"""What the ranking room adds to a stream: why a company stands where it stands, and how it is graded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from lookalike.scorecard.score import Scored


class Explainer(Protocol):
    """Tells why: reasons and nearest customers as numbers into lists of words that grow."""

    def tell(self, scored: Scored) -> dict[str, np.ndarray]:
        """What may be told of a block: int32 of shape (n, k) by name, -1 = none; called from several threads."""
        ...

    def compare(self, told: dict[str, np.ndarray]) -> None:
        """Look at what may be told of the first rows of the list, in rank order, once they are known."""
        ...

    def settle(self, told: dict[str, np.ndarray], ranks: np.ndarray) -> dict[str, np.ndarray]:
        """Per output column what is told of rows that have these ranks, as numbers of shape (n, 3)."""
        ...

    def words(self, column: str) -> Sequence[str]:
        """What the numbers of a column mean."""
        ...


Standing = Callable[[np.ndarray, np.ndarray], dict[str, tuple[np.ndarray, Sequence[str]]]]
"""From `familiar` and `rule_rank` (0 = unknown), in rank order, to further columns: codes in rank order, and words."""
