"""What the product says, by language: sentences from the language's file, numbers as its locale writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from math import isfinite
from string import Formatter
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_compact_currency, format_compact_decimal, format_decimal, get_currency_symbol

from lookalike.errors import SettingsError, did_you_mean
from lookalike.languages.content import codes, content
from lookalike.numbers import UNKNOWN, three_figures

LANGUAGES = tuple(code for code in codes() if "say" in content(code))
KINDS = {
    "count": "count",
    "number": "number",
    "share": "share",
    "fine": "fine_share",
    "points": "points",
    "times": "times",
    "day": "day",
    "country": "country",
    "label": "label",
    "criterion": "criterion",
}
"""How a brace `{name:kind}` is written: by which method. Beside these, `money` (in the `currency` among the values),
`and` and `or` (lists)."""
LONGEST = 60  # characters of a company's own text inside a sentence


@dataclass(frozen=True)
class Message:
    """A sentence before it has words.

    Parameters
    ----------
    key : str
        `section.name` of the sentence in the language files.
    values : dict
        What fills its braces: figures, the data's own text, other messages, or lists of these.

    Examples
    --------
    >>> str(say("numbers.over", low="50"))
    'over 50'
    """

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English, for logs and for whoever asks for a text before a language is chosen."""
        return language("en").tell(self)

    def __hash__(self) -> int:
        return hash((self.key, repr(self.values)))


def say(key: str, /, **values: Any) -> Message:
    """A message: `say("numbers.range", low=1, high=2)`."""
    return Message(key, values)


