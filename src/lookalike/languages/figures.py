"""Figures as people of a language write them: one way for each kind, in every room alike."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    format_scientific,
    get_currency_symbol,
)

from lookalike.languages.texts import without_end
from lookalike.numbers import three_figures

WHOLE = ("heads", "year")  # units counted in whole numbers
HUGE = 1e18  # from which nobody reads a number digit by digit


class Figures:
    """How a language writes figures; only `written` of a language takes unknown ones.

    Parameters
    ----------
    locale : Locale
    forms : mapping
        What stands around figures: percent, money with its currency, ranges.

    Examples
    --------
    >>> from lookalike.languages import language
    >>> english, norwegian = language("en"), language("no")
    >>> english.number(12345.6), norwegian.number(12345.6), norwegian.hundredths(0.731), norwegian.share(0.348)
    ('12,300', '12\\xa0300', '0,73', '35 %')
    >>> english.round(2.25), english.round(19214.0), english.gain(0.0471), english.halves(50.5)
    ('2.2', '19,214', '+4.7', '50.5')
    """

    def __init__(self, locale: Locale, forms: Mapping[str, str]) -> None:
        self.locale, self.forms = locale, forms

    def number(self, value: float) -> str:
        """A number with three figures."""
        return decimal(three_figures(value) + 0.0, self.locale)

    def count(self, value: float) -> str:
        """A number of things, in full."""
        return decimal(round(value), self.locale)

    def round(self, value: float) -> str:
        """A number with one decimal where it is below ten, else whole."""
        return decimal(value + 0.0, self.locale, "0.#" if abs(value) < 10 else "#,##0")

    def halves(self, value: float) -> str:
        """Points, which come in halves."""
        return decimal(value + 0.0, self.locale, "#,##0.#")

    def tenths(self, value: float) -> str:
        """A number with one decimal."""
        return decimal(value, self.locale, "#,##0.0")

    def hundredths(self, value: float) -> str:
        """A number with two decimals."""
        return decimal(value, self.locale, "#,##0.00")

    def thousandths(self, value: float) -> str:
        """A number with three decimals."""
        return decimal(value, self.locale, "#,##0.000")

    def signed(self, value: float) -> str:
        """A difference with two decimals and its sign."""
        return decimal(value, self.locale, "+0.00;-0.00")

    def signed_finely(self, value: float) -> str:
        """A difference with three decimals and its sign."""
        return decimal(value, self.locale, "+0.000;-0.000")

    def points(self, difference: float) -> str:
        """A difference of shares or of AUC as points of hundred, with one decimal."""
        return decimal(round(100 * difference, 1), self.locale, "0.0")

    def gain(self, difference: float) -> str:
        """The same with its sign."""
        return decimal(round(100 * difference, 1), self.locale, "+0.0;-0.0")

    def hundred(self, share: float) -> str:
        """A share as so many of a hundred."""
        return self.count(100 * share)

    def year(self, value: float) -> str:
        """A year, or another number that is a name."""
        return str(round(value))

    def day(self, day: object) -> str:
        """A day as people write it."""
        return str(format_date(date.fromisoformat(str(day)[:10]), format="medium", locale=self.locale))

    def country(self, code: str) -> str:
        """The name of a country by its ISO code, else the code."""
        return str(self.locale.territories.get(code, code))

    def share(self, share: float) -> str:
        """A share as whole percent."""
        return self.forms["percent"].format(value=self.hundred(share))

    def percent(self, value: float) -> str:
        """A value in percent, whole."""
        return self.forms["percent"].format(value=self.count(value))

    def fine(self, share: float) -> str:
        """A share as percent with one decimal."""
        return self.forms["percent"].format(value=self.tenths(100 * share))

    def short(self, value: float) -> str:
        """A large number in short form, with three figures; in full below where the language begins to shorten.

        Examples
        --------
        >>> from lookalike.languages import language
        >>> [language("en").short(one) for one in (1_234_567, 812, 45_600)], language("de").short(45_600)
        (['1.23M', '812', '45.6K'], '45.600')
        """
        if abs(value) < float(self.forms["short_from"]):
            return self.number(value)
        text = compact(three_figures(value), self.locale)
        return self.number(value) if text[-1:].isdigit() else text

    def money(self, value: float, currency: str = "") -> str:
        """Money in short form, with the currency where it is known.

        Examples
        --------
        >>> from lookalike.languages import language
        >>> language("en").money(1_234_567, "EUR"), language("en").money(1_234_567, "NOK"), language("en").money(812)
        ('€1.23M', 'NOK 1.23M', '812')
        >>> language("nl").money(45_600, "EUR"), language("en").money(45_600, "EUR"), language("da").money(812, "EUR")
        ('€\\xa045.600', '€45.6K', '812\\xa0€')
        """
        symbol = self._symbol(currency)
        if symbol and not symbol.isalpha():
            in_full = abs(value) < float(self.forms["short_from"])
            return (signed_money if in_full else compact)(three_figures(value), self.locale, currency)
        return self.forms["money"].format(number=self.short(value), symbol=symbol) if symbol else self.short(value)

    def measure(self, value: float, unit: str, currency: str = "") -> str:
        """A value with its unit, with up to four figures; years as they are, money short."""
        if unit == "year":
            return self.year(value)
        if unit.startswith("money"):
            return self.money(value, currency)
        if unit == "percent":
            return self.forms["percent"].format(value=self.number(value))
        number = decimal(float(f"{value:.4g}"), self.locale)
        return number if unit in ("", "heads") else f"{number} {unit}"

    def span(self, low: float | None, high: float | None, unit: str = "", currency: str = "") -> str:
        """Two values as a range, their unit and currency said once; None is an open end.

        Examples
        --------
        >>> from lookalike.languages import language
        >>> write = language("en").span
        >>> write(20, 50, "heads"), write(240e6, 545e6, "money", "NOK"), write(None, 9), write(1998, None, "year")
        ('20–50', 'NOK 240–545M', 'at most 9', '1998 or more')
        """
        if low is None or high is None:
            form = "at_most" if low is None else "at_least" if unit in WHOLE else "over"
            end = self.measure((high if low is None else low) or 0, unit, currency)
            return self.forms[form].format(low=end, high=end)
        ends = self.measure(low, unit, currency), self.measure(high, unit, currency)
        if ends[0] == ends[1]:
            return ends[0]
        form, symbol = self.forms["range_with_sign" if low < 0 else "range"], self._symbol(currency)
        if unit.startswith("money") and symbol.isalpha():
            number = form.format(low=without_end(self.short(low), self.short(high)), high=self.short(high))
            return self.forms["money"].format(number=number, symbol=symbol)
        return form.format(low=without_end(*ends), high=ends[1])

    def _symbol(self, currency: str) -> str:
        return symbol_of(currency, self.locale) if currency else ""


# The sentences of a register share few figures, and Babel takes its time to write one.
@lru_cache(maxsize=100_000)
def compact(value: float, locale: Locale, currency: str = "") -> str:
    """A number in short form, with its currency where one is given."""
    if abs(value) >= HUGE:
        return " ".join(filter(None, (decimal(value, locale), currency)))
    if currency:
        return str(format_compact_currency(value, currency, fraction_digits=2, locale=locale)).strip()
    return str(format_compact_decimal(value, fraction_digits=2, locale=locale))


@lru_cache(maxsize=100_000)
def signed_money(value: float, locale: Locale, currency: str) -> str:
    """An amount in full with the sign of its currency, without the two decimals of its smallest coin."""
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    return str(format_currency(value, currency, pattern, locale, currency_digits=False, decimal_quantization=False))


@lru_cache(maxsize=1000)
def symbol_of(currency: str, locale: Locale) -> str:
    """The sign of a currency, or the letters that stand for it."""
    return str(get_currency_symbol(currency, locale))


@lru_cache(maxsize=100_000)
def decimal(value: float, locale: Locale, pattern: str | None = None) -> str:
    """A number as the locale writes it; one that nobody reads digit by digit in powers of ten.

    Examples
    --------
    >>> decimal(1234.5, Locale("en")), decimal(1e300, Locale("en"))
    ('1,234.5', '1E300')
    """
    if HUGE <= abs(value) < math.inf:
        return str(format_scientific(value, locale=locale))
    return str(format_decimal(value, format=pattern, locale=locale))
