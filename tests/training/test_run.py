"""Training from end to end: what is planted is found, tracked, exported and scored, on every rung of the ladder."""

from __future__ import annotations

import json
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from lookalike_training.assemble import assemble
from lookalike_training.card import model_card
from lookalike_training.diary import catch_up
from lookalike_training.entry import untold
from lookalike_training.experiment import experiment as experiments
from lookalike_training.experiment.past import cold_card
from lookalike_training.promote import promote, rollback, worse_than_rules
from lookalike_training.run import Trained, train
from lookalike_training.tracking import FINGERPRINT, keep_in_step, store

from lookalike.companies import Companies
from lookalike.errors import BundleError
from lookalike.knowledge.understand import Knowledge, understand
from lookalike.languages import Message, from_plain, language, to_plain
from lookalike.project import Project
from lookalike.ranking.order.ranked import ranked_prospects
from lookalike.ranking.reasons.explain import explain_one
from lookalike.scorecard.files import fingerprint
from lookalike.scorecard.score import score_batch, score_frame
from lookalike.scorecard.sql import to_sql
from lookalike.scorecard.store import add, load, save
from lookalike.scorecard.versions import champion, history, numbers, set_champion, version_folder
from lookalike.settings import Settings

SETTINGS = Settings.model_validate({"name": "tiny", "inputs": {"deals": "deals.csv"}})


def company_frame(rng: np.random.Generator, count: int, prefix: str, column: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            column: [f"{prefix}{number:04d}" for number in range(count)],
            "industry": rng.choice(np.array(["IT", "Food", "Steel"], dtype=object), count),
            "employees": rng.lognormal(3.5, 0.8, count).round(),
            "region": rng.choice(np.array(["North", "South"], dtype=object), count),
        }
    )


def market(companies: int = 260, signal: float = 2.0, seed: int = 5) -> Companies:
    """IT companies with more than 30 people buy; larger companies buy for more."""
    rng = np.random.default_rng(seed)
    accounts = company_frame(rng, companies, "a", "account_id")
    odds = -0.7 + signal * (accounts.industry == "IT") * (accounts.employees > 30)
    deals = accounts.loc[rng.integers(0, companies, 2 * companies)]
    won = rng.random(len(deals)) < 1 / (1 + np.exp(-odds[deals.index]))
    table = pd.DataFrame(
        {
            "account_id": deals.account_id.to_numpy(),
            "outcome": np.where(won, "won", "lost"),
            "amount": (deals.employees * 1000 * rng.lognormal(0, 0.4, len(deals))).to_numpy(),
            "closed": pd.Timestamp("2022-01-01") + pd.to_timedelta(rng.integers(0, 900, len(deals)), unit="D"),
        }
    )
    return Companies.of(accounts, table, company_frame(rng, 200, "p", "prospect_id"))


@pytest.fixture(scope="module")
def companies() -> Companies:
    return market()


@pytest.fixture(scope="module")
def knowledge(companies: Companies) -> Knowledge:
    return understand(companies, SETTINGS)


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("stores")
    return folder / "models", folder / "mlruns"


@pytest.fixture(scope="module")
def trained(companies: Companies, knowledge: Knowledge, stores: tuple[Path, Path]) -> Trained:
    return train(Project(stores[0].parent, SETTINGS), companies, knowledge, stores[0])


@pytest.fixture(scope="module")
def told(trained: Trained, stores: tuple[Path, Path]) -> str:
    """MLflow's id of the run, when it was told of it."""
    assert catch_up(stores[0], "tiny", stores[1]) is None
    assert list(untold(stores[0], "tiny")) == []
    return str(json.loads((stores[0] / "tiny" / "v1.diary.json").read_text())["run_id"])


def test_the_planted_signal_is_found_and_the_model_promoted(trained: Trained) -> None:
    assert trained.promoted
    metrics = trained.metrics
    assert metrics["split"]["kind"] == "time"
    assert metrics["champion"] in ("logistic", "boosted", "blend")
    auc = metrics["candidates"][metrics["champion"]]["auc"]
    assert 0.58 < auc["low"] < auc["value"] < auc["high"]
    assert {"constant", "rules", "logistic", "boosted", "blend", "reference", "lightgbm"} <= set(metrics["candidates"])
    assert metrics["differences"]["constant"]["auc"]["low"] > 0
    assert from_plain(json.loads(json.dumps(to_plain(metrics)))) == metrics


