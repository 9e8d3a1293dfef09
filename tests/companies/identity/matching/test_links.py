"""Which rows mean the same company, and how sure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.companies.identity.keys import company_keys
from lookalike.companies.identity.matching import duplicates, link
from training.benchmarks.speed.matching import run


def verdict(one: dict, other: dict) -> str | None:
    """How two single companies are linked: sure, review or not at all."""
    links = link(company_keys(pd.DataFrame([one])), company_keys(pd.DataFrame([other])))
    return None if links.empty else links["certainty"].iloc[0]


NORDLYS = {
    "name": "Nordlys Planlegging AS",
    "org_number": "923609016",
    "country": "NO",
    "city": "Bergen",
    "postcode": "5003",
}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"name": "Something Else", "org_number": "NO923609016MVA"}, "sure"),
        ({"name": "NORDLYS PLANLEGGING", "city": "BERGEN"}, "sure"),
        ({"name": "Planlegging Nordlys A/S"}, "sure"),
        ({"name": "Nordlys Planlegging AS", "city": "Oslo"}, "review"),
        ({"name": "Nordlys Planlegging AS", "org_number": "974760673", "city": "Bergen"}, None),
        ({"name": "Nordlys Planlegging AB", "country": "SE"}, None),
        ({"name": "Nordlys Planlegging ANS", "city": "Bergen"}, "review"),
        ({"name": "Nordlys Plannlegging", "postcode": "5003"}, "sure"),
        ({"name": "Nordlys Plannlegging"}, "review"),
        ({"name": "Nordlys Plannlegging", "city": "Oslo"}, None),
        ({"name": "Nordlys Planleginng", "postcode": "5003"}, "sure"),
        ({"name": "Sordlys Planlegging", "postcode": "5003"}, "review"),
        ({"name": "Nordlys Planlegging 2", "postcode": "5003"}, None),
        ({"name": "Vestlys Regnskap", "postcode": "5003"}, None),
    ],
)
def test_what_speaks_for_and_against_one_company(other: dict, expected: str | None) -> None:
    assert verdict(NORDLYS, other) == expected


@pytest.mark.parametrize(
    "key", [{"org_number": "923609016"}, {"domain": "nordlys.example"}], ids=lambda key: next(iter(key))
)
def test_a_company_with_several_records_is_one(key: dict) -> None:
    records = company_keys(pd.DataFrame([{"name": "Nordlys Planlegging AS"} | key] * 5))
    linked = duplicates(records)
    assert sorted(linked["right"]) == [1, 2, 3, 4]
    apart = company_keys(
        pd.DataFrame([{"name": f"Nordlys {word}"} | key for word in ("Data", "Bygg", "Drift", "Kyst")])
    )
    assert len(link(apart.iloc[:1], apart)) == 4


def test_numbered_names_never_match_each_other() -> None:
    names = pd.DataFrame({"name": [f"Account_Name_{number}" for number in range(400)]})
    assert duplicates(company_keys(names)).empty


@pytest.mark.parametrize("name", ["Account_Name_{}", "Nordkapp Verft {}", "Kunde nr. {} AS"])
def test_a_numbered_name_that_both_sides_have_once_is_one_company(name: str) -> None:
    one = company_keys(pd.DataFrame({"name": [name.format(number) for number in range(200)]}))
    other = company_keys(pd.DataFrame({"name": [name.format(number).upper() for number in range(150, 400)]}))
    links = link(one, other)
    assert len(links) == 50
    assert set(links["certainty"]) == {"sure"}


def test_a_name_borne_in_several_places_is_ambiguous_without_a_place() -> None:
    left = company_keys(pd.DataFrame({"name": ["Hansen Bygg"]}))
    right = company_keys(pd.DataFrame({"name": ["Hansen Bygg AS", "Hansen Bygg AS"], "city": ["Oslo", "Bodø"]}))
    assert link(left, right)["certainty"].tolist() == ["review", "review"]


def test_one_domain_with_unlike_names_is_for_a_person_to_judge() -> None:
    one = {"name": "Fjord Consulting", "domain": "fjord.no"}
    assert verdict(one, {"name": "Fjord Consult AS", "domain": "www.fjord.no"}) == "sure"
    assert verdict(one, {"name": "Bakeriet på hjørnet", "domain": "fjord.no"}) == "review"
    assert verdict(one, {"domain": "fjord.no"}) == "sure"
    assert verdict({"name": "A", "domain": "gmail.com"}, {"name": "B", "domain": "gmail.com"}) is None


def test_many_rows_of_one_company_are_linked_without_comparing_all_pairs() -> None:
    links = duplicates(company_keys(pd.DataFrame({"name": ["Nordlys AS"] * 500})))
    assert len(links) == 499
    assert set(links["left"]) == {0}
    assert set(links["certainty"]) == {"sure"}


def test_a_domain_or_name_that_hundreds_share_links_only_with_the_place() -> None:
    towns = [f"Town {chr(65 + number // 26)}{chr(65 + number % 26)}" for number in range(100)]
    shops = pd.DataFrame({"name": "Rema", "city": towns})
    links = link(company_keys(pd.DataFrame({"name": ["REMA"], "city": [towns[7]]})), company_keys(shops))
    assert links[["right", "certainty"]].values.tolist() == [[7, "sure"]]


def test_a_name_so_common_that_chance_puts_two_at_one_place_is_for_a_person_to_judge() -> None:
    rng = np.random.default_rng(0)
    towns = rng.choice([f"Town {letter}" for letter in "abcdefgh"], 200)
    hansens = company_keys(
        pd.DataFrame({"name": "Hansen Bygg", "city": towns, "domain": [f"h{n}.no" for n in range(200)]})
    )
    links = link(company_keys(pd.DataFrame({"name": ["Hansen Bygg AS"], "city": ["Town a"]})), hansens)
    assert set(map(str, links["why"])) == {"same name and place, a common name"}
    assert set(links["certainty"]) == {"review"}


def test_a_company_that_fits_two_others_equally_well_is_neither() -> None:
    left = company_keys(pd.DataFrame({"name": ["Nordlys Planlegging"], "postcode": ["5003"]}))
    numbers = ["923609016", "974760673"]
    right = company_keys(pd.DataFrame({"name": "Nordlys Planlegging", "postcode": "5003", "org_number": numbers}))
    links = link(left, right)
    assert links[["why", "certainty"]].astype(str).drop_duplicates().values.tolist() == [
        ["same name and place, another fits too", "review"]
    ]


def test_a_wrong_letter_means_another_company_where_one_bears_the_name_as_written() -> None:
    left = company_keys(pd.DataFrame({"name": ["Nordlys Planlegging", "Nordlyss Planlegging"], "postcode": "5003"}))
    right = company_keys(pd.DataFrame({"name": ["Nordlys Planlegging AS"], "postcode": ["5003"]}))
    assert link(left, right)["certainty"].tolist() == ["sure", "review"]
    assert link(left.iloc[1:], right)["certainty"].tolist() == ["sure"]


def test_names_without_a_place_are_trusted_as_far_as_the_others_prove_them() -> None:
    names = [f"{first}{second}rud Eiendom" for first in "bdfghjklmn" for second in "aeiouy"]
    base = pd.DataFrame({"name": [*names, "Solbakken Eiendom"], "city": ["Oslo"] * 30 + ["Bergen"] * 31})
    twins = base.assign(city=[*base["city"][:-1], None])
    sure = link(company_keys(twins), company_keys(base), fuzzy=False).set_index("left")["certainty"]
    assert sure[60] == "sure"
    strangers = twins.assign(city=["Moss", "Hamar"] * 30 + [None])
    doubtful = link(company_keys(strangers), company_keys(base), fuzzy=False).set_index("left")
    assert doubtful.loc[60, ["why", "certainty"]].map(str).tolist() == ["same name", "review"]


@pytest.mark.parametrize(
    "names",
    [
        [f"Solhjem Omsorg {town}" for town in ("Bergen", "Oslo", "Molde", "Hamar", "Skien")],
        ["Bakeriet", "Rørlegger Berg", "Frisør Line", "Kiosken", "Blomsterbua", "Tannlege Dahl"],
        [f"Kafe {letter * 5}" for letter in "abcdefgh"],
    ],
    ids=["franchise", "portal", "chain"],
)
def test_a_domain_of_many_differently_named_companies_is_no_identity(names: list[str]) -> None:
    every = company_keys(pd.DataFrame({"name": names, "domain": "felles.example"}))
    assert duplicates(every, fuzzy=False).empty
    newcomer = company_keys(pd.DataFrame({"name": ["Solhjem Omsorg Alta"], "domain": ["felles.example"]}))
    assert link(newcomer, every, fuzzy=False).empty


@pytest.mark.parametrize("branches", [2, 25, 300])
def test_a_number_is_one_company_however_many_records_bear_it(branches: int) -> None:
    names = [f"Kjeden avdeling {town}" for town in range(branches)]
    accounts = company_keys(pd.DataFrame({"name": names, "org_number": "923609016"}))
    asked = company_keys(pd.DataFrame({"name": ["Ny butikk"], "org_number": ["NO 923 609 016 MVA"]}))
    assert "sure" in set(link(asked, accounts)["certainty"])
    assert set(duplicates(accounts)["certainty"]) == {"sure"}


def test_a_wrong_letter_in_a_distinct_name_is_one_company_at_one_town_too() -> None:
    left = company_keys(pd.DataFrame({"name": ["Nordlys Plannlegging"], "city": ["Bergen"]}))
    right = company_keys(pd.DataFrame({"name": ["Nordlys Planlegging", "Fjord"], "city": ["Bergen", "Oslo"]}))
    assert link(left, right)["certainty"].tolist() == ["sure"]


def test_sure_links_are_right_and_beat_a_plain_join_where_names_are_spoilt() -> None:
    found = pd.DataFrame(run(accounts=1500, prospects=4000, known=800, peers=False))
    every = found[found["spoilt"] == "all"].set_index(["told", "method"])
    sure, plain = (every.loc[("name and place", one)] for one in ("lookalike, sure", "plain join on name and postcode"))
    assert sure["precision"] >= 0.98
    assert sure["recall"] >= 0.8
    assert plain["recall"] < 0.3
    assert every.loc[("number, name and place", "lookalike, sure"), "recall"] >= 0.95
