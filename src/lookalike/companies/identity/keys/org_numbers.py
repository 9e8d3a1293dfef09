"""National organisation numbers: validated, and brought into the one form in which they can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from stdnum.de import handelsregisternummer
from stdnum.de import vat as de_vat
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as gb_vat
from stdnum.nl import btw

from lookalike.companies.identity.keys.letters import plain, series
from lookalike.companies.values import spoilt, where, whole

SAMPLE_SIZE = 200  # values that tell which country's numbers a column holds
NEARLY_ALL = 0.9
_PLACEHOLDER = re.compile(r"(.)\1*")
_SIGN = "[^0-9A-Z]"
_PLAIN = re.compile(_SIGN)


def _divides_by_11(*weights: int, least: int = 0) -> Callable[[np.ndarray], np.ndarray]:
    return lambda digits: (digits @ np.array(weights) % 11 == 0) & (digits[:, 0] >= least)


def _luhn(digits: np.ndarray) -> np.ndarray:
    doubled = digits[:, -2::-2] * 2
    return (digits[:, -1::-2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)) % 10 == 0


@dataclass(frozen=True)
class Digits:
    """A country whose numbers are digits with a check digit.

    Parameters
    ----------
    length : int
        Digits of a number.
    check : callable
        Matrix of digits -> which rows are valid.
    words : tuple of str
        Capitals that may stand beside the digits.
    longer : dict of int to slice
        Digits of longer forms (with a century, a VAT suffix, a branch) -> where the number stands in them.
    zeros : bool
        Whether numbers begin with zeros, which spreadsheets lose.
    """

    length: int
    check: Callable[[np.ndarray], np.ndarray]
    words: tuple[str, ...]
    longer: dict[int, slice]
    zeros: bool = False


CHECKED = {
    "NO": Digits(9, _divides_by_11(3, 2, 7, 6, 5, 4, 3, 2, 1), ("NO", "MVA", "ORGNR", "ORGANISASJONSNUMMER"), {}),
    "SE": Digits(10, _luhn, ("SE", "ORGNR", "ORGANISATIONSNUMMER"), {12: slice(2, 12)}),
    "FI": Digits(8, _divides_by_11(7, 9, 10, 5, 8, 4, 2, 1), ("FI", "YTUNNUS", "ALV"), {}, zeros=True),
    "DK": Digits(8, _divides_by_11(2, 7, 6, 5, 4, 3, 2, 1, least=1), ("DK", "CVR", "CVRNR", "CVRNUMMER"), {}),
    "FR": Digits(9, _luhn, ("FR", "SIREN", "SIRET", "RCS", "TVA"), {14: slice(0, 9), 11: slice(2, 11)}),
}
# Numbers without a check digit: how they look, and the digits to which lost zeros are given back.
UNCHECKED = {"NL": (r"^\d{8}$|^\d{12}$", 8), "GB": (r"^(?:\d{8}|[A-Z]{2}\d{6})$", 8)}
_MARKED = "|".join((*CHECKED, *UNCHECKED, "DE"))


def compare_form(numbers: pd.Series, countries: pd.Series | None = None) -> pd.Series:
    """Comparable organisation numbers of a column; missing where missing or not valid.

    Checked by the rules of NO, SE, DK, FI, FR, NL, DE and GB, as a VAT number elsewhere in the EU; where nothing can be
    checked any number that is no placeholder is taken as it is. Spaces, dots, decimals of a spreadsheet, country prefix
    and VAT suffix make no difference.

    Parameters
    ----------
    numbers : Series of shape (n,)
        As written.
    countries : Series of shape (n,), optional
        ISO country codes. Where one is missing, the country whose rules nearly all numbers of the column follow.

    Examples
    --------
    >>> written = pd.Series(["NO 923 609 016 MVA", "923609016.0", "923 609 017", "556016-0680"])
    >>> compare_form(written, pd.Series(["NO", "NO", "NO", "SE"])).tolist()
    ['923609016', '923609016', <NA>, '5560160680']
    """
    text = pc.utf8_upper(whole(plain(numbers)))
    known = numbers.notna() & ~spoilt(numbers)
    told = pd.Series("", index=numbers.index) if countries is None else countries.fillna("").astype(str)
    told = told.mask(told.eq(""), _named_country(text, numbers.index))
    if told[known].eq("").any():
        told = told.mask(told.eq(""), usual_country(numbers))
    answer = pa.nulls(len(text), text.type)
    for country in told[known].unique():
        here = pa.array((told.eq(country) & known).to_numpy())
        answer = pc.replace_with_mask(answer, here, _form(text.filter(here), country))
    return series(answer, numbers.index)


def usual_country(written: pd.Series) -> str:
    """The country whose rules at least nine in ten of the numbers follow; "" when none does.

    Only countries whose numbers carry a check digit can be told apart.
    """
    sample = pc.utf8_upper(whole(plain(written.drop_duplicates().dropna().head(SAMPLE_SIZE))))
    for country in ("NO", "SE", "FI", "DK"):
        if len(sample) and pc.count(_form(sample, country)).as_py() >= NEARLY_ALL * len(sample):
            return country
    return ""


def _named_country(text: pa.Array, index: pd.Index) -> pd.Series:
    """The country that a number itself names in front; "" where it names none."""
    found = pc.struct_field(pc.extract_regex(text, rf"^(?P<country>{_MARKED})\W*\d"), "country")
    return pd.Series(pc.fill_null(found, "").to_pylist(), index=index, dtype=object)


def _form(text: pa.Array, country: str) -> pa.Array:
    """Numbers of one country in comparable form, null where not valid."""
    if country in CHECKED:
        return _checked(text, CHECKED[country])
    if country not in UNCHECKED:
        return _one_by_one(text, country)
    looks, length = UNCHECKED[country]
    plain_text = where(text, pc.match_substring_regex(text, _SIGN), _without_signs)
    number = _with_zeros(plain_text, length, rf"^\d{{{length - 2},{length - 1}}}$")
    fits = pc.match_substring_regex(number, looks)
    known = pc.and_(fits, pc.invert(_all_alike(number)))
    answer = pc.if_else(known, number, pa.scalar(None, text.type))
    others = pc.invert(fits)
    return pc.replace_with_mask(answer, others, _one_by_one(text.filter(others), country))


def _checked(text: pa.Array, rules: Digits) -> pa.Array:
    digits = where(text, pc.match_substring_regex(text, r"\D"), lambda text: _digits(text, rules))
    if rules.zeros:
        digits = _with_zeros(digits, rules.length, rf"^\d{{{rules.length - 1}}}$")
    answer = pa.nulls(len(text), text.type)
    for length, place in {rules.length: slice(0, rules.length), **rules.longer}.items():
        fits = pc.fill_null(pc.equal(pc.binary_length(digits), length), False)
        if pc.any(fits).as_py():
            number = pc.utf8_slice_codeunits(digits.filter(fits), place.start, place.stop)
            cells = np.array(number.to_pylist(), dtype=f"S{rules.length}").view(np.uint8).reshape(-1, rules.length) - 48
            valid = pa.array(rules.check(cells.astype(np.int64)) & (cells.min(axis=1) < cells.max(axis=1)))
            answer = pc.replace_with_mask(answer, fits, pc.if_else(valid, number, pa.scalar(None, text.type)))
    return answer


def _digits(text: pa.Array, rules: Digits) -> pa.Array:
    """The digits of numbers with signs and the country's own words beside them; null where other letters stand."""
    beside = pc.replace_substring_regex(text, r"[\d\W_]+", "")
    words = ["", *rules.words, *(first + last for first in rules.words for last in rules.words)]
    number = pc.replace_substring_regex(text, r"\D", "")
    swedish_vat = pc.and_(pc.match_substring_regex(text, r"^SE"), pc.match_substring_regex(number, r"^\d{10}01$"))
    number = pc.if_else(swedish_vat, pc.utf8_slice_codeunits(number, 0, 10), number)
    return pc.if_else(pc.is_in(beside, pa.array(words, text.type)), number, pa.scalar(None, text.type))


