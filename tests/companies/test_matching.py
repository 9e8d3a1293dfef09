"""Which rows mean the same company, and how sure."""

from __future__ import annotations

import pandas as pd
import pytest

from lookalike.companies.identity import company_keys
from lookalike.companies.matching import duplicates, link


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


def test_numbered_names_never_match_each_other() -> None:
    names = pd.DataFrame({"name": [f"Account_Name_{number}" for number in range(400)]})
    assert duplicates(company_keys(names)).empty


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
