"""Divide the base into segments of like companies, and measure each: groups, rules, figures, acid test, names."""

from __future__ import annotations

from lookalike.companies import Companies
from lookalike.errors import SettingsError, did_you_mean
from lookalike.knowledge.rules import Mask, Rule
from lookalike.knowledge.segments.clustering import UNNAMED, VALID
from lookalike.knowledge.segments.grouping import Division, divide
from lookalike.knowledge.segments.measures import acid_tests, measured
from lookalike.knowledge.segments.membership import members, rule_of
from lookalike.knowledge.segments.naming import automatic_names, kept_names
from lookalike.knowledge.segments.portrait import interviews, micro_segments, motives, shared
from lookalike.knowledge.segments.segmentation import Segment, Segmentation, distinct
from lookalike.knowledge.value import newcomers, outcomes
from lookalike.languages import Words, language, say
from lookalike.progress import Progress, silent
from lookalike.schema import Attribute
from lookalike.settings import Segments, Settings

__all__ = ["Segment", "Segmentation", "find_segments"]


def find_segments(
    companies: Companies, settings: Settings, previous: Segmentation | None = None, progress: Progress = silent
) -> Segmentation:
    """Divide the known accounts into 2-7 segments of like companies, and measure each.

    Groups are sought by k-means over the attributes that hang together, their number by how surely they come back; a
    shallow tree turns them into rules, and from there on the rules decide who belongs.

    Parameters
    ----------
    companies : Companies
    settings : Settings
        `[segments]`: number, attributes, own names, promise and offer.
    previous : Segmentation, optional
        Of an earlier run: segments that share half of their companies keep their names.
    progress : Progress

    Returns
    -------
    Segmentation
        The largest segment first; a single one, "All companies", where the attributes divide nothing.

    Raises
    ------
    SettingsError
        `[segments] attributes` names what is no attribute.
    """
    asked = settings.segments
    progress(say("progress.grouping"), 0.0)
    division = divide(
        companies.accounts,
        _attributes(companies, asked),
        None if asked.count == "auto" else asked.count,
        settings.learning.seed,
        asked=bool(asked.attributes) or asked.count != "auto",
    )
    belongs = members(division.leaves, companies.accounts)
    market = members(division.leaves, companies.prospects)
    new = market[newcomers(companies).to_numpy(dtype=bool)].sum(axis=0)
    names = _names(companies, division, belongs, settings, previous)
    known = outcomes(companies)
    tests = acid_tests(division, known, belongs)
    found = []
    for at, (key, automatic, name) in enumerate(names):
        progress(say("progress.measuring", segment=name), 0.6 + 0.4 * at / len(names))
        inside, rule = belongs[:, at], rule_of(division.leaves, at)
        found.append(
            Segment(
                key=key,
                automatic=automatic,
                name=name,
                rule=_written(rule),
                stability=division.stability[at],
                stable=division.stability[at] >= VALID,
                prediction_strength=division.strength[at],
                acid=tests[at],
                interview=interviews(companies, known, inside, division.used),
                motives=motives(companies, known, inside),
                shares=shared(companies, inside, rule, settings.learning.seed),
                micro=micro_segments(companies, known, inside, rule),
                promise=asked.promise.get(name, asked.promise.get(key, "")),
                offer=asked.offer.get(name, asked.offer.get(key, "")),
                **measured(known, inside, int(market[:, at].sum()), int(new[at]), len(market)),
            )
        )
    return Segmentation(tuple(found), division.leaves)


def _attributes(companies: Companies, asked: Segments) -> tuple[Attribute, ...]:
    """The attributes to divide by: those of the settings, else all."""
    known = {attribute.name: attribute for attribute in companies.attributes}
    for name in asked.attributes:
        if name not in known:
            found = say("segments.no_attribute", attribute=name)
            raise SettingsError(found, did_you_mean(name, list(known)), "[segments] attributes")
    return tuple(known[name] for name in asked.attributes) or companies.legible


def _names(
    companies: Companies, division: Division, belongs: Mask, settings: Settings, previous: Segmentation | None
) -> list[tuple[str, Words, str]]:
    """Key, automatic name and name of each segment.

    Those of the earlier run where it is found again, else made from the rule; own names win. An automatic name says
    what the rule says, so it is made anew where the rule has moved. Groups that hardly come back get a letter instead
    of a name, so that nobody builds on them.
    """
    base, own = companies.accounts, settings.segments.names
    columns = [belongs[:, at] for at in range(belongs.shape[1])]
    rules = [rule_of(division.leaves, at) for at in range(len(columns))]
    made: list[Words] = [*automatic_names(base, division.used, columns, rules)]
    for at in range(len(made)):
        if division.stability[at] < UNNAMED:
            made[at] = say("segments.group", letter=chr(ord("A") + at))
    keys = [str(one) for one in made]
    names = [own.get(key, "") for key in keys]
    if previous is not None:
        before = members(previous.leaves, base)
        kept = kept_names(columns, [before[:, at] for at in range(before.shape[1])])
        for new, old in kept.items():
            segment = previous.segments[old]
            name = own.get(segment.key, segment.own_name)
            if name or segment.rule == _written(rules[new]):
                keys[new], made[new], names[new] = segment.key, segment.automatic, name
    tell = language(settings.score.language).tell
    called = distinct([name or tell(one) for name, one in zip(names, made, strict=True)])
    return list(zip(keys, made, called, strict=True))


def _written(rule: Rule | None) -> str:
    return "" if rule is None else str(rule)
