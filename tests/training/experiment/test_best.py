"""The scorecard of the best customers: it ranks where it finds them better, and only then, from end to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lookalike.companies import Companies
from lookalike.knowledge.understand import Knowledge, understand
from lookalike.knowledge.value.labels import best_customers
from lookalike.learning.metrics import Outcomes, auc
from lookalike.ranking.order.ranked import ranked_prospects
from lookalike.scorecard.score import score_batch, score_frame
from lookalike.scorecard.sql import to_sql
from lookalike.scorecard.store import Bundle, load, save
from lookalike.settings import Score, Settings
from training.assemble import assemble
from training.experiment import experiment as experiments
from training.experiment.best import learn_best, refit
from training.experiment.ranked_by import BEST, WIN, rank_by
from training.experiment.rows import Rows, deal_rows, split_rows
from training.experiment.value import Value

SETTINGS = Settings.model_validate(
    {
        "name": "tiny",
        "inputs": {"deals": "deals.csv"},
        "goal": {"count": 20},
        "learning": {"test_from": date(2023, 6, 1)},
    }
)
UNTOLD = Value(None, False, "constant", 1.0, 0.0, np.array([]), "Nothing is known of value.")


def market(often: int = 6) -> Companies:
    """IT companies are won more often; those in the North come back `often` times, the others once.

    No deal of the North is larger or more often won than one elsewhere: only together do they make a best customer.
    """
    rng, count = np.random.default_rng(3), 160
    names = {"industry": ["IT", "Food"], "region": ["North", "South", "West", "East"], "listed": ["yes", "no"]}
    drawn = {name: rng.choice(np.array(values, dtype=object), count) for name, values in names.items()}
    accounts = pd.DataFrame({"account_id": [f"a{n:03d}" for n in range(count)], **drawn})
    deals = accounts.loc[accounts.index.repeat(np.where(accounts["region"] == "North", often, 1))]
    won = rng.random(len(deals)) < np.where(deals["industry"] == "IT", 0.95, 0.8)
    days = rng.integers(0, 900, len(deals))
    table = pd.DataFrame(
        {
            "account_id": deals["account_id"].to_numpy(),
            "outcome": np.where(won, "won", "lost"),
            "amount": rng.lognormal(9, 0.2, len(deals)),
            "closed": pd.Timestamp("2022-01-01") + pd.to_timedelta(days, unit="D"),
        }
    )
    listed = accounts.drop(columns="account_id").assign(prospect_id=[f"p{n:03d}" for n in range(count)])
    return Companies.of(accounts, table, listed)


@pytest.fixture(scope="module")
def companies() -> Companies:
    return market()


@pytest.fixture(scope="module")
def knowledge(companies: Companies) -> Knowledge:
    return understand(companies, SETTINGS)


@pytest.fixture(scope="module")
def found(companies: Companies, knowledge: Knowledge) -> experiments.Experiment:
    return experiments.run(companies, knowledge.segmentation, SETTINGS)


@pytest.fixture(scope="module")
def bundle(
    found: experiments.Experiment, companies: Companies, knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory
) -> Bundle:
    made = assemble(found, companies, knowledge, SETTINGS)
    return load(save(made, tmp_path_factory.mktemp("models") / "v1"))


def test_what_tells_the_best_customers_ranks(found: experiments.Experiment) -> None:
    assert (found.ranked_by.name, found.ranked_by.mix) == ("best", BEST)
    assert found.ranked_by.sentence.startswith("Ranked by a scorecard of the best customers: it finds the best")


def test_it_finds_the_best_customers_of_later_deals(found: experiments.Experiment, companies: Companies) -> None:
    """Best by the held-out deals alone, of which the ranking knew nothing."""
    held = found.held_out
    later = best_customers(companies.restricted(held["deal_id"]), SETTINGS.goal)
    scores = held.groupby("account_id")[["model", "win"]].mean()
    is_best, unknown = scores.index.isin(later.ids).astype(float), np.full(len(scores), np.nan)
    once = np.ones((1, len(scores)))
    by_model, by_win = (auc(Outcomes(is_best, scores[one].to_numpy(), unknown, unknown), once)[0] for one in scores)
    assert by_model > 0.75
    assert by_model > by_win + 0.1


def test_the_bundle_ranks_by_it_and_keeps_the_chance_of_winning(bundle: Bundle, companies: Companies) -> None:
    scored = score_frame(bundle, companies.prospects)
    assert bundle.rank_by == "best"
    assert bundle.metrics["rank_by"]["mix"] == {"win": 0, "value": 0, "best": 1}
    parts = scored.filter(like="shap_").sum(axis=1)
    np.testing.assert_allclose(parts, scored["raw"], atol=1e-9)
    north = (companies.prospects["region"] == "North").to_numpy()
    assert scored["raw"][north].min() > scored["raw"][~north].max()
    assert bundle.win is not None
    promised = bundle.calibration.apply(bundle.win.raw(companies.prospects))
    np.testing.assert_allclose(scored["win_probability"], promised, atol=1e-12)


def test_streams_warehouses_and_reasons_follow_it(bundle: Bundle, companies: Companies) -> None:
    listed = companies.prospects
    wanted = score_frame(bundle, listed)
    batch = score_batch(bundle, pa.RecordBatch.from_pandas(listed, preserve_index=False))
    np.testing.assert_array_equal(batch.column("raw").to_numpy(), wanted["raw"])
    with duckdb.connect() as database:
        database.register("companies", listed)
        asked = database.sql(to_sql(bundle, "duckdb", "companies")).df().set_index("prospect_id")
    np.testing.assert_allclose(asked.loc[listed["prospect_id"], "raw"], wanted["raw"], atol=1e-9)
    np.testing.assert_allclose(asked.loc[listed["prospect_id"], "win_probability"], wanted["win_probability"])
    named, best = (one.assign(name="Acme") for one in (listed, bundle.best))
    first = ranked_prospects(replace(bundle, best=best), named, Score()).iloc[0]
    assert "North" in first["reasons_for"][0]


def training_rows(companies: Companies) -> tuple[Rows, Rows]:
    rows = deal_rows(companies)
    train, test = split_rows(rows, SETTINGS.learning).parts[0]
    return rows.take(train), rows.take(test)


def test_held_out_deals_do_not_say_who_is_best(companies: Companies) -> None:
    train, test = training_rows(companies)
    later = companies.deals["deal_id"].isin(test.deal_ids)
    turned = companies.deals.assign(amount=companies.deals["amount"].where(~later, 1e9 - companies.deals["amount"]))
    told, again = (learn_best(one, SETTINGS, train) for one in (companies, replace(companies, deals=turned)))
    assert told.ids == again.ids
    np.testing.assert_array_equal(told.inner, again.inner)
    np.testing.assert_array_equal(told.scores(test.frame), again.scores(test.frame))
    everything = deal_rows(replace(companies, deals=turned))
    assert refit(again, replace(companies, deals=turned), SETTINGS, everything).ids != told.ids


def test_each_company_is_scored_by_those_that_had_not_seen_it(companies: Companies) -> None:
    """All deals of a company carry one score, and it is not what the model says that has learned from it."""
    rows = deal_rows(companies)
    best = learn_best(companies, SETTINGS, rows)
    assert pd.Series(best.inner).groupby(rows.groups).nunique().eq(1).all()
    assert np.abs(best.inner - best.scores(rows.frame)).min() > 0


def test_best_customers_like_all_others_are_not_ranked_by() -> None:
    """Each company has a twin that agrees in every attribute; one of the two bought for more."""
    full = market(often=1)
    names = ["industry", "region", "listed"]
    twins = pd.concat([full.accounts[["account_id", *names]]] * 2, ignore_index=True)
    twins["account_id"] = [f"t{n:03d}" for n in range(len(twins))]
    deals = pd.DataFrame({"account_id": twins["account_id"], "outcome": "won"})
    deals["amount"] = np.r_[np.linspace(9000, 9999, len(full.accounts)), np.linspace(1000, 1999, len(full.accounts))]
    lost = deals.assign(outcome="lost")
    alike = Companies.of(twins, pd.concat([deals, lost], ignore_index=True))
    rows = deal_rows(alike)
    goal = SETTINGS.goal.model_copy(update={"count": 50})
    best = learn_best(alike, SETTINGS.model_copy(update={"goal": goal}), rows)
    assert len(best.ids) == 50
    assert not best.tells
    assert best.sentence == "Company attributes do not tell the best customers from other companies."
    ranked = rank_by("best", "logistic", rows.won, UNTOLD, best, rows, 7)
    assert (ranked.name, ranked.mix) == ("win", WIN)
    assert ranked.sentence == f"{UNTOLD.sentence} {best.sentence} Ranked by the chance of winning."


def test_where_there_is_nothing_to_learn_it_is_said(companies: Companies) -> None:
    rows = deal_rows(companies)

    def said(goal: dict[str, object], known: Companies = companies, rank: str = "best") -> str:
        asked = {"goal": SETTINGS.goal.model_copy(update=goal), "score": Score.model_validate({"rank_by": rank})}
        return learn_best(known, SETTINGS.model_copy(update=asked), rows).sentence

    assert said({"count": 10}) == "10 best customers are too few to learn what tells them."
    assert said({}, rank="win") == "The list is not to be ranked by the best customers."
    unpriced = replace(companies, deals=companies.deals.assign(amount=np.nan))
    assert said({}, unpriced) == "Without amounts the best customers are those that are won."
    assert said({"best_by": "orders"}, unpriced).startswith("Company attributes tell the best customers from other")
