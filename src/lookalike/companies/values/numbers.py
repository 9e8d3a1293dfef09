"""Numbers and money as people write them: suffixes, ranges, currencies, signs; one at a time and whole columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lookalike.companies.values.currencies import currency_of
from lookalike.languages import words

_NUMBER = r"\d[\d\s.,'’]*"
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_ONE = re.compile(rf"(?P<sign>[-+])?\s*(?P<number>{_NUMBER}|[.,]\d+)(?P<power>e[-+]?\d+)?", re.IGNORECASE)
_SIGNS = re.compile(r"([€£¥₹₺₪₩%]|(?<![A-Za-z])\$)")
OTHER = {".": ",", ",": "."}


@dataclass(frozen=True)
class Amount:
    """One number as read: its value, whether it was a range, and the currency and percent sign it carried."""

    value: float
    ranged: bool = False
    currency: str = ""
    percent: bool = False


@dataclass(frozen=True)
class _End:
    """A number before its unit is applied: one end of a range, or the whole."""

    digits: str
    power: float
    factor: float
    currency: str
    percent: bool
    open: bool


def parse_number(text: str, decimal: str = ".") -> Amount | None:
    """One number, range or amount of money; None when it is none of them.

    `decimal` is the column's; a number with both signs tells its own, and in a range a sign before three digits is one
    of thousands where the other end does not prove it a decimal sign.

    Examples
    --------
    >>> parse_number("36.9 Million").value, parse_number("1 234 567,50 kr", ",").value, parse_number("USD 12k")
    (36900000.0, 1234567.5, Amount(value=12000.0, ranged=False, currency='USD', percent=False))
    >>> [parse_number(text).value for text in ("11-50", "10 001+", "(1,200)", "-$1,200.00")], parse_number("n.v.t.")
    ([30.5, 10001.0, -1200.0, -1200.0], None)
    >>> parse_number("$1M to $10M").value, parse_number("501-1,000", ",").value, parse_number("1.234,567.8")
    (5500000.0, 750.5, None)
    """
    clean = _SPACES.sub(" ", text).strip().replace("−", "-")
    clean = re.sub(r"[,:.]-+$", "", clean)  # "5 000,-" is a round amount
    negative = clean.startswith("(") and clean.endswith(")")
    if negative:
        clean = clean[1:-1].strip()
    if len(clean) > 1 and clean.endswith("-") and clean[:-1].strip()[-1:].isdigit():
        negative, clean = True, clean[:-1]
    apart = _apart(clean)
    found = _range(*apart, decimal) if apart else _single(clean, decimal)
    return replace(found, value=-found.value) if found and negative else found


def _apart(text: str) -> tuple[str, str] | None:
    """The two ends of a range as text; None when there are not two."""
    for sign in _between().finditer(text):
        low, high = text[: sign.start()], text[sign.end() :]
        power = sign.group().startswith(("-", "+")) and re.search(r"\de$", low, re.IGNORECASE)
        if not power and re.search(r"\d", low) and re.search(r"\d", high):
            return low, high
    return None


@cache
def _between() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:-|–|—|\.\.+|\b(?:{'|'.join(map(re.escape, words('range')))})\b)\s*")


def _single(text: str, decimal: str) -> Amount | None:
    end = _end(text)
    number = _plain(end.digits, decimal) if end else None
    if end is None or number is None:
        return None
    return Amount(number * end.power * end.factor, end.open, end.currency, end.percent)


def _range(low: str, high: str, decimal: str) -> Amount | None:
    """The middle of a range; a unit or currency at one end holds for both where that keeps them in order."""
    first, last = _end(low), _end(high)
    if first is None or last is None or len({first.currency, last.currency} - {""}) > 1:
        return None
    decimal = _sign_of_range(first.digits, last.digits, decimal)
    numbers = _plain(first.digits, decimal), _plain(last.digits, decimal)
    if numbers[0] is None or numbers[1] is None:
        return None
    shared = numbers[0] * first.power <= numbers[1] * last.power and 1.0 in (first.factor, last.factor)
    factors = [first.factor * last.factor] * 2 if shared else [first.factor, last.factor]
    values = numbers[0] * first.power * factors[0], numbers[1] * last.power * factors[1]
    if values[0] > values[1]:
        return None
    return Amount(sum(values) / 2, True, first.currency or last.currency, first.percent or last.percent)


def _sign_of_range(low: str, high: str, decimal: str) -> str:
    """The decimal sign of a range: a sign before three digits at both ends is one of thousands."""
    signs = [(found[1], found[2]) for end in (low, high) if (found := re.search(r"([.,])(\d+)\D*$", end))]
    if len({sign for sign, _ in signs}) == 1 and all(len(tail) == 3 for _, tail in signs):
        return OTHER[signs[0][0]]
    return decimal


def _end(text: str) -> _End | None:
    """The number in a text, with its sign and what stands around it; None when it is something else."""
    one = _ONE.search(text)
    if not one:
        return None
    before, after = text[: one.start()].strip(), text[one.end() :]
    minus = one["sign"] == "-"
    if before[:1] in ("-", "+"):  # "-$5"
        minus, before = minus != (before[0] == "-"), before[1:]
    unit = _unit(f"{before} {after}")
    if unit is None or _scaled(before):  # "12k" is an amount, "k12" a code
        return None
    power = (float("1" + one["power"]) if one["power"] else 1.0) * (-1 if minus else 1)
    return _End(one["number"], power, *unit)


def _plain(number: str, decimal: str) -> float | None:
    """Digits with separators to a float, by the later sign where there are both; None when they make no sense."""
    compact = re.sub(r"[\s'’]", "", number).rstrip(".,")
    if "." in compact and "," in compact:
        decimal = max(".,", key=compact.rfind)
    thousands = OTHER[decimal]
    whole, _, fraction = compact.partition(decimal)
    if decimal in fraction or thousands in fraction:
        return None
    first, *groups = whole.split(thousands)
    lakhs = len(groups) > 1 and all(len(group) == 2 for group in groups[:-1]) and len(groups[-1]) == 3
    if groups and not lakhs and not all(len(group) == 3 for group in groups):
        return None
    digits = "".join([first, *groups])
    return float(f"{digits or '0'}.{fraction or '0'}") if (digits + fraction).isdigit() else None


def _unit(rest: str) -> tuple[float, str, bool, bool] | None:
    """What stands around a number: factor, currency, percent sign, open end; None when it is something else."""
    factor, currency, percent, open_end = 1.0, "", False, False
    if any(sign in rest for sign in "+<>≥≤"):
        open_end = True
        rest = re.sub(r"[+<>≥≤=]", " ", rest)
    if named := currency_of(rest.strip()):  # a name of several words
        return factor, named, percent, open_end
    for word in _SIGNS.sub(r" \1 ", re.sub(r"[()\[\]]", " ", rest)).split():
        money = _money(word)
        if word == "%":
            percent = True
        elif money is not None:
            factor, currency = factor * money[0], currency or money[1]
        else:
            lower = word.casefold()
            times = words("unit").get(lower, words("unit").get(lower.strip(".")))
            if times is None:
                return None
            factor *= float(times)
    return factor, currency, percent, open_end


def _scaled(before: str) -> bool:
    """Whether a word of scale stands alone in front of the number, as in the code "k12", not in "M$ 12"."""
    found = before.casefold().replace("$", " $ ").split()
    scaled = any(float(words("unit").get(word.strip("."), 1)) != 1 for word in found)
    return scaled and not any(_money(word) for word in found)


def _money(word: str) -> tuple[float, str] | None:
    """A currency with an optional factor in front (`MNOK`, `kUSD`, `TEUR`, `mkr`) as factor and code."""
    if code := currency_of(word):
        return 1.0, code
    scale = {"m": 1e6, "t": 1e3, "k": 1e3}.get(word[:1].casefold())
    code = currency_of(word[1:]) if scale and len(word) > 2 else ""
    return (scale, code) if scale and code else None


@dataclass(frozen=True)
class Numbers:
    """Texts as numbers: arrays of one length. What is no number is NaN in `values` and false in `read`."""

    values: np.ndarray
    ranged: np.ndarray
    currency: np.ndarray
    percent: np.ndarray
    read: np.ndarray


def read_numbers(texts: np.ndarray, decimal: str = ".") -> Numbers:
    """Many texts as numbers: digits by Arrow, what stands around them once per kind, the rest one by one.

    Parameters
    ----------
    texts : ndarray of str
        Distinct texts without missing ones.
    decimal : str

    Examples
    --------
    >>> read_numbers(np.array(["1 200", "NOK 3k", "11-50", "blue"], dtype=object)).values.tolist()
    [1200.0, 3000.0, 30.5, nan]
    """
    count = len(texts)
    found = Numbers(np.full(count, np.nan), *(np.zeros(count, dtype=one) for one in (bool, object, bool, bool)))
    found.currency[:] = ""
    cells = pa.array(texts, pa.string())
    bare = pc.match_substring_regex(cells, r"^-?\d{1,15}$")
    whole = bare.to_numpy(zero_copy_only=False)
    found.values[whole] = pc.cast(pc.filter(cells, bare), pa.float64()).to_numpy()
    found.read[whole] = True
    rest = np.flatnonzero(~whole)
    for place in rest[~_read_around(found, cells.take(pa.array(rest)), rest, decimal)]:
        amount = parse_number(texts[place], decimal)
        if amount is not None:
            _set(found, place, amount, 1.0)
    return found


def _read_around(found: Numbers, cells: pa.Array, places: np.ndarray, decimal: str) -> np.ndarray:
    """Read single numbers with anything around them; the answer is which of the texts are such."""
    thousands = OTHER[decimal]
    digits = rf"\d+|\d{{1,3}}(?:[{thousands} '’]\d{{3}})+"
    pattern = rf"^(?P<before>\D{{0,20}}?)(?P<number>(?:{digits})(?:[{decimal}]\d+)?)(?P<after>\D{{0,20}})$"
    parts = pc.extract_regex(cells, pattern)
    around = pc.binary_join_element_wise(pc.struct_field(parts, "before"), pc.struct_field(parts, "after"), "1")
    kinds = around.dictionary_encode()
    codes = pc.fill_null(kinds.indices, -1).to_numpy(zero_copy_only=False)
    bare = pc.replace_substring_regex(pc.struct_field(parts, "number"), rf"[{thousands} '’]", "")
    values = pc.cast(pc.replace_substring(bare, decimal, "."), pa.float64()).to_numpy(zero_copy_only=False)
    for code, written in enumerate(kinds.dictionary.to_pylist()):
        amount = parse_number(written, decimal)
        if amount is not None:
            _set(found, places[codes == code], amount, values[codes == code])
    return codes >= 0


def _set(found: Numbers, where: np.ndarray | int, amount: Amount, times: np.ndarray | float) -> None:
    """Fill in what one way of writing means, for all numbers that are written so."""
    found.values[where] = amount.value * times
    found.ranged[where], found.currency[where] = amount.ranged, amount.currency
    found.percent[where], found.read[where] = amount.percent, True
