"""Their headings to our columns: from presets, prefixes and values, each with confidence and reason."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from lookalike.companies.headings.aliases import Alias, aliases, fields, flags, never, spoken
from lookalike.companies.headings.hints import value_fit
from lookalike.companies.read import RawTable
from lookalike.companies.values import heading_unit
from lookalike.errors import SettingsError, did_you_mean
from lookalike.languages import key, tokens, words
from lookalike.schema import COMPANY

LEAST = 0.5


@dataclass(frozen=True)
class Match:
    """One canonical column found: under which heading, how sure (0-1), and why."""

    canonical: str
    heading: str
    confidence: float
    reason: str


@dataclass(frozen=True)
class Mapping:
    """What the columns of a table mean.

    Parameters
    ----------
    table : str
    matches : tuple of Match
        At most one per canonical column and per heading.
    unmapped : tuple of str
        Headings kept as attributes.
    personal : tuple of str
        Unmapped headings that hold names of people (owners, editors): never features.
    currency : str
        The currency that the amount's heading names; "" when it names none.
    closed_flag : str
        Heading of a yes/no column that says whether a deal is closed; "" without one.
    outcome : str
        "won" when the file has no outcome but a date of winning: it lists won deals only. Else "".
    """

    table: str
    matches: tuple[Match, ...]
    unmapped: tuple[str, ...]
    personal: tuple[str, ...] = ()
    currency: str = ""
    closed_flag: str = ""
    outcome: str = ""

    def heading(self, canonical: str) -> str | None:
        """The heading of a canonical column; None when the table has no such column."""
        return next((match.heading for match in self.matches if match.canonical == canonical), None)

    def rename(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame with canonical names; a heading that only looks like another column's name is numbered."""
        names = {match.heading: match.canonical for match in self.matches}
        taken = set(names.values())
        for heading in self.unmapped:
            names[heading] = heading if heading not in taken else f"{heading} (2)"
        return frame.rename(columns=names)


def map_columns(raw: RawTable, table: str, overrides: dict[str, str] | None = None) -> Mapping:
    """Find out what each column of a raw table means.

    Parameters
    ----------
    raw : RawTable
    table : str
        accounts, deals, orders, activities, contacts, prospects or exclude.
    overrides : dict, optional
        Canonical name -> heading, from `[columns.<table>]`: they win.

    Raises
    ------
    SettingsError
        An override names a heading that the file does not have, or one heading twice.
    """
    headings = list(raw.frame.columns)
    fixed = _fixed(overrides or {}, headings, raw.file, table)
    found = sorted(_candidates(raw.frame, table), key=lambda match: -match.confidence)
    chosen = {match.canonical: match for match in fixed}
    used = {match.heading for match in fixed}
    rivals: dict[str, list[str]] = {}
    for match in found:
        if match.heading in used:
            continue
        if match.canonical in chosen:
            rivals.setdefault(match.canonical, []).append(match.heading)
            continue
        chosen[match.canonical] = match
        used.add(match.heading)
    own = _settle_currency(chosen, used, found) if "currency" not in (overrides or {}) else ""
    _settle_company(chosen, table)
    matches = tuple(_with_rivals(match, rivals.get(name, []), used) for name, match in chosen.items())
    unmapped = tuple(heading for heading in headings if heading not in used)
    flag = next((heading for heading in unmapped if table == "deals" and key(heading) in flags()), "")
    return Mapping(table, matches, unmapped, tuple(filter(is_personal, unmapped)), own, flag, _only_won(chosen))


def _only_won(chosen: dict[str, Match]) -> str:
    """A file of deals without outcome whose closing date is the date of winning lists won deals."""
    dated = "closed" in chosen and "outcome" not in chosen and "won" in tokens(chosen["closed"].heading)
    return "won" if dated else ""


def _settle_company(chosen: dict[str, Match], table: str) -> None:
    """Rows about companies without an id column of their own name the company by what identifies it best."""
    if table == "deals" and "account_id" not in chosen:
        for canonical in ("org_number", "domain", "name"):
            if canonical in chosen:
                found = chosen.pop(canonical)
                reason = f"{found.reason}; tells the company"
                chosen["account_id"] = Match("account_id", found.heading, found.confidence, reason)
                return


def _settle_currency(chosen: dict[str, Match], used: set[str], found: list[Match]) -> str:
    """The currency column that belongs to the amount; none when the amount's heading names its currency itself."""
    if "amount" not in chosen:
        return ""
    heading = chosen["amount"].heading
    own = heading_unit(heading)[2]
    paired = next((m for m in found if m.canonical == "currency" and key(m.heading) == key(heading) + "currency"), None)
    if "currency" in chosen and (own or paired):
        used.discard(chosen.pop("currency").heading)
    if paired and not own:
        chosen["currency"] = Match("currency", paired.heading, 0.97, f"belongs to {heading!r}")
        used.add(paired.heading)
    return own


