"""Words that are cells by themselves, or stand at numbers and before headings: looked up, not sought in texts."""

from __future__ import annotations

from functools import cache

from lookalike.languages.content import codes, content


@cache
def words(topic: str) -> dict[str, str]:
    """Casefolded word -> its meaning, in all languages: the sections `[words.<topic>]` of their files.

    Examples
    --------
    >>> words("truth")["ja"], words("unit")["mill"]
    ('yes', '1000000')
    """
    told = [content(code).get("words", {}).get(topic, {}) for code in codes()]
    return {word: meaning for meanings in told for meaning, several in meanings.items() for word in several}
