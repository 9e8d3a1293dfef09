"""Messages as what JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lookalike.languages.language import Message

SAY, WITH = "say", "with"  # how a message lies in JSON


def to_plain(value: Any) -> Any:
    """Messages, wherever they stand in dicts and lists, as what JSON can hold; everything else as it is.

    Examples
    --------
    >>> from lookalike.languages import say
    >>> to_plain([say("numbers.over", low=3)])
    [{'say': 'numbers.over', 'with': {'low': 3}}]
    """
    if isinstance(value, Message):
        return {SAY: value.key, WITH: to_plain(value.values)}
    if isinstance(value, Mapping):
        return {name: to_plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    return value


def from_plain(value: Any) -> Any:
    """What `to_plain` made, with its messages again.

    Examples
    --------
    >>> from_plain({"why": {"say": "numbers.over", "with": {"low": 3}}})["why"].key
    'numbers.over'
    """
    if isinstance(value, Mapping):
        plain = {name: from_plain(item) for name, item in value.items()}
        return Message(plain[SAY], plain[WITH]) if set(plain) == {SAY, WITH} else plain
    return [from_plain(item) for item in value] if isinstance(value, list) else value