def test_it_is_said_whether_pairs_of_attributes_are_enough(trained: Trained) -> None:
    found, figures = trained.metrics["pairs"], trained.metrics["candidates"]
    gain = figures["reference"]["auc"]["value"] - figures["boosted"]["auc"]["value"]
    assert found["auc"]["value"] == pytest.approx(gain, abs=2e-6)
    assert found["auc"]["low"] < found["auc"]["value"] < found["auc"]["high"]
    assert str(found["sentence"]).startswith("Two attributes at a time")
    assert str(found["sentence"]) in model_card(trained.bundle, language("en"))


def test_the_card_tells_what_the_model_is_and_how_good(trained: Trained) -> None:
    card, metrics = model_card(trained.bundle, language("en")), trained.metrics
    auc = metrics["candidates"][trained.champion]["auc"]
    assert card.startswith("# tiny v1\n\n")
    assert f"| {trained.champion} | {auc['value']:.3f} ({auc['low']:.3f} to {auc['high']:.3f}) |" in card
    assert str(metrics["rank_by"]["sentence"]) in card
    assert "region, industry, employees" in card
    assert "## Leaks, refused or to be looked at\nnone found\n" in card


def test_every_figure_of_merit_is_told_with_its_interval(trained: Trained) -> None:
    metrics = trained.metrics
    depths = [f"{name}@{part}" for name in ("lift", "won_revenue") for part in (0.1, 0.2, 0.3)]
    wanted = {"auc", "average_precision", "brier", "ece", *depths}
    for part in (metrics["candidates"][metrics["champion"]], metrics["seen"]):
        for name in wanted:
            assert part[name]["low"] <= part[name]["value"] <= part[name]["high"], name
    assert set(metrics["directions"]) == wanted
    assert {"constant", "rules", "lightgbm", "reference"} <= set(metrics["differences"])
    assert metrics["seen"]["deals"] + metrics["unseen"]["deals"] == metrics["split"]["test_deals"]


def test_promises_are_held_against_what_came_in_ten_bands(trained: Trained) -> None:
    bands = trained.metrics["calibration"]
    assert sum(band["deals"] for band in bands) == trained.metrics["split"]["test_deals"]
    promised = [band["promised"] for band in bands]
    assert promised == sorted(promised)
    inside = [band["actual"]["low"] <= band["promised"] <= band["actual"]["high"] for band in bands]
    assert sum(inside) >= 6


def test_the_learning_curve_says_what_more_deals_would_bring(trained: Trained) -> None:
    curve = trained.metrics["learning_curve"]
    won = [point["won"] for point in curve["points"]]
    assert won == sorted(set(won))
    assert all(point["low"] <= point["auc"] <= point["high"] for point in curve["points"])
    assert f"From {won[0]} to {won[-1]} won deals the AUC of the logistic scorecard went from" in str(curve["sentence"])
    if curve["next"]:
        assert curve["next"]["auc"] > curve["points"][-1]["auc"]
        assert f"about {curve['next']['won'] - won[-1]} more would bring" in str(curve["sentence"])
    else:
        assert "more deals of the same kind promise little" in str(curve["sentence"])


def test_the_bundle_scores_prospects_by_itself(
    trained: Trained, companies: Companies, stores: tuple[Path, Path]
) -> None:
    bundle = load(champion(stores[0], "tiny"))
    scored = score_frame(bundle, companies.prospects)
    assert scored["win_probability"].between(0, 1).all()
    assert (scored["expected_value"] > 0).all()
    ideal = (companies.prospects.industry == "IT") & (companies.prospects.employees > 35)
    # The simplest model is chosen, which adds up industry and size and cannot draw the two together; and of this list
    # no chance is told that is higher than those of nearly all deals.
    assert scored["win_probability"][ideal].mean() > 1.3 * scored["win_probability"][~ideal].mean()
    shap = scored.filter(like="shap_").sum(axis=1)
    assert shap.to_numpy() == pytest.approx(scored["raw"].to_numpy(), abs=1e-6)
    assert sorted(set(scored["familiar"])) != [False]


def test_held_out_deals_are_told_with_scores_of_both_rankings(trained: Trained) -> None:
    every = trained.bundle.held_out
    assert every[["model", "rules", "probability", "worth"]].notna().all(axis=None)
    assert every.filter(like="points_").shape[1] > 0
    held = every[every["tested"]]
    assert len(held) == trained.metrics["split"]["test_deals"]
    assert len(every) - len(held) == trained.metrics["split"]["train_deals"]
    assert held["when"].min() >= pd.Timestamp(trained.metrics["split"]["start"])


