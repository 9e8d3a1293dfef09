"""Which standard criteria there are: every file of this room that holds a `CRITERION` is one."""

from __future__ import annotations

from functools import cache

from lookalike.discover import discovered
from lookalike.knowledge.criteria.standard.criterion import Standard
from lookalike.schema import CRITERIA

ROOM = __name__.rpartition(".")[0]


@cache
def standards() -> tuple[Standard, ...]:
    """The standard criteria, in the order of the vocabulary.

    Examples
    --------
    >>> [one.criterion for one in standards()][:3]
    ['competition', 'size', 'lifecycle']
    """
    found: dict[str, Standard] = {one.criterion: one for one in discovered(ROOM, "CRITERION")}
    return tuple(found[name] for name in CRITERIA)