def _with_zeros(text: pa.Array, length: int, lacking: str) -> pa.Array:
    """Numbers with the zeros in front that a spreadsheet has lost."""
    return where(text, pc.match_substring_regex(text, lacking), lambda text: pc.utf8_lpad(text, length, "0"))


def _without_signs(text: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(text, _SIGN, "")


def _all_alike(text: pa.Array) -> pa.Array:
    """Placeholders: one character again and again."""
    first = pc.utf8_slice_codeunits(text, 0, 1)
    return pc.equal(pc.binary_repeat(first, pc.utf8_length(text)), text)


def _one_by_one(text: pa.Array, country: str) -> pa.Array:
    """Numbers of which each is judged by itself, every spelling once."""
    spelled = text.dictionary_encode()
    judge = {"NL": _netherlands, "DE": _germany, "GB": _britain}.get(country, _elsewhere)
    return pa.array([_judged(one, judge) for one in spelled.dictionary.to_pylist()], text.type).take(spelled.indices)


def _judged(text: str, judge: Callable[[str], str | None]) -> str | None:
    return None if _PLACEHOLDER.fullmatch(_PLAIN.sub("", text)) else judge(text)


def _netherlands(text: str) -> str | None:
    return str(btw.compact(text)) if btw.is_valid(text) else None


def _germany(text: str) -> str | None:
    if de_vat.is_valid(text):
        return "DE" + str(de_vat.compact(text))
    return _PLAIN.sub("", text) if re.search(r"HR[AB]", text) or handelsregisternummer.is_valid(text) else None


def _britain(text: str) -> str | None:
    return "GB" + str(gb_vat.compact(text)) if gb_vat.is_valid(text) else None


def _elsewhere(text: str) -> str | None:
    plain = _PLAIN.sub("", text)
    if eu_vat.is_valid(text):
        return str(eu_vat.compact(text))
    return plain if len(plain) >= 5 and any(character.isdigit() for character in plain) else None
