"""Numbers and money as people write them: suffixes, ranges, currencies, and the decimal sign decided per column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lookalike.languages import words

_NUMBER = r"\d[\d\s.,'’]*"
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_ONE = re.compile(rf"(?P<sign>[-+])?\s*(?P<number>{_NUMBER}|[.,]\d+)(?P<power>e[-+]?\d+)?", re.IGNORECASE)
_BETWEEN = re.compile(rf"(?P<low>{_NUMBER})\s*(?:-|–|—|\b(?:{'|'.join(words('range'))})\b|\.\.+)\s*(?P<high>{_NUMBER})")


@dataclass(frozen=True)
class Amount:
    """One number as read: its value, whether it was a range, and the currency and percent sign it carried."""

    value: float
    ranged: bool = False
    currency: str = ""
    percent: bool = False


def decimal_sign(texts: Iterable[str], hint: str = "") -> tuple[str, bool]:
    """The decimal sign of a column and whether the values prove it.

    A value with both signs, a sign that is not followed by exactly three digits, a leading zero, or a sign that comes
    twice settles it. Without proof: the hint (what the file's other habits suggest), else the point, where a comma
    before three digits counts as a thousands sign.

    Examples
    --------
    >>> decimal_sign(["1.234,5", "7"]), decimal_sign(["1,234", "12,500"]), decimal_sign(["0.265"])
    ((',', True), ('.', False), ('.', True))
    """
    votes = {".": 0, ",": 0}
    other = {".": ",", ",": "."}
    ambiguous = False
    for text in texts:
        for number in re.findall(r"\d[\d.,]*", text):
            signs = [character for character in number.rstrip(".,") if character in ".,"]
            if not signs:
                continue
            last, tail = signs[-1], re.split(r"[.,]", number.rstrip(".,"))[-1]
            head = re.split(r"[.,]", number)[0]
            if len(set(signs)) == 2:
                votes[last] += 2
            elif len(signs) > 1:
                votes[other[last]] += 1
            elif len(tail) != 3 or len(head) > 3 or head == "0":
                votes[last] += 1
            else:
                ambiguous = True
    if votes["."] != votes[","]:
        return max(votes, key=lambda sign: votes[sign]), True
    return hint or ".", not ambiguous and not any(votes.values())


def parse_number(text: str, decimal: str = ".") -> Amount | None:
    """One number, range or amount of money; None when it is none of them.

    `decimal` is the column's; a number with both signs tells its own.

    Examples
    --------
    >>> parse_number("36.9 Million").value, parse_number("1 234 567,50 kr", ",").value, parse_number("USD 12k")
    (36900000.0, 1234567.5, Amount(value=12000.0, ranged=False, currency='USD', percent=False))
    >>> [parse_number(text).value for text in ("11-50", "10 001+", "(1,200)")], parse_number("n.v.t.")
    ([30.5, 10001.0, -1200.0], None)
    >>> parse_number("10,492.76", ",").value, parse_number("1.234.567,8").value, parse_number("1,234.567,8")
    (10492.76, 1234567.8, None)
    """
    clean = _SPACES.sub(" ", text).strip().replace("−", "-")
    clean = re.sub(r"[,:.]-+$", "", clean)  # "5 000,-" is a round amount
    negative = clean.startswith("(") and clean.endswith(")")
    if negative:
        clean = clean[1:-1].strip()
    if len(clean) > 1 and clean.endswith("-") and clean[:-1].strip()[-1:].isdigit():
        negative, clean = True, clean[:-1]
    between = _BETWEEN.search(clean)
    low = high = None
    if between and not clean[: between.start()].strip("~≈ca. ").isdigit():
        low, high = _plain(between["low"], decimal), _plain(between["high"], decimal)
        around = clean[: between.start()], clean[between.end() :]
        if low is None or high is None or low > high:
            return None
    else:
        one = _ONE.search(clean)
        if not one:
            return None
        low = high = _plain(one["number"], decimal)
        if low is None:
            return None
        power = float("1" + one["power"]) if one["power"] else 1.0
        low = high = low * power * (-1 if one["sign"] == "-" else 1)
        around = clean[: one.start()], clean[one.end() :]
    unit = _unit(" ".join(around))
    if unit is None or _scaled(around[0]):  # "12k" is an amount, "k12" a code
        return None
    factor, currency, percent, open_end = unit
    value = (low + high) / 2 * factor
    return Amount(-value if negative else value, low != high or open_end, currency, percent)


def _plain(number: str, decimal: str) -> float | None:
    """Digits with separators to a float, by the later sign where there are both; None when they make no sense."""
    compact = re.sub(r"[\s'’]", "", number).rstrip(".,")
    if "." in compact and "," in compact:
        decimal = max(".,", key=compact.rfind)
    thousands = "," if decimal == "." else "."
    whole, _, fraction = compact.partition(decimal)
    if decimal in fraction or thousands in fraction:
        return None
    groups = whole.split(thousands)
    if len(groups) > 1 and not all(len(group) == 3 for group in groups[1:]):
        return None
    digits = "".join(groups)
    return float(f"{digits or '0'}.{fraction or '0'}") if (digits + fraction).isdigit() else None


def _unit(rest: str) -> tuple[float, str, bool, bool] | None:
    """What stands around a number: factor, currency, percent sign, open end; None when it is something else."""
    factor, currency, percent, open_end = 1.0, "", False, False
    if any(sign in rest for sign in "+<>≥≤"):
        open_end = True
        rest = re.sub(r"[+<>≥≤=]", " ", rest)
    for word in re.sub(r"([€£¥%]|(?<![A-Za-z])\$)", r" \1 ", rest).split():
        lower = word.casefold()
        money = _money(lower)
        if word == "%":
            percent = True
        elif money is not None:
            factor, currency = factor * money[0], currency or money[1]
        else:
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
    """A currency with an optional factor in front (`MNOK`, `kUSD`, `TEUR`) as factor and code."""
    known = words("currency")
    if word in known:
        return 1.0, known[word]
    if len(word) == 4 and word[0] in "mtk" and word[1:] in known:
        return (1e6 if word[0] == "m" else 1e3), known[word[1:]]
    return None
