"""Companies of no segment are counted by why they have none."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.rules.parsing import parse
from lookalike.knowledge.segments.membership import Leaf, members, rule_of
from lookalike.knowledge.segments.outside import outside
from lookalike.schema import Attribute, Kind

LEAVES = (
    Leaf((parse("industry in (IT, Bank)"), parse("employees >= 50")), (10, 0, 0)),
    Leaf((parse("industry = Food"),), (0, 10, 0)),
    Leaf((parse("industry = Retail"),), (0, 0, 10)),
)
ATTRIBUTES = (
    Attribute("industry", Kind.CATEGORY, "industry", "Industry"),
    Attribute("employees", Kind.NUMBER, "employees", "Employees", "heads"),
)


def test_each_company_without_a_segment_has_one_reason() -> None:
    frame = pd.DataFrame(
        {
            "industry": ["IT", "Food", "Mining", "Mining", "Farm", None, "IT"],
            "employees": [60.0, 5.0, 60.0, None, 7.0, 60.0, 10.0],
        }
    )
    found = outside(LEAVES, frame, ATTRIBUTES)
    assert (found.companies, found.of) == (5, 7)
    assert found.causes == (
        {"cause": "other value", "attribute": "industry", "companies": 3, "values": ("Mining", "Farm")},
        {"cause": "between", "attribute": "", "companies": 1, "values": ()},  # IT, but small
        {"cause": "unknown", "attribute": "industry", "companies": 1, "values": ()},
    )
    assert str(found.sentence) == (
        "5 of the 7 companies on the list (71%) belong to no segment: 3 have another industry than any segment "
        "(Mining, Farm); 1 lie between the segments; of 1 the industry is not known."
    )


def test_a_value_that_customers_of_all_segments_share_is_no_segments_value() -> None:
    mixed = (*LEAVES, Leaf((parse("industry in (Health, Law)"),), (4, 3, 3)))
    found = outside(mixed, pd.DataFrame({"industry": ["Health", "Law", "Health", "Food"]}), ATTRIBUTES)
    assert found.causes == (
        {"cause": "other value", "attribute": "industry", "companies": 3, "values": ("Health", "Law")},
    )


def test_the_rule_of_a_segment_takes_only_what_belongs_to_it_clearly() -> None:
    mixed = (
        Leaf((parse("industry in (Health, Law)"),), (4, 3, 3)),
        *LEAVES[1:],
        Leaf((parse("industry = IT"),), (9, 1, 0)),
    )
    assert rule_of(mixed, 0) == parse("industry = IT")
    frame = pd.DataFrame({"industry": ["Health", "IT", "Food"]})
    rules = [rule_of(mixed, at) for at in range(3)]
    assert [[bool(v) for v in rule.truth(frame)[0]] for rule in rules if rule is not None] == members(
        mixed, frame
    ).T.tolist()


def test_where_every_company_has_a_segment_nothing_is_said() -> None:
    everyone = outside(LEAVES, pd.DataFrame({"industry": ["Food"], "employees": [1.0]}), ATTRIBUTES)
    assert (everyone.companies, everyone.sentence) == (0, None)
    assert outside(LEAVES, pd.DataFrame(), ATTRIBUTES).sentence is None
