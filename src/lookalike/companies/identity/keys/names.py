"""Company names in comparable form: folded, without legal form, words in alphabetical order, digits apart."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.identity.keys.legal_forms import COMPANY, at_the_end, in_front, known_countries, legal_forms
from lookalike.companies.identity.keys.letters import plain, series, unaccented
from lookalike.companies.values import where

_STROKE = r"\b(\pL)/(\pL)\b"  # A/S is one word, as A.S. is
_SIGNS = r"[^\pL\pN]+"
# What stands between two words: signs, and words that only join.
_BETWEEN = rf"(?:{_SIGNS}|^)(?:(?:and|og|och|ja|und|et|en|the)(?:{_SIGNS}|$))*"
_NUMBER = re.compile(r"\d+")


def name_keys(names: pd.Series, countries: pd.Series | None = None) -> pd.DataFrame:
    """Comparable forms of company names.

    Parameters
    ----------
    names : Series of shape (n,)
        As written; None allowed.
    countries : Series of shape (n,), optional
        ISO codes: some words are a legal form in one country only.

    Returns
    -------
    DataFrame of shape (n, 4)
        `name` (words in alphabetical order), `spelled` (in the order written), `legal` (the legal form taken away, in
        its short form) and `digits` (the numbers in the name, sorted, "" when there are none). Missing where nothing is
        left.

    Examples
    --------
    >>> keys = name_keys(pd.Series(["Bakeri Ødegård A/S", "ØDEGÅRD BAKERI Aksjeselskap", "Firma 34", "Holmen Spa AS"]))
    >>> keys["name"].tolist()
    ['bakeri odegard', 'bakeri odegard', '34 firma', 'holmen spa']
    >>> keys["legal"].fillna("").tolist(), keys["digits"].tolist()
    (['as', 'as', '', 'as'], ['', '', '34', ''])
    """
    if names.isna().all():
        nothing = series(pa.nulls(len(names), pa.string()), names.index)
        return pd.DataFrame({"name": nothing, "spelled": nothing, "legal": nothing, "digits": nothing.fillna("")})
    words = _words(names)
    core, legal = _without_legal_form(words, countries)
    columns = {"name": _sorted_words(core), "spelled": core, "legal": legal}
    keys = pd.DataFrame({name: series(text, names.index) for name, text in columns.items()})
    return keys.assign(digits=series(_digits(core), names.index).fillna(""))


def _words(names: pd.Series) -> pa.Array:
    """Names as plain words with single spaces."""
    text = unaccented(plain(names))
    text = where(text, pc.match_substring(text, "/"), _without_stroke)
    text = pc.replace_substring_regex(text, "[.''’`´]", "")
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(text, _BETWEEN, " "))


def _without_stroke(text: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(text, _STROKE, r"\1\2")


def _without_legal_form(words: pa.Array, countries: pd.Series | None) -> tuple[pa.Array, pa.Array]:
    """Names without the legal form at their end or front, and that form in short; null where there is none."""
    if countries is None:
        return _cut(words, "")
    told = countries.where(countries.isin(known_countries()), "").fillna("").astype(str)
    core, legal = words, pa.nulls(len(words), words.type)
    for country in sorted(told.unique()):
        here = pa.array((told == country).to_numpy())
        cut, form = _cut(words.filter(here), country)
        core, legal = pc.replace_with_mask(core, here, cut), pc.replace_with_mask(legal, here, form)
    return core, legal


def _cut(words: pa.Array, country: str) -> tuple[pa.Array, pa.Array]:
    """What is left of names of one country, and the short forms of what was taken away."""
    core = pc.replace_substring_regex(words, at_the_end(country), "")
    last, first = (
        pc.struct_field(pc.extract_regex(text, form), "form")
        for text, form in ((words, at_the_end(country)), (core, in_front()))
    )
    taken = pc.coalesce(last, first).dictionary_encode()
    spelled = legal_forms(country)
    found = [spelled[one.strip()] for one in taken.dictionary.to_pylist()]
    short = pa.array([None if one == COMPANY else one for one in found], words.type)
    return pc.replace_substring_regex(core, in_front(), ""), short.take(taken.indices)


def _sorted_words(core: pa.Array) -> pa.Array:
    """The words of each name in alphabetical order."""
    split = pc.split_pattern(core, " ")
    words = split.flatten().dictionary_encode()
    rank = np.empty(len(words.dictionary), dtype=np.int64)
    rank[pc.sort_indices(words.dictionary).to_numpy()] = np.arange(len(rank))
    places, name = words.indices.to_numpy(), pc.list_parent_indices(split).to_numpy()
    order = np.argsort(name * max(len(rank), 1) + rank[places], kind="stable")
    ordered = words.dictionary.take(pa.array(places[order]))
    return pc.binary_join(
        pa.ListArray.from_arrays(split.offsets, ordered, mask=split.is_null()), pa.scalar(" ", core.type)
    )


def _digits(core: pa.Array) -> pa.Array:
    """The numbers in each name, sorted; null where there are none."""
    numbered = pc.fill_null(pc.match_substring_regex(core, r"\pN"), False)
    found = [" ".join(sorted(_NUMBER.findall(one))) for one in core.filter(numbered).to_pylist()]
    return pc.replace_with_mask(pa.nulls(len(core), core.type), numbered, pa.array(found, core.type))
