"""The sample company: the same bytes from the same seed, the planted truth in its files, and a CRM's dialect."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, roc_auc_score
from stdnum.no import orgnr

from lookalike.sample import Truth, write_sample
from lookalike.sample.dialect import HEADINGS
from lookalike.sample.truth import LEAKS, NOISE, SIGNALS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nordlys")


@pytest.fixture(scope="module")
def truth(folder: Path) -> Truth:
    return write_sample(folder)


def _read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(
        folder / name, sep=";", dtype=str, encoding="utf-8-sig", keep_default_na=False, on_bad_lines="error"
    ).fillna("")


@pytest.fixture(scope="module")
def closed(folder: Path, truth: Truth) -> pd.DataFrame:
    deals = _read(folder, "salg.csv")
    deals = deals[deals["Status"].isin(["Solgt", "Tapt"]) & deals["Kundenr"].isin(truth.segment.index)]
    deals = deals[~deals["Salgsnr"].str.startswith("S9")]
    deals["won"] = deals["Status"] == "Solgt"
    deals["amount"] = deals["Beløp"].str.replace("\u00a0", "").str.replace(",", ".").astype(float)
    dates = [pd.to_datetime(deals[c], format="%d.%m.%Y") for c in ("Opprettet", "Salgsdato")]
    return deals.assign(days=(dates[1] - dates[0]).dt.days, segment=truth.segment[deals["Kundenr"]].to_numpy())


def _digests(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        write_sample(tmp_path / name, seed=seed, prospects=500)
    assert _digests(tmp_path / "a") == _digests(tmp_path / "b")
    assert _digests(tmp_path / "a") != _digests(tmp_path / "c")


def test_the_truth_is_not_in_the_folder(folder: Path, truth: Truth) -> None:
    assert {file.name for file in folder.iterdir()} == {"lookalike.toml", *truth.rows}


def test_settings_are_accepted(folder: Path, truth: Truth) -> None:
    from lookalike.project import load_project

    project = load_project(folder)
    assert project.settings.name == "nordlys"
    assert set(project.settings.inputs.named()) >= {"accounts", "deals", "prospects", "orders", "contacts", "exclude"}


def test_files_are_in_a_norwegian_crm_dialect(folder: Path, truth: Truth) -> None:
    for name, rows in truth.rows.items():
        content = (folder / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        lines = content.decode("utf-8-sig").split("\r\n")
        assert lines[0] == ";".join(HEADINGS[name].values())
        assert lines[-1] == ""
        assert len(lines) - 2 == rows
    amounts = _read(folder, "salg.csv")["Beløp"]
    assert amounts.str.fullmatch(r"\d{1,3}(\u00a0\d{3})*,\d\d").mean() > 0.99
    assert _read(folder, "ordrer.csv")["Ordredato"].str.fullmatch(r"\d\d\.\d\d\.20\d\d").all()


def test_organisation_numbers_and_names_are_valid_and_used_once(folder: Path, truth: Truth) -> None:
    prospects = _read(folder, "prospekter.csv")
    ordinary = prospects[~prospects["Prospektnr"].isin([*frozenset().union(*truth.planted.values()), ""])]
    assert ordinary["Org.nr"].map(orgnr.is_valid).all()
    assert ordinary["Org.nr"].is_unique
    assert ordinary["Firmanavn"].is_unique
    assert ordinary["Webside"].str.fullmatch(r"https://www\.[a-z0-9-]+\.example/").all()


def test_true_probability_is_a_signal_of_ordinary_strength(closed: pd.DataFrame, truth: Truth) -> None:
    true = truth.win_probability[closed["Kundenr"]]
    assert 0.72 < roc_auc_score(closed["won"], true) < 0.78
    assert 0.3 < closed["won"].mean() < 0.4
    assert abs(closed["won"].mean() - true.mean()) < 0.04
    assert 850 < len(closed) < 950


def test_ideal_customers_win_more_and_pay_more(closed: pd.DataFrame, truth: Truth) -> None:
    ideal, opposite = (getattr(truth, which)[closed["Kundenr"]].to_numpy() for which in ("icp", "anti_icp"))
    rest = closed[~ideal & ~opposite]
    assert 2 < closed.loc[ideal, "won"].mean() / closed.loc[~ideal, "won"].mean() < 4
    assert closed.loc[opposite, "won"].mean() < 0.6 * rest["won"].mean()
    assert closed.loc[ideal, "amount"].median() > 1.5 * rest["amount"].median()


def test_segments_differ_in_what_matters(closed: pd.DataFrame) -> None:
    by = closed[closed["segment"] != ""].groupby("segment")
    assert set(by.groups) == {"Logistikk", "Industri", "Rådgivning", "Servering"}
    assert by["won"].mean().max() > 3 * by["won"].mean().min()
    assert by["amount"].median().max() > 8 * by["amount"].median().min()
    assert by["days"].median().max() > 3 * by["days"].median().min()


def test_segments_can_be_found_by_ordinary_clustering(folder: Path, truth: Truth) -> None:
    accounts = _read(folder, "kunder.csv").set_index("Kundenr")
    planted = truth.segment[accounts.index]
    size = pd.to_numeric(accounts["Antall ansatte"].str.replace("\u00a0", "")).pipe(np.log)
    kind = pd.get_dummies(accounts["Bransje"].where(accounts["Bransje"] != "", None)).astype(float)
    points = np.column_stack([kind, 0.3 * size.fillna(size.median())])[planted != ""]
    found = KMeans(4, n_init=5, random_state=0).fit_predict(points)
    assert adjusted_rand_score(planted[planted != ""], found) > 0.85


def test_leaks_give_the_outcome_away(folder: Path, closed: pd.DataFrame) -> None:
    filled = closed["Kontraktsnr"] != ""
    assert filled[closed["won"]].mean() > 0.9
    assert filled[~closed["won"]].mean() < 0.12
    prospects = _read(folder, "prospekter.csv")
    assert (prospects["Kontraktsnr"] != "").mean() < 0.02
    assert "Kundeklasse" not in prospects
    assert {*SIGNALS, *NOISE, *LEAKS} <= {*HEADINGS["kunder.csv"].values()}


def test_funnel_shows_the_planted_hit_rates(truth: Truth) -> None:
    steps = truth.funnel
    assert list(steps.index) == ["call", "meeting", "quote", "order"]
    assert abs(steps["meeting"] / steps["call"] - truth.hit_rates["meeting"]) < 0.05
    assert abs(steps["quote"] / steps["meeting"] - truth.hit_rates["quote"]) < 0.05
    assert steps["order"] / steps["quote"] == pytest.approx(truth.hit_rates["order"])


def test_portfolio_types_show_in_the_orders(folder: Path, truth: Truth) -> None:
    assert set(truth.portfolio) == {"key", "development", "maintenance", "now-and-then"}
    assert truth.portfolio.value_counts().min() >= 15
    orders = _read(folder, "ordrer.csv").groupby("Kundenr").size().reindex(truth.portfolio.index)
    mean = orders.groupby(truth.portfolio).mean()
    assert mean[["key", "maintenance"]].min() > 2 * mean[["development", "now-and-then"]].max()


def test_prospects_hold_every_kind_of_row_that_needs_care(folder: Path, truth: Truth) -> None:
    planted = truth.planted
    assert set(planted) == {
        *("customer", "open_deal", "group", "competitor", "own", "dissolved", "opted_out", "duplicate"),
        *("rejected", "ex-customer", "lost-before", "inbound"),
    }
    assert sum(map(len, planted.values())) == len(frozenset().union(*planted.values()))
    prospects = _read(folder, "prospekter.csv")
    assert len(prospects) == truth.rows["prospekter.csv"] == 20_000
    prospects.index = pd.Index([f"P{row:05d}" for row in range(1, 20_001)])  # as the docstring says
    nameless = prospects.index.isin(planted["rejected"])
    assert (prospects.loc[nameless, ["Prospektnr", "Firmanavn", "Org.nr", "Webside"]] == "").all(axis=None)
    assert (prospects["Prospektnr"] == prospects.index)[~nameless].all()
    assert not prospects.loc[sorted(planted["dissolved"]), "Status"].eq("Aktiv").any()


def test_second_records_are_spelled_otherwise(folder: Path, truth: Truth) -> None:
    accounts = _read(folder, "kunder.csv").set_index("Kundenr")
    first = accounts.loc[list(truth.duplicates.values()), "Firmanavn"].to_numpy()
    second = accounts.loc[list(truth.duplicates), "Firmanavn"].to_numpy()
    assert len(first) == 24
    assert (first != second).mean() > 0.9


def test_small_lists_hold_at_least_one_of_each_kind(tmp_path: Path) -> None:
    truth = write_sample(tmp_path, prospects=500)
    assert set(truth.planted) >= {"customer", "own", "rejected", "duplicate"}
    assert len(_read(tmp_path, "prospekter.csv")) == 500
