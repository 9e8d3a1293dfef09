"""How each deal ended: by words first, then by what else the CRM tells, and nothing is lost because it is not won."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from lookalike.companies.values import parse_outcome, parse_truth
from lookalike.errors import InputError
from lookalike.languages import Message, Own, say
from lookalike.schema import EVIDENCE, Finding
from lookalike.settings import quoted

WON, LOST, OPEN = "won", "lost", "open"
SHOWN = 8  # unknown words that are listed


@dataclass(frozen=True)
class Told:
    """What the columns of a deals file tell of each deal, aligned with its rows.

    Parameters
    ----------
    texts : Series
        The outcome's cells; all None where the file has no such column.
    columns : dict of Series
        Clean columns: those of `schema.EVIDENCE`, `closed` and `created`, as far as they exist.
    headings : dict
        Column -> what the file calls it.
    codes : dict
        What a CRM's own codes mean.
    own : tuple
        Words that the settings give a meaning.
    """

    texts: pd.Series
    columns: Mapping[str, pd.Series]
    headings: Mapping[str, str]
    codes: Mapping[str, str]
    own: Own = ()

    def flag(self, name: str, value: bool) -> pd.Series:
        """Where a yes/no column says this: bool, False where it says nothing."""
        column = self.columns.get(name)
        return pd.Series(False, self.texts.index) if column is None else column.eq(value).fillna(False).astype(bool)

    def date(self, name: str) -> pd.Series:
        """A date column, NaT where there is none."""
        return self.columns.get(name, pd.Series(pd.NaT, self.texts.index, dtype="datetime64[ns]"))


@dataclass(frozen=True)
class Ended:
    """The outcome of each deal (won, lost, open or None), when it was closed, and what is worth knowing about both."""

    outcome: pd.Series
    closed: pd.Series
    findings: tuple[Finding, ...]


def how_deals_ended(told: Told, file: str) -> Ended:
    """The outcome of every row, from the surest evidence that it has.

    In this order: a word that means won or lost; a flag or a date that says so; a flag that says it is still open, or
    closed and not won; a word that means open; a chance strictly between none and certain; no closing date, or neither
    of the dates of winning and losing; and at last, not won: open with a closing date later than the newest deal where
    all deals have one, lost with one that has passed.

    Parameters
    ----------
    told : Told
    file : str
        For findings and errors.

    Raises
    ------
    InputError
        No column tells how deals ended, or no row of it is understood.

    Examples
    --------
    >>> stages = pd.Series(["Closed Won", "Discovery", "Discovery"])
    >>> flags = {"is_closed": pd.Series([True, False, True]), "is_won": pd.Series([True, False, False])}
    >>> how_deals_ended(Told(stages, flags, {"outcome": "Stage"}, {}), "deals.csv").outcome.tolist()
    ['won', 'open', 'lost']
    """
    said = _said(told)
    steps, alone = _steps(told, said)
    chosen = np.select([holds for holds, _ in steps], [outcome for _, outcome in steps], "")
    outcome = pd.Series(chosen, index=told.texts.index, dtype=object).replace("", None)
    outcome = outcome.where(outcome.notna(), None)
    _refuse(told, said, outcome, file)
    ended = told.date("closed")
    ended = ended.fillna(told.date("won_on").where(outcome == WON)).fillna(told.date("lost_on").where(outcome == LOST))
    return Ended(outcome, ended, tuple(_noticed(told, said, outcome, alone, file)))


def _said(told: Told) -> pd.Series:
    """What the words of the outcome mean by themselves; "yes" and "no" for an outcome that says whether it was won."""
    distinct = told.texts.dropna().unique()
    if told.codes and all(value in told.codes for value in distinct):
        return told.texts.map(told.codes).astype(object)
    truths = {value: parse_truth(value) for value in distinct}
    if len(distinct) and None not in truths.values():
        return told.texts.map({value: "yes" if truth else "no" for value, truth in truths.items()}).astype(object)
    return told.texts.map({value: parse_outcome(value, told.own) for value in distinct}).astype(object)


def _steps(told: Told, said: pd.Series) -> tuple[list[tuple[pd.Series, str]], pd.Series]:
    """What decides, in order; and the rows that are lost on no better evidence than that they are not won."""
    closed, created = told.date("closed"), told.date("created")
    won_on, lost_on = told.date("won_on"), told.date("lost_on")
    not_won = told.flag("is_won", False) | (said == "no")
    dated = bool(closed.notna().any())
    chance = told.columns.get("probability")
    tells_open = dated or chance is not None or "is_closed" in told.columns
    alone = not_won if not tells_open else pd.Series(False, told.texts.index)
    steps = [
        (said == WON, WON),
        (said == LOST, LOST),
        (told.flag("is_won", True) | (said == "yes"), WON),
        (told.flag("is_lost", True), LOST),
        (won_on.notna() & ~(lost_on > won_on), WON),
        (lost_on.notna(), LOST),
        (told.flag("is_closed", False), OPEN),
        (told.flag("is_closed", True) & not_won, LOST),
        (told.flag("is_closed", True) & told.flag("is_lost", False), WON),
        (said == OPEN, OPEN),
        (_undecided(chance, told.texts.index), OPEN),
        (_unended(told), OPEN),
        (not_won & (closed > created.max()) & _always_planned(told), OPEN),
        (not_won & closed.notna(), LOST),
        (alone, LOST),
    ]
    decided = pd.Series(np.select([holds for holds, _ in steps[:-1]], [1] * (len(steps) - 1), 0), told.texts.index)
    return steps, alone & (decided == 0)


def _always_planned(told: Told) -> bool:
    """Whether a closing date may be a plan: every deal has one, and one that is not won says no more than that."""
    return bool(told.date("closed").notna().all()) and not (told.texts.isna().any() and told.texts.notna().any())


def _unended(told: Told) -> pd.Series:
    """Where a date that ended deals have is missing: that of closing, or both that of winning and that of losing."""
    unclosed, unwon, unlost = (told.date(name).isna() for name in ("closed", "won_on", "lost_on"))
    nowhere = pd.Series(False, told.texts.index)
    return (nowhere if unclosed.all() else unclosed) | (nowhere if unwon.all() or unlost.all() else unwon & unlost)


def _undecided(chance: pd.Series | None, index: pd.Index) -> pd.Series:
    """Where the chance of winning is neither none nor certain, on either scale."""
    if chance is None:
        return pd.Series(False, index)
    return (chance > 0) & (chance < (1 if chance.max() <= 1 else 100))


def _refuse(told: Told, said: pd.Series, outcome: pd.Series, file: str) -> None:
    """Stop where nothing tells how deals ended, or no word of it is understood and no deal is known to have ended."""
    unread = outcome.isna()
    if not unread.any() or said.notna().any() or outcome.isin([WON, LOST]).any():
        return
    if told.texts.isna().all():
        if outcome.notna().any():
            return
        expected, do = say("headings.outcome_expected"), say("headings.name_the_outcome")
        raise InputError(say("headings.no_outcome_column"), expected, file, do)
    counts = told.texts[unread].value_counts()
    heading = told.headings.get("outcome", "outcome")
    found = say("headings.no_outcome_understood", heading=heading, words=_words(counts))
    raise InputError(found, say("headings.outcome_expected"), file, meaning_advice(counts.index))


def meaning_advice(words: pd.Index) -> Message:
    """Lines for the settings that give words a meaning; as they stand they are taken for open deals, which is harmless.

    Examples
    --------
    >>> print(meaning_advice(pd.Index(["Ganada"])))
    add to the settings, each word in the line of what it means:
    [words]
    outcome.won = []
    outcome.lost = []
    outcome.open = ["Ganada"]
    """
    return say("headings.give_meaning", words=", ".join(quoted(str(word)) for word in words[:SHOWN]))


def _noticed(told: Told, said: pd.Series, outcome: pd.Series, alone: pd.Series, file: str) -> list[Finding]:
    """Words without a meaning, and what decided in their place."""
    heading = told.headings.get("outcome", "")
    findings = []
    unknown = told.texts[outcome.isna() & told.texts.notna()].value_counts()
    if len(unknown):
        message = say("headings.unknown_outcomes", words=_words(unknown))
        count, advice = int(unknown.sum()), meaning_advice(unknown.index)
        findings.append(Finding("warning", "unknown-outcome", file, heading, count, message, advice))
    silent = int((outcome.isna() & told.texts.isna()).sum())
    if silent:
        message, advice = say("headings.no_outcome"), say("headings.fill_in_outcome")
        findings.append(Finding("warning", "no-outcome", file, heading, silent, message, advice))
    settled = told.texts[said.isna() & told.texts.notna() & outcome.notna()].value_counts()
    if len(settled):
        evidence = [told.headings[name] for name in (*EVIDENCE, "closed") if name in told.headings]
        message = say("headings.outcome_by_evidence", words=_words(settled), evidence=evidence)
        findings.append(Finding("info", "outcome-by-evidence", file, heading, int(settled.sum()), message))
    if alone.any():
        message, advice = say("headings.not_won_is_lost"), say("headings.say_what_is_open")
        findings.append(Finding("info", "not-won", file, heading, int(alone.sum()), message, advice))
    return findings


def _words(counts: pd.Series) -> list[Message]:
    """The commonest words, each with how often it stands there."""
    return [say("headings.word", word=str(word), n=int(count)) for word, count in counts.head(SHOWN).items()]
