"""The gate: what is worse than the champion stays out, on whatever deals the champion had not learned from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lookalike_training.promote import gate

from lookalike.companies import Companies
from lookalike.languages import say
from lookalike.learning.bins import Feature, NumericBins
from lookalike.schema import Attribute, Kind
from lookalike.scorecard.store import Bundle
from lookalike.scorecard.tables.scorecard import Scorecard, Table
from toys import toy_bundle

SIZE = Feature("employees", "employees", "size", "employees", Kind.NUMBER, "", NumericBins((10.0, 100.0)))
CARD = Scorecard((SIZE,), (Table((0,), (np.array([-1.5, 0.0, 1.5, 0.0]),)),), 0.0)
FIRST = pd.Timestamp("2024-01-01")


@pytest.fixture(scope="module")
def companies() -> Companies:
    rng = np.random.default_rng(3)
    ids = [f"a{place:04d}" for place in range(1100)]
    return Companies.of(pd.DataFrame({"account_id": ids, "employees": rng.lognormal(3.5, 1.5, len(ids)).round()}))


@pytest.fixture(scope="module")
def deals(companies: Companies) -> pd.DataFrame:
    """One deal a day, of one company each, as a version that has found the truth says it of held-out deals."""
    rng, accounts = np.random.default_rng(4), companies.accounts
    odds = CARD.raw(accounts)
    return pd.DataFrame(
        {
            "deal_id": "d" + accounts["account_id"],
            "account_id": accounts["account_id"],
            "won": rng.random(len(odds)) < 1 / (1 + np.exp(-odds)),
            "amount": rng.lognormal(10, 0.3, len(odds)),
            "when": FIRST + pd.to_timedelta(np.arange(len(odds)), unit="D"),
            "model": odds,
            "win": odds,
            "tested": True,
        }
    )


@pytest.fixture(scope="module")
def champion(deals: pd.DataFrame, companies: Companies) -> Bundle:
    """Made from the first 800 deals, of which it had held out the last 200."""
    as_of = deals["when"][799].date().isoformat()
    return toy_bundle(CARD, companies.accounts, manifest={"as_of": as_of}, held_out=deals[600:800])


def challenger(champion: Bundle, held_out: pd.DataFrame) -> Bundle:
    return replace(champion, version=2, held_out=held_out)


def reversed_(held_out: pd.DataFrame) -> pd.DataFrame:
    return held_out.assign(model=-held_out["model"], win=-held_out["win"])


def test_later_deals_that_the_champion_cannot_know_are_scored_by_it(
    champion: Bundle, deals: pd.DataFrame, companies: Companies
) -> None:
    """Enough newer deals have come that no deal was held out by both."""
    new = deals[825:]
    told = gate(challenger(champion, reversed_(new)), champion, companies)
    assert not told.passed
    assert str(told.sentence).startswith("Not promoted: on deals that neither had seen, AUC -")
    assert str(told.sentence).endswith("v1 stays the champion; to take v2 all the same: lookalike models promote toy@2")
    told = gate(challenger(champion, new), champion, companies)
    assert told.passed
    assert str(told.sentence) == "Promoted: on deals that neither had seen, it does exactly as v1 does."


def test_what_the_champion_said_then_and_says_now_count_together_each_on_its_scale(
    champion: Bundle, deals: pd.DataFrame, companies: Companies
) -> None:
    mixed = deals[780:820]  # twenty of then and twenty of now: neither alone would be enough
    assert not gate(challenger(champion, reversed_(mixed)), champion, companies).passed
    then = champion.held_out.assign(model=champion.held_out["model"] + 9, win=champion.held_out["win"] - 9)
    other_scale = replace(champion, held_out=then)
    told = [gate(challenger(champion, mixed), one, companies).sentence for one in (champion, other_scale)]
    assert told[0] == told[1]
    assert told[0].key == "training.alike"


@pytest.mark.parametrize(
    "made_before",
    [{"manifest": {"as_of": "2024-02-01"}}, {"held_out": pd.DataFrame()}],
    ids=["the day in the settings is older than the deals", "nothing was held out"],
)
def test_deals_that_the_champion_learned_from_are_not_held_against_the_challenger(
    champion: Bundle, deals: pd.DataFrame, companies: Companies, made_before: dict[str, object]
) -> None:
    learned = reversed_(deals[200:600])
    for one in (champion, replace(champion, **made_before)):
        told = gate(challenger(champion, learned), one, companies)
        assert (told.passed, str(told.sentence)) == (True, "Promoted: too few deals are new to both it and v1.")


def test_an_id_that_names_another_deal_today_is_not_taken_for_the_same(
    champion: Bundle, deals: pd.DataFrame, companies: Companies
) -> None:
    """Ids that are places in a file move when it is sorted otherwise."""
    moved = deals[200:400].assign(deal_id=deals["deal_id"][600:800].to_numpy())
    assert "too few deals" in str(gate(challenger(champion, reversed_(moved)), champion, companies).sentence)


def test_worse_by_one_measure_is_refused_unless_better_by_the_other(
    champion: Bundle, deals: pd.DataFrame, companies: Companies
) -> None:
    new = deals[825:]
    worse_at_winning = new.assign(win=-new["win"])
    assert not gate(challenger(champion, worse_at_winning), champion, companies).passed
    worse_at_revenue = new.assign(model=-new["model"])
    assert not gate(challenger(champion, worse_at_revenue), champion, companies).passed
    finds_revenue = worse_at_winning.assign(model=new["won"] * new["amount"])
    assert gate(challenger(champion, finds_revenue), champion, companies).passed


def test_a_version_that_could_not_be_tested_does_not_replace_one_that_was(
    champion: Bundle, companies: Companies
) -> None:
    fallen = challenger(champion, pd.DataFrame())
    told = gate(fallen, champion, companies)
    assert not told.passed
    assert str(told.sentence) == (
        "Not promoted: there were no deals to test it on, against 200 on which v1 was tested. "
        "v1 stays the champion; to take v2 all the same: lookalike models promote toy@2"
    )
    assert gate(fallen, replace(champion, held_out=pd.DataFrame()), companies).passed
    assert str(gate(fallen, None, companies).sentence) == "Promoted: it is the first version."
    gone = say("bundle.champion_gone", version="v1", name="toy")
    assert str(gate(fallen, None, companies, gone).sentence) == (
        "Promoted: the champion before it cannot be used. v1, the champion of 'toy', is gone"
    )


def test_a_champion_that_cannot_read_the_data_gives_way(
    champion: Bundle, deals: pd.DataFrame, companies: Companies
) -> None:
    """It could not rank the list either."""
    worse = challenger(champion, reversed_(deals[825:]))
    gone = replace(champion, attributes=(*champion.attributes, Attribute("region", Kind.CATEGORY, "region", "region")))
    assert str(gate(worse, gone, companies).sentence) == (
        "Promoted: v1 reads 'region', which the data no longer hold as it learned them."
    )
    words = replace(companies, accounts=companies.accounts.assign(employees="many"))
    assert "'employees'" in str(gate(worse, champion, words).sentence)