@pytest.fixture(scope="module")
def found(companies: Companies, knowledge: Knowledge) -> experiments.Experiment:
    return experiments.run(companies, knowledge.segmentation, SETTINGS)


def test_the_same_data_and_seed_give_the_same_bytes(
    found: experiments.Experiment, companies: Companies, knowledge: Knowledge, trained: Trained, tmp_path: Path
) -> None:
    again = add(assemble(found, companies, knowledge, SETTINGS), tmp_path)
    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in trained.folder.iterdir()
    }


def test_a_past_moves_only_prospects_that_have_one_and_is_told_as_a_reason(
    found: experiments.Experiment, companies: Companies, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundles = []
    for past in ({}, {"lost-before": -30.0}):
        monkeypatch.setattr(
            "lookalike_training.assemble.cold_card", lambda model, past=past: (cold_card(model)[0], past)
        )
        bundles.append(assemble(found, companies, knowledge, SETTINGS))
    plain, bundle = bundles
    listed = companies.prospects.assign(
        relation=np.resize(["cold", "inbound", "lost-before"], len(companies.prospects))
    )
    before, after = (score_frame(one, listed) for one in (plain, bundle))
    lost = (listed["relation"] == "lost-before").to_numpy()
    columns = list(before)
    assert set(after) - set(columns) == {"shap_relation"}
    pd.testing.assert_frame_equal(after.loc[~lost, columns], before[~lost], check_exact=True)
    pd.testing.assert_frame_equal(
        score_frame(bundle, listed.drop(columns="relation"))[columns], before, check_exact=True
    )
    counts = -30.0 * found.ranking.weights["win"]
    assert after["shap_relation"].tolist() == [counts if one else 0.0 for one in lost]
    contributions = after[[name for name in after if str(name).startswith("shap_")]].sum(axis=1)
    np.testing.assert_allclose(contributions, after["raw"], atol=1e-9)
    assert (after["win_probability"] <= before["win_probability"])[lost].all()
    assert (after["familiar"] == before["familiar"]).all()
    sent = pa.RecordBatch.from_pandas(listed, preserve_index=False)
    np.testing.assert_array_equal(score_batch(bundle, sent).column("raw").to_numpy(), after["raw"])
    assert "relation" not in to_sql(bundle)
    listed, best = (one.assign(name="Acme") for one in (listed, bundle.best))
    bundle = replace(bundle, best=best)
    ranked = ranked_prospects(bundle, listed).set_index("prospect_id")
    reasons = ranked.loc[listed.loc[lost, "prospect_id"], "reasons_against"]
    told = reasons.map(lambda given: " ".join(map(language("sv").tell, given)))
    assert told.str.contains("ni har förlorat en affär med dem tidigare: sådana företag vinns mer sällan").all()
    one = listed.iloc[[2]]
    its_row = ranked.loc[one["prospect_id"]].reset_index()
    explained = explain_one(bundle, one, its_row, len(listed), SETTINGS)
    assert [part.contribution for part in explained.parts if part.concept == "relation"] == [counts]


def test_mlflow_has_the_run_the_candidates_the_lineage_and_the_champion(
    trained: Trained, told: str, stores: tuple[Path, Path]
) -> None:
    import mlflow

    with store(stores[1], "tiny") as client:
        run = client.get_run(told)
        children = client.search_runs([run.info.experiment_id], f"tags.`mlflow.parentRunId` = '{told}'")
        assert {child.data.tags["candidate"] for child in children} == set(trained.metrics["candidates"])
        assert run.data.metrics["auc"] == trained.metrics["candidates"][trained.champion]["auc"]["value"]
        settings = {child.data.tags["candidate"]: child.data.params for child in children}
        assert settings["boosted"]["bags"] == "10"
        assert {"strength_", "rounds_"} & set(settings[trained.champion])
        assert {entry.dataset.name for entry in run.inputs.dataset_inputs} == {"learned", "deals"}
        kept = {entry.path for entry in client.list_artifacts(told)}
        assert {"metrics.json", "model_card.md", "plots"} <= kept
        version = client.get_model_version_by_alias("tiny", "champion")
        assert version.run_id == told
        model = mlflow.pyfunc.load_model("models:/tiny@champion")
        answered = model.predict(trained.bundle.best[[attribute.name for attribute in trained.bundle.attributes]])
    assert answered["win_probability"].between(0, 1).all()


def test_scoring_does_not_need_mlflows_store(trained: Trained, stores: tuple[Path, Path], tmp_path: Path) -> None:
    moved = shutil.copytree(stores[0], tmp_path / "elsewhere")
    assert load(champion(moved, "tiny")).version == trained.bundle.version


def test_a_ranking_clearly_worse_than_the_rules_gives_way_to_them(trained: Trained) -> None:
    held = trained.bundle.held_out
    assert worse_than_rules(held) is None
    upside_down = held.assign(model=-held["model"], win=-held["win"], rules=held["win"])
    assert "against the criteria points" in str(worse_than_rules(upside_down))
    only_one_worse = upside_down.assign(win=held["win"])
    assert worse_than_rules(only_one_worse) is None


def test_promoting_by_hand_and_rolling_back_keep_the_registry_in_step(
    trained: Trained, told: str, stores: tuple[Path, Path], tmp_path: Path
) -> None:
    models, mlruns = shutil.copytree(stores[0], tmp_path / "models"), stores[1]

    def aliases() -> dict[str, int]:
        with store(mlruns, "tiny") as client:
            return {alias: int(one) for alias, one in client.get_registered_model("tiny").aliases.items()}

    folder = save(replace(trained.bundle, version=2), version_folder(models, "tiny", 2))
    with store(mlruns, "tiny") as client:
        source = client.get_model_version("tiny", "1").source
        client.create_model_version("tiny", source, tags={FINGERPRINT: fingerprint(folder)})
    assert keep_in_step(models, "tiny", mlruns)
    assert aliases() == {"champion": 1, "challenger": 2}
    assert said(promote(models, "tiny@1", mlruns)) == "tiny v1 is the champion already."
    assert said(promote(models, "tiny@2", mlruns)) == "tiny v2 is the champion."
    assert aliases() == {"champion": 2}
    back = r"tiny v1 is the champion again\. v2, champion since \d+ \w+ \d+, stands by\."
    assert re.fullmatch(back, said(rollback(models, "", mlruns)))
    assert aliases() == {"champion": 1, "challenger": 2}
    with pytest.raises(BundleError, match="v1 is the first champion"):
        rollback(models, "tiny", mlruns)
    with pytest.raises(BundleError, match="no version 9 of 'tiny'"):
        promote(models, "tiny@9", mlruns)
    (folder / "icp.json").write_text("{}")
    with pytest.raises(BundleError, match=r"v2: icp\.json is damaged"):
        promote(models, "tiny@2", mlruns)
    for number in (2, 1):
        set_champion(models, "tiny", number)
    with pytest.raises(BundleError, match=r"v2: icp\.json is damaged"):
        rollback(models, "tiny", mlruns)
    set_champion(models, "tiny", 2)
    shutil.rmtree(folder)
    assert keep_in_step(models, "tiny", mlruns) is False
    assert aliases() == {"challenger": 1}
    assert said(promote(models, "tiny@1", mlruns)) == "tiny v1 is the champion."


def said(done: tuple[Message, Message | None]) -> str:
    """What was done, where MLflow had nothing to say."""
    assert done[1] is None
    return str(done[0])


def test_what_the_registry_does_not_know_is_said(
    trained: Trained, told: str, stores: tuple[Path, Path], tmp_path: Path
) -> None:
    models = shutil.copytree(stores[0], tmp_path / "models")
    save(replace(trained.bundle, version=2, smear=2.0), version_folder(models, "tiny", 2))
    done, warning = promote(models, "tiny@2", stores[1])
    assert str(done) == "tiny v2 is the champion."
    assert str(warning) == "MLflow's registry does not know the champion of tiny; scoring does not need it."


def test_trainings_at_once_get_a_version_and_a_reign_each(
    trained: Trained,
    found: experiments.Experiment,
    companies: Companies,
    knowledge: Knowledge,
    stores: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models, project = shutil.copytree(stores[0], tmp_path / "models"), Project(tmp_path, SETTINGS)
    monkeypatch.setattr(experiments, "run", lambda *_: found)
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: train(project, companies, knowledge, models), range(3)))
    assert sorted(one.version for one in done) == numbers(models, "tiny")[1:] == [2, 3, 4]
    assert sorted(reign["version"] for reign in history(models, "tiny")) == [1, 2, 3, 4]
    assert {2, 3, 4} <= {version for version, _ in untold(models, "tiny")}


