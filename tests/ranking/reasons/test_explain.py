"""One company explained: exact, in words, findable as people write it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from lookalike.errors import InputError
from lookalike.languages import Message, language, say
from lookalike.ranking.order.ranked import ranked_prospects
from lookalike.ranking.reasons.call import opener, who
from lookalike.ranking.reasons.explain import Explanation, explain_one
from lookalike.ranking.reasons.finding import LeftOut, find
from lookalike.ranking.reasons.likeness import in_both, resemblance
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


@pytest.mark.parametrize("called", ["P0000007", "p0000007", " 9007 ", "company 7", "Company-7 AS", "cómpany 7"])
def test_a_company_is_found_by_id_number_or_name(bundle, some, ranked, called):
    assert explained(bundle, some, ranked, called, settings()).prospect["prospect_id"] == "P0000007"


NAMES = ("Toreås Maskin AS", "Skarenga Shipping AS", "Tunrabben Industri AS", "Tunrabben Bistro AS", "Ødegård & Sønn")


@pytest.fixture
def firms() -> pd.DataFrame:
    ids = [f"P{place}" for place in range(len(NAMES))]
    domains = ["www.toreas.example", None, None, None, None]
    numbers = ["950168668", "950310006", None, None, None]
    return pd.DataFrame({"prospect_id": ids, "name": NAMES, "domain": domains, "org_number": numbers, "country": "NO"})


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("Toreås Maskin", 0),
        ("toreas maskin a/s", 0),
        ("https://toreas.example/om-oss", 0),
        ("950 168 668", 0),
        ("NO950168668MVA", 0),
        ("skarenga shiping", 1),
        ("skarenga", 1),
        ("tunraben industri", 2),
        ("odegard og sonn", 4),
    ],
)
def test_a_company_is_found_however_its_name_is_typed(firms, typed, place):
    assert find(firms, typed) == place


def test_a_name_that_may_mean_several_is_asked_about_and_an_unknown_one_gets_a_hint(firms):
    several = r"2 companies can be meant by 'tunrabben'.*Tunrabben Industri AS \(P2\), Tunrabben Bistro AS \(P3\)"
    with pytest.raises(InputError, match=several):
        find(firms, "tunrabben")
    with pytest.raises(InputError, match=r"no company 'Skaren Sjopping'.*perhaps.*Skarenga Shipping AS \(P1\)"):
        find(firms, "Skaren Sjopping")
    with pytest.raises(InputError, match=r"no company 'xyz'.*look the id up"):
        find(firms, "xyz")


def test_a_shared_name_asks_for_the_id(bundle, some, ranked):
    twins = some.assign(name="Twin AS")
    with pytest.raises(
        InputError, match=r"200 companies can be meant by 'twin as'.*give the id of one of them: Twin AS"
    ):
        explained(bundle, twins, ranked, "twin as", settings())


@pytest.mark.parametrize("called", ["X7", " acme as", "Acme", "acmee as"])
def test_a_company_off_the_list_is_answered_with_why(some, called):
    out = {"id": ["X6", "X7"], "name": [None, "Acme AS"], "reason": ["duplicate", "open_deal"]}
    excluded = pd.DataFrame(out | {"detail": ["listed twice", "open deal D7"]})
    with pytest.raises(LeftOut, match=r"Acme AS is not on the list: open deal \(open deal D7\)\. To do: ask whoever"):
        find(some, called, excluded)
    with pytest.raises(InputError, match="no company"):
        find(some, called, excluded.head(0))


def test_the_call_says_who_they_are_what_we_had_how_to_begin_and_what_to_ask(bundle, some, ranked):
    known = pd.DataFrame({"account_id": ["K1"], "won": [0], "lost": [2], "last_won": [pd.NaT], "owner": ["Silje"]})
    one = some.iloc[[42]].assign(account_id="K1", relation="lost-before", revenue=float("nan"))
    persona = {"functions": [{"value": "operations", "share": 0.7}], "levels": [{"value": "manager", "share": 0.6}]}
    listed = ranked[ranked["prospect_id"] == "P0000042"]
    call = explain_one(bundle, one, listed, len(ranked), settings(), known, persona).call
    assert [str(said) for said in call.history] == [
        "you lost a deal with them before",
        "won 0, lost 2",
        "account owner: Silje",
    ]
    assert str(call.opener).startswith("We have been in touch before.")
    assert str(call.ask_for).startswith("manager in operations (60% and 70% of those who decide")
    assert "revenue" in [str(asked) for asked in call.unknown]
    assert any("founded" in str(fact) for fact in call.who)


@pytest.mark.parametrize(("heads", "growing", "said"), [(120.0, 8.0, True), (900.0, -2.0, False)])
def test_an_opener_names_what_a_talk_begins_with_and_no_formality(heads, growing, said):
    formal = {"ownership": "Private", "company_type": "AS", "country": "NO", "technologies": "Azure;SAP"}
    ours = pd.Series(formal | {"employees": 80.0, "growth": 10.0, "city": None, "industry": None})
    told = tuple(in_both(ours, pd.Series(formal | {"employees": heads, "growth": growing})).values())
    if said:
        assert str(opener("cold", "Nordlys", told)).startswith(
            "We already work with Nordlys. Like you, they use Azure and SAP, are about the same size and are growing."
        )
    else:
        assert [str(one) for one in told] == ["use Azure and SAP"]
    assert str(opener("cold", "Nordlys", ())) == str(opener("cold", "", told))


def test_a_company_resembles_the_customer_with_which_it_has_most_in_common():
    ours = pd.Series({"industry": "Freight", "employees": 80.0, "growth": 10.0, "city": "Alta", "technologies": None})
    near = pd.Series({"industry": "Retail", "employees": 80.0, "technologies": np.nan})
    alike = {"Near AS": near, "Fjord AS": ours.drop("growth"), "Far AS": pd.Series({"city": "Bergen"})}
    said = "like your customer Fjord AS: both are in Freight, are in Alta and are about the same size"
    assert str(resemblance(ours, alike)) == said
    assert resemblance(ours, {"Far AS": alike["Far AS"]}) is None
    assert resemblance(ours, {}) is None


def test_an_industry_that_is_known_by_its_code_is_named_in_what_both_are():
    coded = pd.Series({"industry_code": "49.410", "industry": None})
    assert language("no").tell(in_both(coded, coded)["industry"]) == "er i bransjen 49.410 Godstransport på vei"


def test_neighbours_do_not_resemble_a_company_in_what_both_lack(bundle, some, ranked):
    for row in ranked.head(40).itertuples():
        for one in explained(bundle, some, ranked, row.prospect_id, settings()).nearest:
            assert not any(isinstance(fact, Message) and fact.key == "facts.absent" for fact in one.shared)


def test_the_opener_speaks_of_the_customer_that_has_most_to_speak_of(bundle, some, ranked):
    for row in ranked.head(40).itertuples():
        told = explained(bundle, some, ranked, row.prospect_id, settings())
        most = max(len(one.to_say) for one in told.nearest)
        named = next(one for one in told.nearest if len(one.to_say) == most)
        assert not most or named.name.rstrip(".") in str(told.call.opener)


def test_the_industry_of_a_company_without_words_for_it_is_told_by_its_code_and_name():
    told = who(pd.Series({"industry_code": "62.010", "technologies": "Azure;SAP", "country": "NO"}), "NOK")
    assert [language("no").tell(one) for one in told] == [
        "62.010 Programmeringstjenester",
        "Norge",
        "bruker Azure og SAP",
    ]


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
