"""What a heading may mean by its words alone: the systems' own spellings, the languages, and a subject in front."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lookalike.companies.headings.aliases import Alias, aliases, never, spoken
from lookalike.companies.headings.people import is_personal
from lookalike.companies.values import heading_unit
from lookalike.languages import Message, key, say, tokens, words
from lookalike.schema import COMPANY

SPELLED, OF_SYSTEM, OF_LANGUAGE, LITERAL, BY_PREFIX, REMARKED = 0.99, 0.94, 0.95, 0.965, 0.8, 0.7
NAMES = frozenset({"name", "org_number", "domain", "email", "account_id", "prospect_id"})
_REMARK = re.compile(r"(?P<heading>.+?)\s*[(\[][^)\]]*[)\]]\s*")


@dataclass(frozen=True)
class Meaning:
    """A canonical column that a heading may mean: how sure its words make it (0-1), and why."""

    canonical: str
    confidence: float
    reason: Message


def meant(heading: str, table: str) -> list[Meaning]:
    """Everything that a heading of a table may mean, the surest reason for each canonical column.

    Examples
    --------
    >>> [(one.canonical, str(one.reason)) for one in meant("Antall ansatte", "accounts")]
    [('employees', 'known in Norwegian')]
    >>> [one.canonical for one in meant("Billing_Country", "prospects")], meant("Lucky number", "accounts")
    (['country'], [])
    """
    spelled, keys = never()
    plain = heading.strip().rstrip("*").strip()
    bare = heading_unit(plain)[0]
    found = [_judged(alias, plain) for alias in aliases(table).get(key(bare), ())]
    if any(rank >= SPELLED - 0.01 for _, rank, _ in found) or (not found and key(plain) not in keys):
        return _best(found) or _by_prefix(bare, table) or _without_remark(bare, table)
    return [] if plain in spelled else _best(found)


def _judged(alias: Alias, heading: str) -> tuple[Alias, float, bool]:
    """An alias with its confidence, and whether a system spells it so."""
    if alias.preset not in spoken() and alias.spelled == heading:
        return alias, SPELLED - alias.place * 0.002 - alias.company * 0.005, True
    base = OF_LANGUAGE if alias.preset in spoken() else OF_SYSTEM
    if key(heading) == key(alias.canonical):  # account_id is the account's id, whatever stands beside it
        base = LITERAL
    return alias, base - alias.place * 0.002 - alias.company * 0.03, False


def _best(found: list[tuple[Alias, float, bool]]) -> list[Meaning]:
    """The surest reason for each meaning, naming all systems and languages that know it."""
    ordered = sorted(found, key=lambda one: -one[1])
    best: dict[str, Meaning] = {}
    for alias, confidence, own in ordered:
        if alias.canonical not in best:
            known = dict.fromkeys(
                other.preset for other, _, system in ordered if other.canonical == alias.canonical and not system
            )
            reason = (
                say("headings.of_system", system=alias.preset) if own else say("headings.known", presets=list(known))
            )
            best[alias.canonical] = Meaning(alias.canonical, confidence, reason)
    return list(best.values())


def _by_prefix(heading: str, table: str) -> list[Meaning]:
    """A heading with the thing it describes in front: `Organization - Industry`, `Billing_Country`."""
    parts = tokens(heading)
    subject = words("subject").get(parts[0]) if parts else None
    if len(parts) < 2 or subject == "person" or is_personal(heading):
        return []
    company_columns = {field.name for field in COMPANY}
    found: dict[str, Meaning] = {}
    for alias in aliases(table).get(key("".join(parts[1:])), ()):
        about_company = alias.canonical in company_columns and (table != "deals" or alias.company)
        fits = subject == "company" and (about_company or table == "accounts")
        fits |= subject == "deal" and table == "deals" and not about_company
        if fits:
            reason = say("headings.known_part", words=" ".join(parts[1:]), preset=alias.preset)
            meaning = Meaning(alias.canonical, BY_PREFIX - alias.place * 0.002, reason)
            if meaning.confidence > found.get(alias.canonical, Meaning("", 0.0, reason)).confidence:
                found[alias.canonical] = meaning
    return list(found.values())


def _without_remark(heading: str, table: str) -> list[Meaning]:
    """What names a company, with a remark in brackets behind it: `Selskap (reservert)`.

    Of other columns a remark may change what they are: a weighted amount is none.
    """
    remarked = _REMARK.fullmatch(heading)
    found = aliases(table).get(key(remarked["heading"]), ()) if remarked else ()
    return [
        Meaning(alias.canonical, REMARKED, say("headings.known", presets=[alias.preset]))
        for alias in found
        if alias.canonical in NAMES
    ][:1]