def test_a_champion_that_is_gone_does_not_keep_one_from_training(
    trained: Trained,
    found: experiments.Experiment,
    companies: Companies,
    knowledge: Knowledge,
    stores: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    models = shutil.copytree(stores[0], tmp_path / "models")
    shutil.rmtree(version_folder(models, "tiny", 1))
    monkeypatch.setattr(experiments, "run", lambda *_: found)
    done = train(Project(tmp_path, SETTINGS), companies, knowledge, models)
    assert done.promoted
    assert str(done.why).startswith("Promoted: the champion before it cannot be used. ")
    assert "v1, the champion of 'tiny', is gone" in str(done.why)


def test_a_project_of_the_same_name_is_refused_before_the_work(
    trained: Trained,
    companies: Companies,
    knowledge: Knowledge,
    stores: tuple[Path, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forbidden(*_: object) -> experiments.Experiment:
        raise AssertionError("it learned")

    monkeypatch.setattr(experiments, "run", forbidden)
    strangers = companies.accounts.assign(account_id="other " + companies.accounts["account_id"])
    with pytest.raises(BundleError, match=r"tiny@1 learned from 260 other companies \(a0000, a0001, a0002 \.\.\.\)"):
        train(Project(tmp_path, SETTINGS), replace(companies, accounts=strangers), knowledge, stores[0])
    assert numbers(stores[0], "tiny") == [1]


def every_company_wins_as_often_as_it_loses() -> Companies:
    """No attribute can predict winning: each company has one won and one lost deal, closed on the same day."""
    full = market()
    one = full.deals.drop_duplicates("account_id")
    deals = pd.concat([one.assign(outcome=outcome) for outcome in ("won", "lost")], ignore_index=True)
    names = ["industry", "employees", "region"]
    return Companies.of(
        full.accounts[["account_id", *names]],
        deals[["account_id", "outcome", "amount", "closed"]],
        full.prospects[["prospect_id", *names]],
    )


def test_without_signal_it_says_so_and_winning_counts_for_nothing() -> None:
    """How often selection takes chance for a signal is held in test_selection."""
    noise = every_company_wins_as_often_as_it_loses()
    known = understand(noise, SETTINGS)
    found = experiments.run(noise, known.segmentation, SETTINGS)
    assert found.champion == "constant"
    assert str(found.sentence).startswith("Company attributes do not predict winning")
    assert not found.parts["win"].reliability.shown
    assert found.ranking.record["win"]["share"] < 0.01
    bundle = assemble(found, noise, known, SETTINGS)
    chance = score_frame(bundle, noise.prospects)["win_probability"]
    assert chance.nunique() > 1
    assert chance.between(0.4, 0.6).all()


def test_what_the_settings_ask_for_ranks_and_doubts_are_said() -> None:
    noise = every_company_wins_as_often_as_it_loses()
    asked = SETTINGS.model_copy(update={"score": SETTINGS.score.model_copy(update={"rank_by": "win"})})
    found = experiments.run(noise, understand(noise, asked).segmentation, asked)
    assert found.ranking.name == "win"
    assert "nothing shows that this tells the good companies" in str(found.ranking.sentence)


@pytest.mark.parametrize("customers", [15, 60])
def test_customers_without_lost_deals_are_followed_by_similarity(customers: int) -> None:
    """Nobody wrote down who was lost; four of five customers are IT companies with more than 30 people."""
    full = market()
    names = ["industry", "employees", "region"]
    ideal = (full.accounts.industry == "IT") & (full.accounts.employees > 30)
    others = customers // 5
    bought = pd.concat([full.accounts[ideal].head(customers - others), full.accounts[~ideal].head(others)])
    won = pd.DataFrame({"account_id": bought["account_id"], "outcome": "won", "closed": pd.Timestamp("2023-05-01")})
    few = Companies.of(bought[["account_id", *names]], won, full.prospects[["prospect_id", *names]])
    known = understand(few, SETTINGS)
    found = experiments.run(few, known.segmentation, SETTINGS)
    assert (found.rung.name, found.champion) == ("similarity", "similarity")
    assert f"There are {len(bought)} won and 0 lost deals" in str(found.rung.sentence)
    assert "20 more lost ones are needed" in str(found.rung.sentence)
    bundle = assemble(found, few, known, SETTINGS)
    scored = score_frame(bundle, few.prospects)
    assert scored["win_probability"].isna().all()
    alike = (few.prospects.industry == "IT") & (few.prospects.employees > 35)
    assert scored["raw"][alike].mean() > scored["raw"][~alike].mean()
