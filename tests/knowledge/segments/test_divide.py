"""Planted groups come back as segments with a short rule, an honest acid test and lasting names."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from lookalike.companies import Companies, read_companies
from lookalike.errors import SettingsError
from lookalike.knowledge.rules.parsing import parse
from lookalike.knowledge.segments.acid import relevant
from lookalike.knowledge.segments.divide import Segmentation, find_segments
from lookalike.knowledge.segments.encoding import encode, explained
from lookalike.knowledge.segments.naming import automatic_names
from lookalike.knowledge.value.account_outcomes import outcomes
from lookalike.languages import from_plain, say, to_plain
from lookalike.project import load_project
from lookalike.sample import write_sample
from lookalike.settings import Score, Settings
from training.recipes import prepare

KINDS = ("IT", "Bank", "Retail")


def settings(**segments: Any) -> Settings:
    return Settings.model_validate({"name": "x", "inputs": {"deals": "deals.csv"}, "segments": segments})


def drawn(n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Three kinds of companies told by industry and size, beside columns of noise; some values missing."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 3, n)
    frame = pd.DataFrame({
        "account_id": [f"a{at:05d}" for at in range(n)],
        "industry": np.array(KINDS, object)[kind],
        "employees": np.round(np.array([20, 200, 5])[kind] * rng.lognormal(0, 0.4, n)) + 1,
        "technologies": rng.choice(["Azure", "SAP", "Azure;SAP"], n),
        "zone": rng.choice(list("ABCD"), n),
    })  # fmt: skip
    frame.loc[rng.random(n) < 0.05, "industry"] = None
    return frame, kind


def base(n: int = 240, seed: int = 0) -> tuple[Companies, np.ndarray]:
    accounts, kind = drawn(n, seed)
    rng = np.random.default_rng(seed + 1)
    won = rng.random(n) < np.array([0.7, 0.4, 0.2])[kind]
    deals = pd.DataFrame({
        "account_id": accounts["account_id"], "outcome": np.where(won, "won", "lost"),
        "amount": np.array([10.0, 100.0, 1.0])[kind] * rng.lognormal(0, 0.3, n),
        "reason": np.where(won, "fit", "price"),
    })  # fmt: skip
    prospects, _ = drawn(100, seed + 2)
    return Companies.of(accounts, deals, prospects.rename(columns={"account_id": "prospect_id"})), kind


@pytest.fixture(scope="module")
def found() -> tuple[Companies, np.ndarray, Segmentation]:
    companies, kind = base()
    return companies, kind, find_segments(companies, settings())


def test_the_planted_groups_are_recovered(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    companies, kind, segmentation = found
    said = segmentation.assign(companies.accounts)["segment"].fillna("")
    assert len(segmentation.segments) == 3
    assert adjusted_rand_score(kind, said) >= 0.8
    assert {segment.name for segment in segmentation.segments} == {"IT", "Retail", "At least 100 employees"}


def test_the_rule_is_the_segment(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    companies, _, segmentation = found
    known = companies.prospects.dropna()
    said = segmentation.assign(known)
    for segment in segmentation.segments:
        holds = parse(segment.rule).holds(known)
        assert ((said["segment"] == segment.name).to_numpy() == holds).all()
    assert said["degree"].between(0, 1).all()


def test_a_value_never_seen_belongs_to_no_segment(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    stranger = found[0].prospects.head(1).assign(industry="Fishing")
    assert found[2].assign(stranger).to_numpy().tolist() == [[None, 0.0]]


def test_figures_and_acid_test(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    companies, _, segmentation = found
    for segment in segmentation.segments:
        assert list(segment.acid) == ["distinct", "relevant", "large", "exclusive", "recognisable"]
        assert all(test.passed for test in segment.acid.values()), segment.acid
        assert segment.stable
        assert segment.win_rate_low < segment.win_rate < segment.win_rate_high
        assert segment.mean_value_low < segment.mean_value < segment.mean_value_high
        assert segment.penetration == segment.customers / (segment.companies + segment.prospects)
        assert set(segment.interview) <= set(companies.accounts["account_id"])
        assert segment.motives["lost_reasons"] == {"price": 1.0}
    win_rates = {segment.name: segment.win_rate for segment in segmentation.segments}
    assert max(win_rates, key=lambda name: win_rates[name]) == "IT"
    assert min(win_rates, key=lambda name: win_rates[name]) == "Retail"


def as_json(segmentation: Segmentation) -> str:
    return json.dumps(to_plain(segmentation.to_dict()))


def test_plain_data_carries_everything(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    companies, _, segmentation = found
    again = Segmentation.from_dict(from_plain(json.loads(as_json(segmentation))))
    assert again.segments == segmentation.segments or as_json(again) == as_json(segmentation)
    pd.testing.assert_frame_equal(again.assign(companies.prospects), segmentation.assign(companies.prospects))


def test_the_same_input_gives_the_same_segments(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    assert as_json(find_segments(base()[0], settings())) == as_json(found[2])


def test_own_names_survive_a_rerun_on_more_data(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    own = settings(names={"IT": "Tech houses"}, promise={"IT": "Up and running in a week"}, offer={"IT": "Basic"})
    named = find_segments(found[0], own)
    assert "Tech houses" in {segment.name for segment in named.segments}
    later = find_segments(base(n=300, seed=5)[0], settings(), previous=named)
    kept = next(segment for segment in later.segments if segment.name == "Tech houses")
    assert kept.key == "IT"
    assert "IT" in kept.rule
    told = next(segment for segment in named.segments if segment.key == "IT")
    assert (told.promise, told.offer) == ("Up and running in a week", "Basic")


def test_an_automatic_name_follows_its_rule_and_an_own_name_stays(
    found: tuple[Companies, np.ndarray, Segmentation],
) -> None:
    companies, _, segmentation = found
    first, second, *rest = segmentation.segments
    name = "Under 15 employees"
    moved = replace(first, key=name, automatic=name, name=name, rule="employees < 15")
    own = replace(second, name="Our own", rule="employees < 15")
    before = replace(segmentation, segments=(moved, own, *rest))
    later = find_segments(companies, settings(), previous=before).segments
    assert [(segment.key, segment.name) for segment in later[:2]] == [(first.key, first.name), (second.key, "Our own")]


def test_names_are_told_in_the_projects_language_and_own_names_stay(
    found: tuple[Companies, np.ndarray, Segmentation],
) -> None:
    first, second, *rest = found[2].segments
    ranged = replace(
        first, automatic=say("segments.name", name=say("facts_of.employees", value=9.0, unit="heads", n=9))
    )
    english = replace(found[2], segments=(replace(ranged, name="9 employees"), replace(second, name="Our own"), *rest))
    finnish = english.called(settings().model_copy(update={"score": Score(language="fi")}))
    assert [segment.name for segment in finnish.segments[:2]] == ["9 työntekijää", "Our own"]
    assert [segment.key for segment in finnish.segments] == [segment.key for segment in english.segments]
    assert [segment.name for segment in finnish.called(settings()).segments] == [one.name for one in english.segments]


def test_no_segment_passes_as_relevant_when_outcomes_fall_by_lot() -> None:
    companies, kind = base(seed=3)
    members = kind[:, None] == np.arange(3)
    known = outcomes(companies)
    rng = np.random.default_rng(0)
    passed = 0
    for _ in range(200):
        shuffled = known.iloc[rng.permutation(len(known))].reset_index(drop=True)
        passed += any(test.passed for test in relevant(shuffled, members))
    assert passed <= 5  # 1 % of 200 is 2; more than 5 has a chance below 2 %


def test_without_attributes_there_is_one_segment() -> None:
    deals = pd.DataFrame({"account_id": list("abc"), "outcome": ["won", "won", "lost"], "amount": 10.0})
    companies = Companies.of(deals=deals)
    only = find_segments(companies, settings()).segments
    assert [(segment.name, segment.rule, segment.companies) for segment in only] == [("All companies", "", 3)]
    assert find_segments(companies, settings()).assign(companies.accounts)["segment"].tolist() == ["All companies"] * 3


def test_fifteen_customers_are_enough_to_answer() -> None:
    segmentation = find_segments(base(n=15)[0], settings())
    assert 1 <= len(segmentation.segments) <= 2


def test_attributes_that_have_nothing_to_do_with_each_other_divide_nothing() -> None:
    rng = np.random.default_rng(3)
    accounts = pd.DataFrame({name: rng.choice(list(name), 200) for name in ("AB", "CDE", "FGHI")})
    found = find_segments(Companies.of(accounts), settings())
    assert [(segment.name, segment.rule) for segment in found.segments] == [("All companies", "")]


def test_one_attribute_of_two_values_divides_without_complaint() -> None:
    accounts = pd.DataFrame({"kind": ["shop"] * 27 + ["office"] * 3})
    found = find_segments(Companies.of(accounts), settings())
    assert sum(segment.companies for segment in found.segments) == 30


def test_the_halves_of_a_continuum_come_back_but_are_not_distinct() -> None:
    rng = np.random.default_rng(5)
    size = rng.normal(100, 20, 300)
    accounts = pd.DataFrame({"staff": size, "sales": 10 * size + rng.normal(0, 60, 300)})
    found = find_segments(Companies.of(accounts), settings())
    assert len(found.segments) > 1
    for segment in found.segments:
        assert segment.stability > 0.6
        assert not segment.acid["distinct"].passed
        assert "continuum" in str(segment.acid["distinct"].sentence)


def test_a_number_in_a_name_is_the_one_of_the_rule(found: tuple[Companies, np.ndarray, Segmentation]) -> None:
    inside = (found[0].accounts["employees"] >= 60).to_numpy()
    rule = parse('employees >= 60 and industry in ("Bank", "IT")')
    names = automatic_names(found[0].accounts, found[0].attributes, [inside, ~inside], [rule, None])
    assert str(names[0]) == "At least 60 employees"


def test_a_range_of_a_number_names_its_segment_not_another_number_that_goes_with_it() -> None:
    staff = np.arange(5.0, 65.0)
    accounts = pd.DataFrame({"employees": staff, "revenue": staff * 1_700_000})
    companies, inside = Companies.of(accounts), (staff >= 15) & (staff < 40)
    rules = [parse("employees >= 15 and employees < 40"), None]
    names = automatic_names(accounts, companies.attributes, [inside, ~inside], rules)
    assert str(names[0]) == "15–39 employees"


def test_what_does_not_come_back_has_no_name() -> None:
    rng = np.random.default_rng(0)
    accounts = pd.DataFrame(rng.normal(size=(60, 3)), columns=["x", "y", "z"])
    deals = pd.DataFrame({"account_id": [str(at + 1) for at in range(60)], "outcome": "won"})
    segmentation = find_segments(Companies.of(accounts, deals), settings(count=7))
    shaky = [segment for segment in segmentation.segments if segment.stability < 0.6]
    assert shaky
    assert all(segment.name.startswith("Group ") and not segment.stable for segment in shaky)


def test_an_attribute_that_does_not_exist_is_refused() -> None:
    with pytest.raises(SettingsError, match="no attribute 'industri'"):
        find_segments(base(n=30)[0], settings(attributes=["industri"]))


def test_the_sample_company_is_divided_as_planted(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("segments") / "demo"
    truth = write_sample(folder, prospects=300)
    companies = read_companies(load_project(folder))
    said = find_segments(companies, settings()).assign(companies.accounts)["segment"].fillna("")
    planted = truth.segment.reindex(companies.accounts["account_id"]).fillna("")
    inside = (planted != "").to_numpy()
    assert adjusted_rand_score(planted[inside], said[inside]) >= 0.8


def test_wholesale_finds_the_channel_without_being_told(real_data: Any, tmp_path: Any) -> None:
    companies = read_companies(load_project(prepare("wholesale", real_data, tmp_path)))
    segmentation = find_segments(companies, settings())
    channel = pd.read_csv(real_data / "wholesale" / "wholesale_customers.csv", dtype=str).set_index("CustomerId")
    planted = channel["Channel"].reindex(companies.accounts["account_id"])
    said = segmentation.assign(companies.accounts)["segment"].fillna("")
    assert len(segmentation.segments) == 2
    assert adjusted_rand_score(planted, said) >= 0.4


def clean(groups: int, seed: int) -> tuple[Companies, np.ndarray]:
    """Groups of several industries each, told by industry, size and technology; the industries of a group are alike."""
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, groups, 240)
    industries = (["IT", "Consulting", "Software"], ["Food", "Retail"], ["Steel", "Paper", "Chemistry"])
    accounts = pd.DataFrame({
        "account_id": [f"a{at:03d}" for at in range(240)],
        "industry": np.array([rng.choice(industries[one]) for one in kind], object),
        "employees": np.round(np.array([30, 300, 900])[kind] * rng.lognormal(0, 0.5, 240)) + 1,
        "technologies": np.where(rng.random(240) < np.array([0.8, 0.2, 0.5])[kind], "Azure", "SAP").astype(object),
        "zone": rng.choice(list("ABCD"), 240),
    })  # fmt: skip
    return Companies.of(accounts), kind


@pytest.mark.parametrize("seed", range(16))
def test_two_clean_groups_are_two_segments_though_finer_ones_come_back_too(seed: int) -> None:
    companies, kind = clean(2, seed)
    found = find_segments(companies, settings())
    assert len(found.segments) == 2
    assert adjusted_rand_score(kind, found.assign(companies.accounts)["segment"].fillna("")) > 0.8


def test_groups_explain_what_attributes_have_in_common_and_finer_ones_no_more() -> None:
    companies, kind = clean(3, 1)
    blocks = encode(companies.accounts, companies.legible)
    merged, finer = np.minimum(kind, 1), 2 * kind + np.random.default_rng(0).integers(0, 2, len(kind))
    assert explained(blocks, kind) > 0.85
    assert explained(blocks, merged) < 0.8 * explained(blocks, kind)
    assert explained(blocks, finer) < explained(blocks, kind) + 0.1
    assert np.isnan(explained(blocks[:1], kind))  # a single attribute has nothing in common with another


def minded(n: int, seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Two kinds that firmographics do not tell apart: mature ones know what they want, others ask and switch."""
    rng = np.random.default_rng(seed)
    mature = rng.random(n) < 0.5
    frame = pd.DataFrame({
        "account_id": [f"a{at:03d}" for at in range(n)],
        "Digital maturity": np.where(rng.random(n) < np.where(mature, 0.9, 0.1), "high", "low"),
        "Buying behaviour": np.where(rng.random(n) < np.where(mature, 0.9, 0.1), "knows exactly", "discusses openly"),
        "Switches for price": np.where(rng.random(n) < np.where(mature, 0.1, 0.9), "yes", "no"),
        "industry": rng.choice(["IT", "Food", "Bank"], n),
        "employees": np.round(rng.lognormal(3, 1, n)),
    })  # fmt: skip
    return frame, mature


def test_segments_rest_on_maturity_and_behaviour_where_columns_tell_them() -> None:
    accounts, mature = minded(300, 2)
    found = find_segments(Companies.of(accounts), settings())
    assert len(found.segments) == 2
    said = found.assign(Companies.of(accounts).accounts)["segment"].fillna("")
    assert adjusted_rand_score(mature, said) > 0.6
    asked = {name for segment in found.segments for name in parse(segment.rule).columns()}
    assert asked <= {"Digital maturity", "Buying behaviour", "Switches for price"}
