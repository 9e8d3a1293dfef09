"""One company explained: exact, in words, findable as people write it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from lookalike.errors import InputError
from lookalike.languages import say
from lookalike.ranking.order.ranked import ranked_prospects
from lookalike.ranking.reasons.explain import Explanation, explain_one
from lookalike.ranking.reasons.finding import find
from lookalike.settings import Settings


def settings(**extra: object) -> Settings:
    return Settings.model_validate({"name": "n", "inputs": {"deals": "d.csv"}, **extra})


def explained(bundle, prospects, ranked, company: str, own: Settings) -> Explanation:
    """The company called so, on this list."""
    row = prospects.iloc[[find(prospects, company)]]
    return explain_one(bundle, row, ranked[ranked["prospect_id"].isin(row["prospect_id"])], len(ranked), own)


@pytest.fixture(scope="module")
def some(prospects):
    return prospects.head(200).assign(org_number=lambda t: "9" + t["prospect_id"].str[-3:], relation="cold")


@pytest.fixture(scope="module")
def ranked(bundle, some):
    return ranked_prospects(bundle, some)


def test_the_parts_add_up_to_the_score(bundle, some, ranked):
    told = explained(bundle, some, ranked, "P0000042", settings())
    raw = bundle.rank.raw(some.iloc[[42]])[0]
    assert told.base + sum(part.contribution for part in told.parts) == pytest.approx(raw, abs=1e-6)
    assert [abs(part.contribution) for part in told.parts] == sorted(
        (abs(part.contribution) for part in told.parts), reverse=True
    )
    assert told.prospects == 200


def test_rule_points_come_with_their_sentence_and_add_up(bundle, some, ranked):
    told = explained(bundle, some, ranked, "P0000042", settings())
    earned = sum(one.weight * one.points for one in told.points if one.points is not None)
    assert earned == pytest.approx(told.prospect["rule_points"])
    assert {one.criterion for one in told.points} == {"growth", "fit_employees"}
    assert all(one.reason for one in told.points)


def test_neighbours_share_and_differ_as_the_data_say(bundle, some, ranked):
    told = explained(bundle, some, ranked, "P0000042", settings())
    assert [one.name for one in told.nearest] == told.prospect["nearest_customers"]
    for one in told.nearest:
        assert one.shared or one.different
        assert all(ours != "" and theirs != "" for ours, theirs in one.different)


@pytest.mark.parametrize("called", ["P0000007", "p0000007", " 9007 ", "company 7"])
def test_a_company_is_found_by_id_number_or_name(bundle, some, ranked, called):
    assert explained(bundle, some, ranked, called, settings()).prospect["prospect_id"] == "P0000007"


def test_an_unknown_company_gets_a_hint(bundle, some, ranked):
    with pytest.raises(InputError, match=r"no prospect 'Compny 7'.*did you mean 'Company 7'"):
        explained(bundle, some, ranked, "Compny 7", settings())


def test_a_shared_name_asks_for_the_id(bundle, some, ranked):
    twins = some.assign(name="Twin AS")
    with pytest.raises(InputError, match=r"200 prospects have name 'twin as'.*give an id: P0000000, P0000001"):
        explained(bundle, twins, ranked, "twin as", settings())


@pytest.mark.parametrize("called", ["X7", " acme as"])
def test_a_company_off_the_list_is_said_to_be_off_it_and_why(some, called):
    excluded = pd.DataFrame({"id": ["X6", "X7"], "name": [None, "Acme AS"], "detail": ["listed twice", "open deal D7"]})
    with pytest.raises(InputError, match=rf"'{called}' is not on the ranked list: open deal D7.*excluded\.csv"):
        find(some, called, excluded)
    with pytest.raises(InputError, match="no prospect"):
        find(some, called, excluded.head(0))


def test_qualify_rules_say_what_they_made_of_it(bundle, some, ranked):
    rules = [{"rule": "employees >= 0", "name": "has people"}, {"rule": "technologies contains Azure", "name": "Azure"}]
    known = some[some["employees"].notna() & some["technologies"].isna()]["prospect_id"].iloc[0]
    told = explained(bundle, some, ranked, known, settings(qualify=rules))
    assert told.qualified == (("has people", "passed"), ("Azure", "unknown"))


def test_what_makes_a_company_unfamiliar_is_named(bundle, some, ranked):
    """With a value out of range, a level nobody had, or hardly any facts; and only then."""
    for row in ranked.head(40).itertuples():
        told = explained(bundle, some, ranked, row.prospect_id, settings())
        assert bool(told.unfamiliar) == (not row.familiar)
    strange = some.copy()
    strange.loc[3, ["employees", "revenue"]] = [90_000.0, 5e6]
    told = explained(bundle, strange, ranked_prospects(bundle, strange), "P0000003", settings())
    assert told.unfamiliar[0] not in told.prospect["reasons_against"]
    high = bundle.ranges["employees"][1]
    assert "90,000 employees; the companies that were learned from have " in str(told.unfamiliar[0])
    assert str(told.unfamiliar[0]).endswith(f"–{high:,.0f}")
    unseen = replace(bundle, distribution=bundle.distribution | {"industry": [0.5, 0.5, 0.0, 0.0, 0.0]})
    fishing = some.index[some["industry"] == "Fishing"][0]
    told = explained(unseen, some, ranked_prospects(unseen, some), some["prospect_id"][fishing], settings())
    assert "Fishing: hardly any of the companies that were learned from" in map(str, told.unfamiliar)


def test_too_few_facts_make_a_company_unfamiliar(bundle, some):
    known = {one.name: [1.0 / (one.bins.size - 1)] * (one.bins.size - 1) + [0.0] for one in bundle.rank.features}
    told_of_all = replace(bundle, distribution=known)
    empty = some.head(1).assign(**{one.source: None for one in bundle.rank.features}).astype({"employees": float})
    empty = empty.astype({"revenue": float, "founded": float})
    told = explained(told_of_all, empty, ranked_prospects(told_of_all, empty), "P0000000", settings())
    assert told.unfamiliar == (say("unfamiliar.unknown", missing=7, all=7),)
