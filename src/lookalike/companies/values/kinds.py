"""What kind of values an unmapped column holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies.values.dates import read_dates
from lookalike.companies.values.decimals import decimal_sign
from lookalike.companies.values.meanings import parse_set, parse_truth
from lookalike.companies.values.missing import without_blanks
from lookalike.companies.values.numbers import read_numbers
from lookalike.languages import phrases, spoken
from lookalike.schema import Kind

ROWS = 50_000
SAMPLE = 1000
FEW_ROWS = 20
MOST_LEVELS_SHARE = 0.5
LONG_TEXT = 60


def infer_kind(column: pd.Series, blanks: frozenset[str] = frozenset(), heading: str = "") -> Kind:
    """What an unmapped column holds: NUMBER, DATE, BOOL, SET, CATEGORY, or TEXT when it can be no feature.

    A column is text when nearly every row has its own value (ids, names, remarks) or its values are long. Ids that are
    numbers count up or are all different whole numbers. Whole numbers under a heading that says that they are codes
    name groups, and say nothing of more or less.

    Examples
    --------
    >>> infer_kind(pd.Series(["a", "b", "a", "b"])).value, infer_kind(pd.Series(["1.5", "2.5", "9"])).value
    ('category', 'number')
    >>> [infer_kind(pd.Series(["12", "27", "12"]), heading=one).value for one in ("Rutekode", "Area code", "Stores")]
    ['category', 'category', 'number']
    """
    if pd.api.types.is_bool_dtype(column):
        return Kind.BOOL
    if pd.api.types.is_datetime64_any_dtype(column):
        return Kind.DATE
    step = max(1, len(column) // ROWS)
    text = without_blanks(column.iloc[::step], blanks).dropna()
    counts = text.value_counts(sort=False)
    values = counts.index.to_numpy()
    if not len(values):
        return Kind.CATEGORY
    sample = counts.iloc[:: max(1, len(values) // SAMPLE)][:SAMPLE]
    texts = sample.index.to_numpy(dtype=object)
    if len(values) <= 2 and all(parse_truth(value) is not None for value in values):
        return Kind.BOOL
    if _most(sample, read_numbers(texts, decimal_sign(texts)[0]).read):
        if _is_number_id(text, values, step):
            return Kind.TEXT
        return Kind.CATEGORY if _names_codes(heading) and all(map(str.isdigit, texts)) else Kind.NUMBER
    dates = read_dates(texts, numbers=False)
    if _most(sample, ~np.isnat(dates.values) | dates.not_known):
        return Kind.DATE
    if len(values) > MOST_LEVELS_SHARE * len(text) and len(text) >= FEW_ROWS:
        return Kind.SET if _is_set(sample.index) else Kind.TEXT
    if np.mean([len(value) for value in sample.index]) > LONG_TEXT:
        return Kind.SET if _is_set(sample.index) else Kind.TEXT
    return Kind.SET if _is_set(sample.index) else Kind.CATEGORY


def _names_codes(heading: str) -> bool:
    """Whether a heading ends in a word for codes, numbers of things, or groups."""
    last = spoken(heading).replace("|", " ").split()[-1:]
    return bool(last) and phrases("code").whole(last[0])


def _most(counts: pd.Series, passed: np.ndarray) -> bool:
    """Whether nine of ten rows and half of the distinct values pass."""
    return bool(counts.to_numpy()[passed].sum() >= 0.9 * counts.sum() and passed.mean() >= 0.5)


def _is_number_id(text: pd.Series, values: Any, step: int) -> bool:
    """Whole numbers, all different, dense or of one length above six digits: a counter or a key, not a quantity."""
    if len(values) < 0.99 * len(text) or len(text) < FEW_ROWS or not all(value.isdigit() for value in values):
        return False
    numbers = np.array([float(value) for value in values])
    dense = np.ptp(numbers) < 3 * len(numbers) * step
    return bool(dense or (len({len(value) for value in values}) == 1 and len(values[0]) >= 6))


def _is_set(sample: Any) -> bool:
    """Cells with several short values that come back in other cells."""
    apart = [parse_set(value) for value in sample if ";" in value or "|" in value]
    if len(apart) < 0.2 * len(sample):
        return False
    parts = [part for value in apart if value for part in value.split(";")]
    return len(set(parts)) <= 0.8 * len(parts) and sum(map(len, parts)) < LONG_TEXT * len(parts)
