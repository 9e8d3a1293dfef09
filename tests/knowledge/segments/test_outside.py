"""Companies of no segment are counted by why they have none."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.rules.parsing import parse
from lookalike.knowledge.segments.membership import Leaf
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


def test_where_every_company_has_a_segment_nothing_is_said() -> None:
    everyone = outside(LEAVES, pd.DataFrame({"industry": ["Food"], "employees": [1.0]}), ATTRIBUTES)
    assert (everyone.companies, everyone.sentence) == (0, None)
    assert outside(LEAVES, pd.DataFrame(), ATTRIBUTES).sentence is None
