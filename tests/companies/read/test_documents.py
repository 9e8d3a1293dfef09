"""A CRM's answer as JSON is a table: page by page, with what it is linked to, without what it says of itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lookalike.companies.read.documents import read_document


def table(answer: Any) -> list[dict[str, str]]:
    cells = read_document(answer if isinstance(answer, str) else json.dumps(answer), "a.json")
    return [dict(zip(cells.headings, row, strict=True)) for row in cells.frame.values.tolist()]


HUBSPOT = {
    "results": [
        {
            "id": "7",
            "properties": {"dealname": "Big", "amount": "1000.125", "dealstage": "closedwon"},
            "createdAt": "2024-01-02T00:00:00Z",
            "associations": {
                "companies": {
                    "results": [{"id": "4", "type": "deal_to_company"}, {"id": "3", "type": "deal_to_company_primary"}]
                }
            },
        },
        {"id": "8", "properties": {"dealname": "Small", "amount": None}},
    ],
    "paging": {"next": {"after": "9"}},
}


def test_hubspot() -> None:
    first, second = table(HUBSPOT)
    assert (first["id"], first["dealname"], first["Associated Company IDs"]) == ("7", "Big", "3;4")
    assert second["dealname"] == "Small"


def test_salesforce() -> None:
    record = {
        "attributes": {"type": "Opportunity", "url": "/x"},
        "Id": "006",
        "Account": {"attributes": {"type": "Account", "url": "/y"}, "Name": "Acme"},
    }
    (row,) = table({"totalSize": 1, "done": True, "records": [record]})
    assert row == {"Id": "006", "Account.Name": "Acme"}


def test_dynamics_and_pipedrive() -> None:
    shown = "@OData.Community.Display.V1.FormattedValue"
    item = {
        "@odata.etag": "W/1",
        "accountid": "g-1",
        "industrycode": 7,
        f"industrycode{shown}": "Consulting",
        "revenue": 5000,
        f"revenue{shown}": "kr 5 000,00",
    }
    assert table({"@odata.context": "https://x", "value": [item]}) == [
        {"accountid": "g-1", "industrycode": "Consulting", "revenue": "5000"}
    ]
    pipedrive = {
        "success": True,
        "data": [{"id": 1, "org_id": {"name": "Acme", "value": 5}}],
        "additional_data": {"pagination": {"start": 0}},
    }
    assert table(pipedrive) == [{"id": "1", "org_id.name": "Acme", "org_id.value": "5"}]


@pytest.mark.parametrize("shape", ["list of pages", "one after another", "one a line"])
def test_pages_are_one_table(shape: str) -> None:
    pages = [{"results": [{"id": str(n), "properties": {"name": f"Firm {n}"}}], "paging": {}} for n in range(3)]
    text = (
        json.dumps(pages)
        if shape == "list of pages"
        else ("" if shape == "one after another" else "\n").join(map(json.dumps, pages))
    )
    assert [row["name"] for row in table(text)] == ["Firm 0", "Firm 1", "Firm 2"]


def test_an_object_with_lists_of_its_own_is_no_page() -> None:
    assert table([{"name": "Acme", "data": [{"x": 1}]}, {"name": "Berg", "data": []}])[1]["name"] == "Berg"


def test_a_point_in_a_number_is_no_sign_of_thousands() -> None:
    assert table('[{"size": 1.032}, {"size": 7}]') == [{"size": "1.0320"}, {"size": "7"}]


def test_half_an_emoji_is_left_out() -> None:
    assert table('[{"name": "Vik AS \\\\ud83d"}, {"name": "Berg \\\\ud83d\\\\ude00"}]'.replace("\\\\", "\\")) == [
        {"name": "Vik AS "},
        {"name": "Berg 😀"},
    ]
