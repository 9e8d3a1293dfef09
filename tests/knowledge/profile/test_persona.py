"""The buyer in the aggregate: planted roles come back, small groups and personal data do not."""

import json

import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.profile.persona import buyer_persona
from lookalike.languages import say, to_plain
from lookalike.settings import Privacy

TITLES = ["IT-sjef"] * 12 + ["CEO"] * 6 + ["Innkjøper"] * 3 + ["HR Manager"] * 2


def companies() -> Companies:
    n = len(TITLES)
    accounts = pd.DataFrame({"account_id": [f"a{at}" for at in range(n + 5)]})
    outcome = ["won"] * n + ["lost"] * 5
    deals = pd.DataFrame({"account_id": accounts["account_id"], "outcome": outcome, "decision_makers": 2.0})
    contacts = pd.DataFrame(
        {
            "contact_id": [f"p{at}" for at in range(n + 5)],
            "account_id": accounts["account_id"],
            "contact_name": "Kari Nordmann",
            "title": TITLES + ["Lawyer"] * 5,
            "role": ["Decision maker"] * (n + 5),
            "sex": ["f"] * 20 + ["m"] * (n - 15),
            "age": 45.0,
        }
    )
    return Companies.of(accounts, deals, contacts=contacts)


def test_functions_and_levels_of_those_who_decided_on_won_deals() -> None:
    persona = buyer_persona(companies(), Privacy())
    assert persona["contacts"] == len(TITLES)
    assert persona["functions"][0] == {"value": say("functions.IT"), "people": 12, "share": 12 / 23}
    assert {str(group["value"]) for group in persona["levels"]} >= {"manager", "CEO"}
    assert persona["distance"] == 2.0
    assert persona["decision_makers"] == 2.0


def test_groups_under_five_are_put_together() -> None:
    functions = {str(group["value"]): group["people"] for group in buyer_persona(companies(), Privacy())["functions"]}
    assert functions == {"IT": 12, "general management": 6, "other (small groups)": 5}


def test_personal_attributes_only_when_asked_for() -> None:
    assert buyer_persona(companies(), Privacy())["personal"] == {}
    shown = buyer_persona(companies(), Privacy(personal_attributes=True))["personal"]
    assert [group["value"] for group in shown["sex"]] == ["f"]
    assert str(shown["age"][0]["value"]) == "40–49"


def test_nobody_is_named() -> None:
    said = json.dumps(to_plain(buyer_persona(companies(), Privacy(personal_attributes=True))))
    assert "Nordmann" not in said


def test_too_few_people_or_turned_off_says_so() -> None:
    nobody = Companies.of(deals=pd.DataFrame({"account_id": ["a"], "outcome": ["won"]}))
    assert "too few" in str(buyer_persona(nobody, Privacy())["sentences"][0])
    assert "turned off" in str(buyer_persona(companies(), Privacy(persona=False))["sentences"][0])


def test_people_of_lost_deals_are_no_buyers() -> None:
    accounts = pd.DataFrame({"account_id": ["a"]})
    deals = pd.DataFrame({"deal_id": ["won", "lost"], "account_id": "a", "outcome": ["won", "lost"]})
    contacts = pd.DataFrame({"account_id": "a", "deal_id": ["won"] * 6 + ["lost"] * 6})
    contacts["title"] = ["CEO"] * 6 + ["Lawyer"] * 6
    persona = buyer_persona(Companies.of(accounts, deals, contacts=contacts), Privacy())
    assert [(str(group["value"]), group["people"]) for group in persona["functions"]] == [("general management", 6)]
