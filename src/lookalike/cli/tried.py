"""How the list lies in both rankings, and what today's settings or another goal would do: tables of the terminal."""

from __future__ import annotations

from typing import Any

from lookalike.cli.shown import interval
from lookalike.cli.terminal import line, spoken, table
from lookalike.languages import Words, say

SHOWN = 10  # companies of a list as it would be


def show_map(found: dict[str, Any], tenths: tuple[int, int] | None) -> None:
    """Companies per tenth of both rankings, and those of the tenths that were asked for."""
    line()
    line(say("rankings.map_caption"))
    columns = map(str, range(1, found["parts"] + 1))
    counts = ((str(number), *map(spoken().count, row)) for number, row in enumerate(found["counts"], 1))
    table(say("rankings.map"), ("", *columns), counts)
    if tenths:
        model, rules = tenths
        title = say("rankings.chosen", n=found["chosen"], model=model, rules=rules)
        table(title, _columns("duel.model_rank", "duel.rules_rank"), _rows(found["rows"], "rank", "rule_rank"))


def show_missed(found: dict[str, Any]) -> None:
    """Won deals that both rankings place late."""
    words = spoken()
    line()
    line(found["sentence"])
    if found["rows"]:
        names = ("amount", "closed", "behind_model", "behind_rules")
        rows = [
            (
                one["name"],
                words.short(one["amount"]),
                words.day(one["when"][:10]) if one["when"] else "",
                *(words.share(one[side]) for side in ("model", "rules")),
            )
            for one in found["rows"]
        ]
        table(say("rankings.missed"), (say("page.company"), *(say(f"rankings.{name}") for name in names)), rows)


def show_trial(rules: dict[str, Any], plan: dict[str, Any], lists: dict[str, Any]) -> None:
    """What the criteria, the plan and the leaders' lists of today's settings would do."""
    line()
    line(rules["sentence"])
    line(rules["past"]["sentence"])
    words = spoken()
    totals = [
        (one["rank"], one["former"], one["segment"], words.share(one["share"]), words.halves(one["points"]))
        for one in rules["totals"]
    ]
    columns = ("segments_page.place", "segments_page.former", "page.segment", "segment_cards.share", "page.points")
    table(say("segment_cards.criteria"), map(say, columns), totals)
    first = _rows(rules["rows"][:SHOWN], "place", "rule_rank")
    table(say("segments_page.first_now"), _columns("segments_page.place", "segments_page.former"), first)
    line()
    line(plan["sentence"])
    line(lists["sentence"])


def show_goal(tried: dict[str, Any]) -> None:
    """The profile by another goal, and the first of the list that it would give."""
    line(say("customer.tried", goal=say(f"goals.{tried['best_by']}")))
    line(tried["icp_short"])
    if tried["anti_short"]:
        line(tried["anti_short"])
    line(say("customer.entered", n=tried["entered"], of=len(tried["rows"])))
    table(
        say("customer.first_fifty"), _columns("page.rank", "customer.rank_now"), _rows(tried["rows"], "rank", "former")
    )


def show_standing(found: dict[str, Any]) -> None:
    """The versions of one model: what each found, what the gate said of it, and who was champion when."""
    columns = ("models_page.version", "models_page.deals", "versions.as_of", "models_page.auc", "models_page.gate")
    rows = [
        (_called(one), "", "", "", one["problem"])
        if one["problem"]
        else (_called(one), spoken().count(one["deals"]), one["as_of"], interval(one["auc"]), one["verdict"])
        for one in found["versions"]
    ]
    table(say("models_page.versions"), map(say, columns), rows)
    for one in found["reigns"]:
        line(say(f"models_page.reign_{one['by']}", version=one["version"], since=one["since"][:10]))


def _called(one: dict[str, Any]) -> Words:
    name: Words = f"{one['name']}@{one['version']}" if one["version"] else one["name"]
    return say(f"versions.{one['role']}", model=name) if one["role"] else name


def _columns(*places: str) -> list[Words]:
    return [say("page.company"), say("page.segment"), *map(say, places)]


def _rows(companies: list[dict[str, Any]], *places: str) -> list[list[Words]]:
    """Companies, each with its segment and its places in two orders."""
    return [
        [one["name"] or one["prospect_id"], one["segment"] or "", *(spoken().count(one[place]) for place in places)]
        for one in companies
    ]
