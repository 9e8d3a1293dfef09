"""Why two rows may be one company: a number while pairs are compared, a message once somebody is told."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lookalike.languages import Message, say

WAYS = ("number", "domain", "name_and_place", "name", "nearly")
AGAINST = ("other_number", "other_country", "other_place", "other_form", "common_name", "another_fits")
BY_ORG, BY_DOMAIN, BY_NAME, NAME_ALONE, NEARLY = range(len(WAYS))
_LETTERS, _AGAINST = 3, 16  # the bits from which the letters that differ, and what speaks against, are written
CONTRADICTED = sum(1 << (_AGAINST + AGAINST.index(one)) for one in ("other_number", "other_country", "other_place"))
OPPOSED = CONTRADICTED | 1 << (_AGAINST + AGAINST.index("other_form"))


def coded(way: np.ndarray, letters: np.ndarray, against: Mapping[str, np.ndarray]) -> np.ndarray:
    """The way that two rows found each other, how many letters differ, and what speaks against it, as one number.

    Parameters
    ----------
    way, letters : ndarray of int, shape (n,)
        `way` is a position in `WAYS`.
    against : mapping of `AGAINST` to ndarray of bool, shape (n,)
    """
    code = way.astype(np.int64) | letters.astype(np.int64) << _LETTERS
    for name, holds in against.items():
        code |= holds.astype(np.int64) << (_AGAINST + AGAINST.index(name))
    return code


def way_of(codes: np.ndarray) -> np.ndarray:
    """The ways, positions in `WAYS`, of such numbers."""
    return codes & (1 << _LETTERS) - 1


def told(codes: np.ndarray) -> np.ndarray:
    """The messages of such numbers.

    Examples
    --------
    >>> nearly = coded(np.array([NEARLY]), np.array([2]), {"other_place": np.array([True])})
    >>> print(told(nearly)[0])
    nearly the same name (2 letters differ), other place
    """
    different, place = np.unique(codes, return_inverse=True)
    messages = np.empty(len(different), dtype=object)
    messages[:] = [_message(int(code)) for code in different]
    return messages[place]


def _message(code: int) -> Message:
    way = WAYS[code & (1 << _LETTERS) - 1]
    letters = code >> _LETTERS & (1 << _AGAINST - _LETTERS) - 1
    why = say("identity.nearly", n=letters) if way == "nearly" else say(f"identity.{way}")
    against = [say(f"identity.{name}") for bit, name in enumerate(AGAINST) if code >> _AGAINST + bit & 1]
    return say("identity.but", why=why, against=against) if against else why