@dataclass(frozen=True)
class Language:
    """The texts and the locale of one language.

    Examples
    --------
    >>> english, norwegian = language("en"), language("no")
    >>> english.number(12345.6), norwegian.number(12345.6)
    ('12,300', '12\\xa0300')
    >>> english.measure(12_345_678, "money", "EUR"), norwegian.share(0.348)
    ('€12.3M', '35 %')
    """

    code: str
    locale: Locale
    texts: dict[str, Any]

    def say(self, section: str, key: str, **values: object) -> str:
        """The template `key` of a section, filled in.

        Raises
        ------
        SettingsError
            The language has no such text.
        """
        texts = self.texts[section]
        if key not in texts:
            raise SettingsError(f"no text {key!r}", did_you_mean(key, list(texts)), f"{self.code}.toml [say.{section}]")
        return str(texts[key]).format(**values)

    def tell(self, said: Message | str) -> str:
        """A message in words; a text that is none stands as it is. What the language lacks is said in English.

        Raises
        ------
        KeyError
            No language has such a sentence: a fault of the program.

        Examples
        --------
        >>> from lookalike.languages import say
        >>> language("no").tell(say("numbers.over", low=say("numbers.percent", value=50)))
        'over 50 %'
        """
        if isinstance(said, str):
            return said
        section, _, sentence_key = said.key.partition(".")
        sentence: Any = self.texts.get(section, {}).get(sentence_key)
        if sentence is None:
            if self.code == "en":
                raise KeyError(said.key)
            return language("en").tell(said)
        if isinstance(sentence, dict):
            sentence = sentence.get(self.locale.plural_form(abs(said.values["n"])), sentence["other"])
        written = []
        for before, name, kind, _ in Formatter().parse(sentence):
            written.append(before)
            if name is not None:
                written.append(self.written(said.values[name], kind or "", str(said.values.get("currency", ""))))
        return "".join(written)

    def written(self, value: Any, kind: str = "", currency: str = "") -> str:
        """A value as its kind asks; without a kind, messages are told, numbers written and texts left as they are.

        Examples
        --------
        >>> english = language("en")
        >>> english.written(0.25, "share"), english.written(3e6, "money", "EUR"), english.written(["A", "B"], "or")
        ('25%', '€3M', 'A or B')
        """
        if value is None or (isinstance(value, float) and not isfinite(value)):
            return UNKNOWN
        if kind == "money":
            return self.money(value, currency)
        if kind in ("and", "or") or isinstance(value, list | tuple):
            return self.listed([self.written(one) for one in value], "or" if kind == "or" else "standard")
        if kind:
            return str(getattr(self, KINDS[kind])(value))
        if isinstance(value, Message | str):
            return self.tell(value)
        return self.count(value) if value == round(value) else self.number(value)

    def listed(self, items: list[str], style: str = "standard") -> str:
        """Several things in a row, the last one after "and" (style `or`: after "or")."""
        return str(format_list(items, style=style, locale=self.locale))

    def day(self, day: object) -> str:
        """A day as people write it."""
        return str(format_date(date.fromisoformat(str(day)[:10]), format="medium", locale=self.locale))

    def label(self, name: str, otherwise: str = "") -> str:
        """How people call an attribute: translated where it is canonical, else as the data call it."""
        return str(self.texts["labels"].get(name, otherwise or name.replace("_", " ")))

    def criterion(self, name: str) -> str:
        """What people call a criterion of the rules, standard or `fit_<attribute>` or `fit_<attribute>=<token>`.

        Examples
        --------
        >>> language("en").criterion("fit_technologies=Azure"), language("nl").criterion("growth")
        ('fit: technology Azure', 'groei')
        """
        if not name.startswith("fit_"):
            return self.say("criteria", name)
        attribute, _, token = name.removeprefix("fit_").partition("=")
        label = self.label(attribute, attribute.replace("_", " "))
        return self.say("criteria", "fit", label=f"{label} {token}".strip())

    def number(self, value: float) -> str:
        """A number with three figures."""
        return _decimal(three_figures(value) + 0.0, self.locale)

    def count(self, value: float) -> str:
        """A number of things, in full."""
        return str(format_decimal(round(value), locale=self.locale))

    def share(self, share: float) -> str:
        """A share as whole percent."""
        return self.say("numbers", "percent", value=format_decimal(round(100 * share), locale=self.locale))

    def fine_share(self, share: float) -> str:
        """A share as percent with one decimal."""
        return self.say("numbers", "percent", value=format_decimal(100 * share, format="0.0", locale=self.locale))

    def points(self, difference: float) -> str:
        """A difference of shares or of AUC as points of hundred, with one decimal."""
        return str(format_decimal(round(100 * difference, 1), format="0.0", locale=self.locale))

    def times(self, ratio: float) -> str:
        """A ratio with one decimal below ten."""
        return str(format_decimal(ratio, format="0.#" if ratio < 10 else "#,##0", locale=self.locale))

    def measure(self, value: float, unit: str, currency: str = "") -> str:
        """A value with its unit; years as they are, money short."""
        if unit == "year":
            return str(round(value))
        if unit.startswith("money"):
            return self.money(value, currency)
        if unit == "percent":
            return self.say("numbers", "percent", value=self.number(value))
        return self.number(value) if unit in ("", "heads") else f"{self.number(value)} {unit}"

    def span(self, low: float, high: float, unit: str, currency: str = "") -> str:
        """Two values as a range, their unit and currency said once."""
        key, symbol = "range_with_sign" if low < 0 else "range", self._symbol(currency) if currency else ""
        if unit.startswith("money") and symbol.isalpha():
            number = self.say(
                "numbers", key, low=_without_end(self.money(low, ""), self.money(high, "")), high=self.money(high, "")
            )
            return self.say("numbers", "money", number=number, symbol=symbol)
        ends = self.measure(low, unit, currency), self.measure(high, unit, currency)
        return self.say("numbers", key, low=_without_end(*ends), high=ends[1])

    def money(self, value: float, currency: str) -> str:
        """Money in short form with three figures, and with the currency where it is known."""
        value = three_figures(value)
        short = {"fraction_digits": 1, "locale": self.locale}
        symbol = self._symbol(currency) if currency else ""
        if symbol and not symbol.isalpha():
            return str(format_compact_currency(value, currency, **short)).strip()
        number = str(format_compact_decimal(value, **short))
        return self.say("numbers", "money", number=number, symbol=symbol) if symbol else number

    def _symbol(self, currency: str) -> str:
        return str(get_currency_symbol(currency, self.locale))

    def country(self, code: str) -> str:
        """The name of a country by its ISO code, else the code."""
        return str(self.locale.territories.get(code, code))


@lru_cache(maxsize=10_000)
def _decimal(value: float, locale: Locale) -> str:
    """A number as the locale writes it; the sentences of a register share few of them."""
    return str(format_decimal(value, locale=locale))


@cache
def language(code: str) -> Language:
    """Load a language.

    Raises
    ------
    SettingsError
        There are no texts in that language.
    """
    if code not in LANGUAGES:
        raise SettingsError(f"no texts in language {code!r}", ", ".join(LANGUAGES), "[score] language")
    return Language(code, Locale.parse(content(code)["locale"]), content(code)["say"])


def _without_end(low: str, high: str) -> str:
    """The lower end of a range without the unit, where the upper end has the same."""
    ends = [re.search(r"\D*$", one) for one in (low, high)]
    same = ends[0] and ends[1] and ends[0].group() == ends[1].group()
    return low[: ends[0].start()] if same and ends[0] else low


def plain(text: str) -> str:
    """A company's own text for use inside a sentence: on one line and not too long.

    Examples
    --------
    >>> plain("Freight\\n and  storage")
    'Freight and storage'
    """
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
