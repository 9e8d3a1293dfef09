"""What people call the candidates, and which of them are no model."""

from lookalike.languages import Words, has, say

BASELINES = ("constant", "rules")


def name_of(candidate: str) -> Words:
    """How people call a candidate; one that has no name of its own goes by that of its file.

    Examples
    --------
    >>> print(name_of("rules"), name_of("forest"), sep=", ")
    the criteria points, forest
    """
    return say(f"candidates.{candidate}") if has(f"candidates.{candidate}") else candidate