def _fixed(overrides: dict[str, str], headings: list[str], file: str, table: str) -> list[Match]:
    trimmed = {" ".join(heading.split()): heading for heading in headings}
    for canonical, heading in overrides.items():
        if " ".join(heading.split()) not in trimmed:
            raise SettingsError(
                f"{canonical} = {heading!r}: no such column",
                did_you_mean(heading, headings),
                f"[columns.{table}] for {file}",
            )
    return [
        Match(canonical, trimmed[" ".join(heading.split())], 1.0, "set in [columns]")
        for canonical, heading in overrides.items()
    ]


def _with_rivals(match: Match, rivals: list[str], used: set[str]) -> Match:
    others = [heading for heading in rivals if heading not in used]
    if not others:
        return match
    also = ", ".join(map(repr, others[:3]))
    return Match(match.canonical, match.heading, match.confidence, f"{match.reason}; chosen over {also}")


def is_personal(heading: str) -> bool:
    """Whether a column holds a colleague's or contact's name.

    Examples
    --------
    >>> is_personal("Account_Owner"), is_personal("Last_Modified_By"), is_personal("Ownership")
    (True, True, False)
    """
    parts = tokens(heading)
    return (
        not set(words("personal")).isdisjoint(parts)
        or parts[-2:] in (["modified", "by"], ["created", "by"])
        or _is_contact(heading)
    )


def _is_contact(heading: str) -> bool:
    named = aliases("contacts").get(key(heading), ())
    return any(
        alias.canonical in ("email", "phone", "contact_name", "sex", "personality") and key(heading) != "name"
        for alias in named
    )


def _candidates(frame: pd.DataFrame, table: str) -> list[Match]:
    """Everything that each heading may mean, with confidence after a look at the values."""
    matches = []
    known = fields(table)
    for position, heading in enumerate(frame.columns):
        for canonical, confidence, reason in _meanings(heading, table):
            if canonical not in known:
                continue
            fit, seen = value_fit(frame[heading], known[canonical])
            confidence = confidence * fit + _preference(heading, frame[heading], canonical) - position * 1e-6
            if confidence >= LEAST:
                told = f"{reason}; {seen}" if seen else reason
                matches.append(Match(canonical, heading, round(min(confidence, 1.0), 6), told))
    return matches


def _meanings(heading: str, table: str) -> list[tuple[str, float, str]]:
    """What a heading may mean by its words alone."""
    spelled, keys = never()
    plain = heading.strip().rstrip("*").strip()
    bare = heading_unit(plain)[0]
    found = [_judged(alias, plain) for alias in aliases(table).get(key(bare), ())]
    if any(meaning[1] >= 0.98 for meaning in found) or (not found and key(plain) not in keys):
        return _best(found) or _by_prefix(bare, table)
    return [] if plain in spelled else _best(found)


def _judged(alias: Alias, heading: str) -> tuple[str, float, str]:
    system = alias.preset not in spoken()
    if system and alias.spelled == heading:
        return alias.canonical, 0.99 - alias.place * 0.002 - alias.company * 0.005, f"{alias.preset} heading"
    base = 0.94 if system else 0.95
    return alias.canonical, base - alias.place * 0.002 - alias.company * 0.03, f"known in {alias.preset}"


def _best(found: list[tuple[str, float, str]]) -> list[tuple[str, float, str]]:
    """The surest reason for each meaning, naming all languages that know it."""
    best: dict[str, tuple[str, float, str]] = {}
    for canonical, confidence, reason in sorted(found, key=lambda meaning: -meaning[1]):
        if canonical not in best:
            best[canonical] = canonical, confidence, reason
        elif reason.startswith("known in ") and best[canonical][2].startswith("known in "):
            language = reason.removeprefix("known in ")
            if language not in best[canonical][2]:
                best[canonical] = canonical, best[canonical][1], f"{best[canonical][2]}, {language}"
    return list(best.values())


def _by_prefix(heading: str, table: str) -> list[tuple[str, float, str]]:
    """A heading with the thing it describes in front: `Organization - Industry`, `Billing_Country`."""
    parts = tokens(heading)
    subject = words("subject").get(parts[0]) if parts else None
    if len(parts) < 2 or subject == "person" or is_personal(heading):
        return []
    company_columns = {field.name for field in COMPANY}
    rest = key("".join(parts[1:]))
    found = []
    for alias in aliases(table).get(rest, ()):
        about_company = alias.canonical in company_columns and (table != "deals" or alias.company)
        fits = subject == "company" and (about_company or table == "accounts")
        fits |= subject == "deal" and table == "deals" and not about_company
        if fits:
            found.append(
                (alias.canonical, 0.8 - alias.place * 0.002, f"{' '.join(parts[1:])!r} is known in {alias.preset}")
            )
    return _best(found)


def _preference(heading: str, column: pd.Series, canonical: str) -> float:
    """Between amounts that fit equally, the one in a single currency and the fuller; a company's id before its name."""
    if canonical == "account_id":
        return 0.06 * bool(re.search(r"(id|ids|nr|no|tunnus|ref)$", key(heading)))
    if canonical != "amount":
        return 0.0
    converted = (
        bool(heading_unit(heading)[2]) or "converted" in heading.casefold() or "company currency" in heading.casefold()
    )
    return 0.02 * converted + 0.01 * float(column.notna().mean() if len(column) else 0)
