"""What a candidate learns: the log-odds of won, or a number such as log money."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from lookalike.estimators import numbers_of, won_of

Objective = Literal["binary", "regression"]


def outcomes_of(objective: Objective, given: Any, rows: int) -> np.ndarray:
    """Outcomes as a candidate of this objective learns them: 1 won, 0 lost, or the numbers; shape (rows,).

    Examples
    --------
    >>> outcomes_of("binary", [3.0, -1.0], 2).tolist(), outcomes_of("regression", [3.0, -1.0], 2).tolist()
    ([1.0, 0.0], [3.0, -1.0])
    """
    return won_of(given, rows) if objective == "binary" else numbers_of(given, rows)
