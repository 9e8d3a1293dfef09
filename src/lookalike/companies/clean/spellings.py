"""One value, one spelling: categories that differ in case, spaces or punctuation are one; likely typos are told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from lookalike.companies.clean.table import Intake
from lookalike.companies.headings import fields
from lookalike.languages import say
from lookalike.schema import Finding, Kind

READ_BY_THEMSELVES = {"country", "outcome", "currency"}
MANY_NAMES = {"city", "competitor"}  # names of many places and rivals are alike without being typos
MOST_VALUES = 500  # distinct values up to which each is compared with each
FEWEST_LETTERS = 6
FEWEST_SHOUTED = 4  # letters from which capitals are shouting: OSLO, but IT and DHL
# A hyphen or point between digits is part of the value: 11-50 is not 1150.
_MARKS = re.compile(r"(?<!\d)[\s_./,'-]+|[\s_./,'-]+(?!\d)")


def one_spelling(
    tables: Mapping[str, Intake], kinds: Mapping[str, Mapping[str, Kind]], headings: Mapping[str, str]
) -> tuple[dict[str, Intake], list[Finding]]:
    """The tables with the commonest spelling of each category, and what was read as one or may be a typo.

    Parameters
    ----------
    tables : mapping of Intake
        By name. A column of several tables has one spelling in all of them.
    kinds : mapping
        Table -> kinds of its columns that are not canonical.
    headings : mapping
        Column -> what the files call it.

    Returns
    -------
    tuple of dict and list of Finding
        Typos are only told, never corrected: two words that differ by a letter may both be right.
    """
    found: list[Finding] = []
    where: dict[str, list[str]] = {}
    for table, intake in tables.items():
        for column in intake.frame:
            field = fields(table).get(str(column))
            kind = field.kind if field else kinds[table].get(str(column), Kind.TEXT)
            if kind is Kind.CATEGORY and column not in READ_BY_THEMSELVES and not (field and field.personal):
                where.setdefault(str(column), []).append(table)
    result = dict(tables)
    for column, names in sorted(where.items()):
        counts = pd.concat([tables[name].frame[column].dropna() for name in names]).value_counts()
        meant = same_value(counts)
        file = tables[names[0]].file
        if meant:
            for name in names:
                frame = result[name].frame
                told = frame[column].map(meant)
                result[name] = replace(result[name], frame=frame.assign(**{column: told.fillna(frame[column])}))
            found.append(_as_one(file, headings.get(column, column), meant, counts))
        pairs = likely_typos(counts.drop(list(meant))) if column not in MANY_NAMES else []
        if pairs:
            found.append(_typos(file, headings.get(column, column), pairs, counts))
    return result, found


def same_value(counts: pd.Series) -> dict[str, str]:
    """Spelling -> the commonest spelling of the same value, rather not in capitals only; only those that change.

    Examples
    --------
    >>> same_value(pd.Series({"GTX Pro": 9, "GTXPro": 4, "gtx-pro": 1, "11-50": 3, "1150": 2}))
    {'GTXPro': 'GTX Pro', 'gtx-pro': 'GTX Pro'}
    """
    order = sorted(counts.index, key=lambda v: (v.isupper() and len(v) >= FEWEST_SHOUTED, -counts[v], v))
    best: dict[str, str] = {}
    meant = {value: best.setdefault(_MARKS.sub("", value).casefold() or value, value) for value in order}
    return {value: other for value, other in meant.items() if value != other}


def likely_typos(counts: pd.Series) -> list[tuple[str, str]]:
    """Pairs of values that differ by one letter of one long word, which has no digit: the rarer one first.

    Examples
    --------
    >>> likely_typos(pd.Series({"technology": 40, "technolgy": 12, "retail": 9, "medical": 5}))
    [('technolgy', 'technology')]
    >>> likely_typos(pd.Series({"NE America": 3, "NW America": 2, "2-person firm": 1, "3-person firm": 1}))
    []
    """
    words = sorted((value for value in counts.index if len(value) >= FEWEST_LETTERS), key=lambda v: (-counts[v], v))
    if len(words) > MOST_VALUES:
        return []
    folded = [word.casefold() for word in words]
    near = np.triu(cdist(folded, folded, scorer=OSA.distance, score_cutoff=1) == 1)
    pairs = [(words[rare], words[common]) for common, rare in zip(*np.nonzero(near), strict=True)]
    return [(rare, common) for rare, common in pairs if _one_long_word(rare, common)]


def _one_long_word(one: str, other: str) -> bool:
    """Whether exactly one word differs, is long, and holds no digit."""
    words = zip(one.casefold().split(), other.casefold().split(), strict=False)
    if len(one.split()) != len(other.split()):
        return False
    differ = [pair for pair in words if pair[0] != pair[1]]
    return len(differ) == 1 and all(len(word) >= FEWEST_LETTERS and word.isalpha() for word in differ[0])


def _as_one(file: str, column: str, meant: Mapping[str, str], counts: pd.Series) -> Finding:
    shown = tuple(f"{value!r} = {other!r}" for value, other in list(meant.items())[:3])
    changed = int(counts[list(meant)].sum())
    message = say("headings.read_as_one", values=list(shown))
    return Finding("info", "spelling", file, column, changed, message, "", shown)


def _typos(file: str, column: str, pairs: list[tuple[str, str]], counts: pd.Series) -> Finding:
    shown = tuple(f"{rare!r} ({counts[rare]:,}) may be {common!r} ({counts[common]:,})" for rare, common in pairs[:3])
    more = len(pairs) - len(shown)
    message = say("headings.typos", pairs=list(shown))
    message = say("headings.typos_and_more", pairs=list(shown), more=more) if more else message
    count = int(sum(counts[rare] for rare in {rare for rare, _ in pairs}))
    return Finding("warning", "typo", file, column, count, message, say("headings.write_alike"), shown)
