"""Settings that people change in the app: points, weights, segments, goal, plan and lists; signed, and undone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from lookalike.amend import add_row, amend, remove_rows, section
from lookalike.errors import InputError
from lookalike.languages import say

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

    from lookalike.project import Project


def give_points(
    project: Project, segment: str, criterion: str, points: int | None, reason: str, author: str, day: date
) -> None:
    """Points of a criterion by hand, signed; None: what the data propose holds again.

    Raises
    ------
    InputError
        Points that nobody signs, or for which there is no reason.
    """
    if points is not None and not (reason.strip() and author.strip()):
        raise InputError(say("amend.unsigned"), say("amend.signed"))

    def change(document: TOMLDocument) -> None:
        place = section(document, "criteria")
        remove_rows(place, "manual", lambda row: (row["segment"], row["criterion"]) == (segment, criterion))
        if points is not None:
            told = {"author": author.strip(), "date": day, "reason": reason.strip()}
            add_row(place, "manual", {"segment": segment, "criterion": criterion, "points": points, **told})

    key = "amend.points_of_data" if points is None else "amend.points"
    amend(project.folder, change, say(key, criterion=criterion, segment=segment, n=points), author)


def weigh(project: Project, weights: Mapping[str, float], author: str) -> None:
    """Weights of criteria; those that are not named stay."""
    before = project.settings.criteria.weights
    changed = {name: weight for name, weight in weights.items() if before.get(name) != weight}
    if not changed:
        return

    def change(document: TOMLDocument) -> None:
        section(document, "criteria", "weights").update(changed)

    told = [say("amend.weight", criterion=name, weight=weight) for name, weight in changed.items()]
    amend(project.folder, change, say("amend.several", what=told), author)


def describe_segment(
    project: Project, key: str, names: Mapping[str, str], name: str, promise: str, offer: str, author: str
) -> None:
    """What a segment is called, what is promised to it and offered; points and notes follow it to its new name.

    Parameters
    ----------
    project : Project
    key : str
        The segment's.
    names : mapping
        Key of every segment -> what it is called now.
    name, promise, offer : str
        An empty promise or offer is none.
    author : str

    Raises
    ------
    InputError
        There is no such segment, no name, or another segment has it.
    """
    name, before = name.strip(), names.get(key)
    if before is None:
        raise InputError(say("amend.no_segment", segment=key), say("errors.one_of", names=list(names.values())))
    if not name or name in [other for one, other in names.items() if one != key]:
        raise InputError(say("amend.no_name", name=name), say("amend.own_name"))

    def change(document: TOMLDocument) -> None:
        for part, text in (("promise", promise.strip()), ("offer", offer.strip())):
            _put(document, part, (before, key), key, text)
        if name != before:
            section(document, "segments", "names")[key] = name
            _follow(document, before, name)

    amend(project.folder, change, say("amend.segment", before=before, name=name), author)


def _put(document: TOMLDocument, part: str, known: tuple[str, ...], key: str, text: str) -> None:
    """A text of a segment under its key, wherever it stood before."""
    there = document.get("segments", {}).get(part, {})
    if text == next((there[one] for one in known if one in there), ""):
        return
    place = section(document, "segments", part)
    for one in known:
        place.pop(one, None)
    if text:
        place[key] = text


def _follow(document: TOMLDocument, before: str, name: str) -> None:
    """What is written about a segment under its name is written under its new one."""
    segments: Any = document.get("segments", {})
    rows = [*document.get("criteria", {}).get("manual", []), *segments.get("panel", [])]
    for row in rows:
        if row["segment"] == before:
            row["segment"] = name
    for part in ("need_match", "promise", "offer"):
        place = segments.get(part, {})
        if before in place:
            place[name] = place.pop(before)


def aim(project: Project, best_by: str, author: str) -> None:
    """What makes a customer good."""

    def change(document: TOMLDocument) -> None:
        section(document, "goal")["best_by"] = best_by

    amend(project.folder, change, say("amend.goal", goal=say(f"goals.{best_by}")), author)


def plan_for(project: Project, revenue_goal: float | None, capacity: int | None, author: str) -> None:
    """The revenue goal and how many companies the team can work; None: as the data give it."""

    def change(document: TOMLDocument) -> None:
        for name, key, value in (("plan", "revenue_goal", revenue_goal), ("score", "capacity", capacity)):
            if value is not None:
                section(document, name)[key] = value
            elif key in document.get(name, {}):
                section(document, name).remove(key)

    told = say("amend.plan", goal=revenue_goal, capacity=capacity)
    amend(project.folder, change, told, author)


def name_customers(project: Project, leader: str, customers: list[str], author: str) -> None:
    """A leader's own list of the most important customers; an empty one takes it away.

    Raises
    ------
    InputError
        It is not said whose list it is.
    """
    leader = leader.strip()
    if not leader:
        raise InputError(say("amend.no_leader"), say("amend.a_leader"))

    def change(document: TOMLDocument) -> None:
        place = section(document, "portfolio", "lists")
        if customers:
            place[leader] = customers
        else:
            place.pop(leader, None)

    amend(project.folder, change, say("amend.list", leader=leader, n=len(customers)), author)
