"""What the product says, by language: sentences from the language's file, figures as its locale writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from math import isfinite
from typing import Any

from babel import Locale
from babel.lists import format_list

from lookalike.languages.content import codes, content, sentences, speaks
from lookalike.languages.figures import Figures
from lookalike.languages.industries import industry
from lookalike.languages.texts import parts, wordless
from lookalike.numbers import UNKNOWN

LANGUAGES = tuple(code for code in codes() if speaks(code))


class Message:
    """A sentence before it has words. It is a value: never changed once made, and equal to another that says the same.

    It is no dataclass, so that `dataclasses.asdict` leaves it whole.

    Parameters
    ----------
    key : str
        `section.name` of the sentence in the language files.
    values : dict, optional
        What fills its braces: figures, the data's own text, other messages, or lists of these.

    Examples
    --------
    >>> str(say("ranges.over", value=50, unit=""))
    'over 50'
    """

    __slots__ = ("_hash", "key", "values")

    def __init__(self, key: str, values: Mapping[str, Any] | None = None) -> None:
        self.key = key
        # Numbers of numpy are plain ones here: what is told is stored as JSON too.
        self.values = {name: one.item() if hasattr(one, "item") else one for name, one in (values or {}).items()}
        self._hash: int | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.key, self.values) == (other.key, other.values)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash((self.key, repr(self.values)))
        return self._hash

    def __repr__(self) -> str:
        return f"say({', '.join([repr(self.key), *(f'{name}={one!r}' for name, one in self.values.items())])})"

    def __str__(self) -> str:
        """The sentence in English, for logs and for whoever asks for a text before a language is chosen."""
        return language("en").tell(self)

    def __reduce__(self) -> tuple[type[Message], tuple[str, dict[str, Any]]]:
        return Message, (self.key, self.values)


Words = Message | str
"""What can be told: a message, or a text that stands as it is."""


def say(key: str, /, **values: Any) -> Message:
    """A message: `say("ranges.over", value=50, unit="")`."""
    return Message(key, values)


def has(key: str) -> bool:
    """Whether there is such a sentence.

    Examples
    --------
    >>> has("facts_of.employees"), has("facts_of.fleet_size")
    (True, False)
    """
    section, _, name = key.partition(".")
    return name in sentences("en").get(section, {})


def called(attribute: str, otherwise: str = "") -> Words:
    """How people call an attribute inside a sentence: a message where it is canonical, else as the data call it.

    Examples
    --------
    >>> called("employees"), called("fleet_size"), called("crm", "CRM in use")
    (say('labels.employees'), 'fleet size', 'CRM in use')
    """
    key = f"labels.{attribute}"
    return say(key) if has(key) else otherwise or attribute.replace("_", " ")


class Language(Figures):
    """The texts and the figures of one language.

    Parameters
    ----------
    code : str
    locale : Locale
    texts : dict
        Section -> name -> sentence.
    """

    def __init__(self, code: str, locale: Locale, texts: dict[str, Any]) -> None:
        super().__init__(locale, sentences("en")["numbers"] | texts.get("numbers", {}))
        self.code, self.texts = code, texts

    def tell(self, said: Words) -> str:
        """A message in words; a text that is none stands as it is.

        What the language lacks is said in English, with all that stands in it; a sentence of braces and signs only is
        the same in every language.

        Raises
        ------
        KeyError
            No language has such a sentence, or a value of it is missing: a fault of the program.

        Examples
        --------
        >>> from lookalike.languages import say
        >>> language("no").tell(say("ranges.over", value=0.5, unit="percent"))
        'over 0,5 %'
        """
        if isinstance(said, str):
            return said
        section, _, name = said.key.partition(".")
        sentence: Any = self.texts.get(section, {}).get(name)
        if sentence is None:
            english = sentences("en").get(section, {}).get(name)
            if english is None:
                raise KeyError(said.key)
            if not isinstance(english, str) or not wordless(english):
                return language("en").tell(said)
            sentence = english
        if isinstance(sentence, dict):
            sentence = sentence.get(self.locale.plural_form(abs(said.values["n"])), sentence["other"])
        written: list[str] = []
        for before, brace, kind in parts(sentence):
            ended = bool(written) and written[-1].endswith(".")  # by an abbreviation: "NOK 20 mln." ends the sentence
            written.append(before.removeprefix(".") if ended else before)
            if brace:
                written.append(self.written(said.values[brace], kind, said.values))
        return "".join(written)

    def told(self, value: Any) -> Any:
        """Data with all its messages in words, wherever they stand in dicts, lists and dataclasses.

        Examples
        --------
        >>> language("en").told({"why": [say("ranges.over", value=3, unit="")], "n": 2})
        {'why': ['over 3'], 'n': 2}
        """
        if isinstance(value, Message):
            return self.tell(value)
        if isinstance(value, Mapping):
            return {name: self.told(item) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.told(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{one.name: self.told(getattr(value, one.name)) for one in fields(value)})
        return value

    def written(self, value: Any, kind: str = "", beside: Mapping[str, Any] | None = None) -> str:
        """A value as its kind asks; without a kind, messages are told, numbers written and texts left as they are.

        Parameters
        ----------
        value : Any
        kind : str
            One of `KINDS`: behind the colon in a brace.
        beside : mapping, optional
            The other values of the sentence: `unit` and `currency` belong to its measures and money.

        Examples
        --------
        >>> english = language("en")
        >>> english.written(0.25, "share"), english.written(3e6, "money", {"currency": "EUR"})
        ('25%', '€3M')
        >>> english.written(["A", "B"], "or"), english.written(None, "count")
        ('A or B', '–')
        """
        if value is None or (isinstance(value, float) and not isfinite(value)):
            return UNKNOWN
        if kind:
            return KINDS[kind](self, value, beside or {})
        if isinstance(value, Message | str):
            return self.tell(value)
        if isinstance(value, list | tuple):
            return self.listed(value)
        return self.count(value) if value == round(value) else self.number(value)

    def listed(self, items: Iterable[Any], style: str = "standard") -> str:
        """Several things in a row, the last one after "and" (style `or`: after "or")."""
        return str(format_list([self.written(one) for one in items], style=style, locale=self.locale))

    def joined(self, items: Iterable[Any], between: str) -> str:
        """Several things in a row with a sign between them."""
        return between.join(self.written(one) for one in items)

    def sentences(self, items: Iterable[Any]) -> str:
        """Several sentences, one after the other, with full stops; none ends lines for the settings."""
        told = ". ".join(self.written(one).rstrip(".") for one in items)
        return told if re.search(r"\n\S+ = .*\Z", told) else f"{told}."

    def lines(self, items: Iterable[Any]) -> str:
        """Several things, each on a line of its own."""
        return "\n".join(f"  - {self.written(one)}" for one in items)

    def capital(self, said: Words) -> str:
        """Words as they begin a sentence or a heading."""
        text = self.written(said)
        return text[:1].upper() + text[1:]

    def label(self, name: str, otherwise: str = "") -> str:
        """How people call an attribute: translated where it is canonical, else as the data call it."""
        return self.tell(called(name, otherwise))

    def industry(self, value: str) -> str:
        """An industry code with its name, and a sector of codes by its name."""
        return industry(value, self.code)

    def criterion(self, name: str) -> str:
        """What people call a criterion of the rules, standard or `fit_<attribute>` or `fit_<attribute>=<token>`.

        Examples
        --------
        >>> language("en").criterion("fit_technologies=Azure"), language("nl").criterion("growth")
        ('fit: technology Azure', 'groei')
        """
        if not name.startswith("fit_"):
            return self.tell(say(f"criteria.{name}"))
        attribute, _, token = name.removeprefix("fit_").partition("=")
        return self.tell(say("criteria.fit", label=f"{self.label(attribute)} {token}".strip()))


def _alone(write: Callable[[Language, Any], str]) -> Callable[[Language, Any, Mapping[str, Any]], str]:
    return lambda language, value, beside: write(language, value)


PLAIN = (
    *("number", "count", "round", "halves", "tenths", "hundredths", "thousandths", "short", "year", "day", "country"),
    *("share", "percent", "fine", "hundred", "signed", "signed_finely", "points", "gain"),
    *("label", "industry", "criterion", "capital", "sentences", "lines"),
)
KINDS: dict[str, Callable[[Language, Any, Mapping[str, Any]], str]] = {
    **{kind: _alone(getattr(Language, kind)) for kind in PLAIN},
    "times": _alone(Language.round),
    "and": _alone(Language.listed),
    "or": lambda language, value, _: language.listed(value, "or"),
    "commas": lambda language, value, _: language.joined(value, ", "),
    "spaces": lambda language, value, _: language.joined(value, " "),
    "quoted_or": lambda language, value, _: language.listed([f"'{one}'" for one in value], "or"),
    "quoted": lambda language, value, _: language.joined([f"'{one}'" for one in value], ", "),
    "semicolons": lambda language, value, _: language.joined(value, "; "),
    "money": lambda language, value, beside: language.money(value, beside.get("currency", "")),
    "measure": lambda language, value, beside: language.measure(value, beside["unit"], beside.get("currency", "")),
    "span": lambda language, ends, beside: language.span(ends[0], ends[1], beside["unit"], beside.get("currency", "")),
}
"""How a brace `{name:kind}` is written. Money, measures and spans (two ends) take `currency` and `unit` from the values
of their sentence."""


@cache
def language(code: str) -> Language:
    """Load a language.

    Raises
    ------
    ValueError
        There are no texts in that language.
    """
    if code not in LANGUAGES:
        raise ValueError(f"no texts in language {code!r}: {', '.join(LANGUAGES)}")
    return Language(code, Locale.parse(content(code)["locale"]), sentences(code))
