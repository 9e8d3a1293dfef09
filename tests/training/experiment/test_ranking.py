"""What ranks: a smooth sum in which noise fades, or what the settings ask for; decided without peeking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from lookalike_training.assemble import assemble
from lookalike_training.experiment import experiment as experiments
from lookalike_training.experiment.part import Part
from lookalike_training.experiment.parts import scores
from lookalike_training.experiment.ranking import rank_by, what_ranks
from lookalike_training.experiment.rows import deal_rows
from lookalike_training.experiment.similarity import learn_similarity
from lookalike_training.experiment.value import learn_esteem, learn_money

from lookalike.companies import Companies
from lookalike.knowledge.understand import Knowledge, understand
from lookalike.learning.calibration import calibrate
from lookalike.scorecard.score import score_frame
from lookalike.scorecard.store import Bundle, load, save
from lookalike.settings import Settings


def settings(**told: Any) -> Settings:
    return Settings.model_validate({"name": "tiny", "inputs": {"deals": "deals.csv"}, **told})


def market(seed: int = 3, count: int = 240) -> Companies:
    """IT companies are won more often, companies of the North buy for more; the large ones take longer."""
    rng = np.random.default_rng(seed)
    drawn = {"industry": ["IT", "Food"], "region": ["North", "South"], "listed": ["yes", "no"]}
    accounts = pd.DataFrame({name: rng.choice(np.array(values, dtype=object), count) for name, values in drawn.items()})
    accounts.insert(0, "account_id", [f"a{n:03d}" for n in range(count)])
    deals = accounts.loc[accounts.index.repeat(2)]
    won = rng.random(len(deals)) < np.where(deals["industry"] == "IT", 0.7, 0.3)
    day = pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 900, len(deals)), unit="D")
    table = pd.DataFrame(
        {
            "account_id": deals["account_id"].to_numpy(),
            "outcome": np.where(won, "won", "lost"),
            "amount": rng.lognormal(9, 0.2, len(deals)) * np.where(deals["region"] == "North", 4, 1),
            "created": day - pd.to_timedelta(np.where(deals["listed"] == "yes", 90, 30), unit="D"),
            "closed": day,
        }
    )
    listed = accounts.drop(columns="account_id").assign(prospect_id=[f"p{n:03d}" for n in range(count)])
    return Companies.of(accounts, table, listed)


@pytest.fixture(scope="module")
def companies() -> Companies:
    return market()


@pytest.fixture(scope="module")
def knowledge(companies: Companies) -> Knowledge:
    return understand(companies, settings())


@pytest.fixture(scope="module")
def found(companies: Companies, knowledge: Knowledge) -> tuple[experiments.Experiment, Bundle]:
    found = experiments.run(companies, knowledge.segmentation, settings())
    return found, assemble(found, companies, knowledge, settings())


def test_the_sum_holds_all_three_and_adds_up(
    found: tuple[experiments.Experiment, Bundle], companies: Companies, tmp_path_factory: pytest.TempPathFactory
) -> None:
    experiment, made = found
    bundle = load(save(made, tmp_path_factory.mktemp("models") / "v1"))
    assert set(experiment.ranking.weights) == {"win", "value", "similarity"}
    shares = [one["share"] for one in bundle.metrics["rank_by"]["parts"].values()]
    assert sum(shares) == pytest.approx(1, abs=1e-5)
    assert "the chance of winning (" in str(bundle.metrics["rank_by"]["sentence"])
    scored = score_frame(bundle, companies.prospects)
    np.testing.assert_allclose(scored.filter(like="shap_").sum(axis=1), scored["raw"], atol=1e-9)
    known = companies.accounts
    parts = {name: part.scores(known) for name, part in experiment.parts.items()}
    np.testing.assert_allclose(bundle.rank.raw(known), experiment.ranking.score(parts), atol=1e-9)
    assert bundle.rank.raw(known).mean() == pytest.approx(0, abs=1e-9)
    best = (companies.prospects["industry"] == "IT") & (companies.prospects["region"] == "North")
    assert scored["raw"][best].min() > scored["raw"][~best].max()


def test_expected_value_is_chance_times_value(
    found: tuple[experiments.Experiment, Bundle], companies: Companies
) -> None:
    scored = score_frame(found[1], companies.prospects)
    np.testing.assert_allclose(scored["expected_value"], scored["win_probability"] * scored["deal_value"])
    north = companies.prospects["region"] == "North"
    assert 3 < scored["deal_value"][north].mean() / scored["deal_value"][~north].mean() < 5


def ranked(found: experiments.Experiment, companies: Companies, knowledge: Knowledge, asked: str) -> Bundle:
    """The bundle of this experiment where the settings ask for another ranking."""
    wanted = settings(score={"rank_by": asked})
    name = what_ranks(asked, found.parts)
    ranking = rank_by(name, wanted, found.parts, scores(found.parts, companies.accounts), found.calibration)
    return assemble(replace(found, ranking=ranking), companies, knowledge, wanted)


@pytest.mark.parametrize("asked", ["similarity", "win", "value", "rules"])
def test_what_is_asked_for_ranks(
    found: tuple[experiments.Experiment, Bundle], companies: Companies, knowledge: Knowledge, asked: str
) -> None:
    bundle = ranked(found[0], companies, knowledge, asked)
    assert bundle.rank_by == asked
    scored = score_frame(bundle, companies.prospects)
    assert scored["win_probability"].nunique() > 1
    by = {"similarity": "similarity", "win": "win_probability", "value": "expected_value"}.get(asked)
    if by:
        assert scored["raw"].corr(scored[by], method="spearman") > 0.98
        first = scored.nlargest(60, "raw")[by].sum()
        assert first >= 0.95 * scored[by].nlargest(60).sum()


def test_what_the_data_do_not_give_is_said_loudly(
    found: tuple[experiments.Experiment, Bundle], companies: Companies, knowledge: Knowledge
) -> None:
    parts = {name: part for name, part in found[0].parts.items() if name not in ("money", "value")}
    unpriced = replace(found[0], parts=parts)
    bundle = ranked(unpriced, companies, knowledge, "value")
    assert bundle.rank_by == "best"
    assert str(bundle.metrics["rank_by"]["sentence"]).startswith("NOT ranked by value, as the settings ask")
    assert score_frame(bundle, companies.prospects)["expected_value"].isna().all()


def test_each_goal_has_a_value_part_of_its_own(companies: Companies) -> None:
    rows = deal_rows(companies)
    slow = companies.prospects["listed"] == "yes"
    told = learn_esteem(companies, settings(goal={"best_by": "speed"}))
    assert told is not None
    scores = told.scores(companies.prospects)
    assert scores[~slow].min() > scores[slow].max()
    money = learn_money(companies, rows, settings().learning)
    assert money is not None
    assert money.cases == "deals"


def test_no_deal_of_a_list_is_told_to_be_worth_more_than_nearly_all_that_were_won(
    found: tuple[experiments.Experiment, Bundle], companies: Companies
) -> None:
    experiment, bundle = found
    money = experiment.parts["money"]
    foretold = np.exp(money.inner[np.isfinite(money.target)]) * money.smear
    assert 0.97 <= (foretold <= money.ceiling).mean() < 1
    assert bundle.ceiling == money.ceiling
    assert score_frame(bundle, companies.prospects)["deal_value"].max() <= bundle.ceiling


def test_customers_are_told_from_those_who_did_not_buy_each_by_its_worth(companies: Companies) -> None:
    part = learn_similarity(companies, settings())
    assert part is not None
    assert part.against == "dealt with"
    assert (part.target > 0).sum() == companies.accounts["relation"].isin(["customer", "ex-customer"]).sum()
    scores = part.scores(companies.prospects)
    of = {
        (industry, region): scores[
            (companies.prospects["industry"] == industry) & (companies.prospects["region"] == region)
        ].mean()
        for industry in ("IT", "Food")
        for region in ("North", "South")
    }
    assert of["IT", "North"] > of["IT", "South"] > of["Food", "South"]


def noisy_part(seed: int, target: np.ndarray, ids: np.ndarray, signal: float) -> Part:
    """A part whose scores tell the target this well, drawn in as a learned one's; its model says the same of a frame of
    the same companies.
    """
    score = signal * target + np.random.default_rng(seed).normal(size=len(target))
    score *= max(np.polyfit(score, target, 1)[0], 0.0)

    class Told:
        def decision_function(self, frame: pd.DataFrame) -> np.ndarray:
            return score[: len(frame)]

    return Part(Told(), "order", "deals", ids, score, target, np.ones(len(target)))


def test_noise_fades_from_the_sum_and_never_switches() -> None:
    """The share of a part grows smoothly with what it tells: no jump between neighbouring strengths."""
    rng = np.random.default_rng(1)
    won, ids = (rng.random(600) < 0.5).astype(float), np.array([f"c{n:03}" for n in range(600)], dtype=object)
    known, win = pd.DataFrame(index=range(600)), noisy_part(2, won, ids, 1.0)
    calibration, shares = calibrate(win.inner, won), []
    for signal in np.linspace(0, 1, 21):
        parts = {"win": win, "value": noisy_part(3, won, ids, signal)}
        ranking = rank_by("best", settings(), parts, scores(parts, known), calibration)
        shares.append(ranking.record["value"]["share"])
    assert shares[0] < 0.04
    assert 0.2 < shares[-1] < 0.6
    assert np.abs(np.diff(shares)).max() < 0.08


def test_only_where_nothing_is_shown_the_rules_rank() -> None:
    rng, misled = np.random.default_rng(4), 0
    ids = np.array([f"c{n:03}" for n in range(300)], dtype=object)
    for seed in range(20):
        won = (rng.random(300) < 0.5).astype(float)
        parts = {"win": noisy_part(seed, won, ids, 0.0)}
        misled += what_ranks("best", parts) != "rules"
    assert misled <= 3
    assert what_ranks("best", {"win": noisy_part(1, won, ids, 1.0)}) == "best"


def test_held_out_deals_do_not_rank_themselves(companies: Companies, knowledge: Knowledge) -> None:
    """Other money on the held-out deals leaves the order among them as it was."""
    asked = settings(learning={"test_from": "2023-09-01"})
    later = companies.deals["closed"] >= pd.Timestamp("2023-09-01")
    turned = companies.deals.assign(amount=companies.deals["amount"].where(~later, 1e6 - companies.deals["amount"]))
    first, second = (
        experiments.run(one, knowledge.segmentation, asked).held_out["model"].to_numpy()
        for one in (companies, replace(companies, deals=turned))
    )
    np.testing.assert_array_equal(first, second)
