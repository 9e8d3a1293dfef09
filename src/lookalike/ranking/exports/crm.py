"""Update files for the CRM the list came from: the record's id, and the ranking in fields of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from lookalike.languages import Message, say
from lookalike.ranking.exports.cells import JOINER
from lookalike.ranking.exports.limits import Limits


@dataclass(frozen=True)
class Crm:
    """How a CRM's import calls things.

    `record` is the heading of its record id and `record_like` the form of such ids; `name` and `domain` are the
    headings of the company's name and web site, `standard` those of what else a new company is known by; `fields` are
    the headings of what is handed over. `limits` hold for the file, `lengths` for the characters of its cells.
    """

    title: str
    record: str
    record_like: str
    name: str
    domain: str
    standard: Mapping[str, str]
    fields: Mapping[str, str]
    without_record: Message
    limits: Limits
    lengths: Mapping[str, int]


_FIELDS = {
    "score": "Score",
    "grade": "Grade",
    "rank": "Rank",
    "tier": "Tier",
    "segment": "Segment",
    "win_probability": "Win Probability",
    "expected_value": "Expected Value",
    "reasons_for": "Reasons For",
    "reasons_against": "Reasons Against",
    "rule_points": "Rule Points",
    "rule_max": "Rule Points Possible",
    "model": "Model Version",
    "scored_on": "Scored On",
}

HUBSPOT = Crm(
    title="HubSpot",
    record="Record ID",
    record_like=r"\d{5,}",
    name="Company name",
    domain="Company Domain Name",
    standard={
        "city": "City",
        "region": "State/Region",
        "postcode": "Postal Code",
        "country": "Country/Region",
        "employees": "Number of Employees",
        "revenue": "Annual Revenue",
    },
    fields={name: "Lookalike " + label.lower() for name, label in _FIELDS.items()},
    without_record=say("exports.hubspot_without"),
    limits=Limits("HubSpot", 1_048_575, 512_000_000),
    lengths={},
)
SALESFORCE = Crm(
    title="Salesforce",
    record="Id",
    record_like=r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?",
    name="Name",
    domain="Website",
    standard={
        "city": "BillingCity",
        "region": "BillingState",
        "postcode": "BillingPostalCode",
        "country": "BillingCountry",
        "employees": "NumberOfEmployees",
        "revenue": "AnnualRevenue",
    },
    fields={name: f"Lookalike_{label.replace(' ', '_')}__c" for name, label in _FIELDS.items()},
    without_record=say("exports.salesforce_without"),
    limits=Limits("Salesforce Data Import Wizard", 50_000, 100_000_000),
    lengths={
        "Name": 255,
        "Website": 255,
        "BillingCity": 40,
        "BillingState": 80,
        "BillingPostalCode": 20,
        "BillingCountry": 80,
    },
)


def update_file(listed: pd.DataFrame, crm: Crm, model: str, scored_on: str) -> pd.DataFrame:
    """The list under the CRM's headings.

    Name, web site, place and size are given only where the record is not known, so that an update changes nothing but
    the fields of the ranking, while a new company can be imported as it is. A prospect that we know has the record id
    of its account.

    Parameters
    ----------
    listed : DataFrame of shape (n, k)
        Ranked prospects, with `domain` and `org_number` where known.
    crm : Crm
    model : str
        Name and version of the model.
    scored_on : str
        The day the data speak for, as an ISO date; "" leaves the column out.

    Returns
    -------
    DataFrame of shape (n, 14 to 22)
    """
    record = _records(listed, crm)
    unknown = record.isna()
    columns = {crm.record: record, crm.name: listed["name"].where(unknown, None)}
    for name, heading in {"domain": crm.domain, **crm.standard}.items():
        if name in listed:
            columns[heading] = listed[name].where(unknown, None)
    facts = listed.assign(model=model, scored_on=scored_on)
    for name, heading in crm.fields.items():
        if name in facts and (name != "scored_on" or scored_on):
            columns[heading] = facts[name]
    for name in ("reasons_for", "reasons_against"):
        columns[crm.fields[name]] = listed[name].map(_lines)
    return pd.DataFrame(columns)


def _records(listed: pd.DataFrame, crm: Crm) -> pd.Series:
    """The record id where the prospect's id, or that of its account, is one; a number of the register is none."""
    found = pd.Series(None, index=listed.index, dtype=object)
    for column in ("prospect_id", "account_id"):
        if column in listed:
            ids = listed[column].astype(object).where(listed[column].notna(), "").astype(str)
            genuine = ids.str.fullmatch(crm.record_like)
            if "org_number" in listed:
                genuine &= ids != listed["org_number"].astype(str)
            found = found.where(found.notna(), ids.astype(object).where(genuine, None))
    return found.where(found.notna(), None)


def _lines(reasons: str | Iterable[str]) -> str:
    return reasons if isinstance(reasons, str) else JOINER.join(reasons)


def preflight(table: pd.DataFrame, crm: Crm, file: Path) -> Iterator[Message]:
    """What the CRM's import will stumble over.

    Parameters
    ----------
    table : DataFrame
        From `update_file`.
    crm : Crm
    file : Path
        The written file; its size counts.
    """
    new, size = table[crm.record].isna(), len(table)
    if new.any():
        about = {"crm": crm.title, "record": crm.record, "means": crm.without_record}
        yield say("exports.without_record", new=new.sum(), rows=size, **about)
    same = int(table[crm.record].dropna().duplicated().sum())
    if same:
        yield say("exports.same_record", ids=same)
    keyless = int((new & table[crm.domain].isna()).sum()) if crm.domain in table else int(new.sum())
    if crm is HUBSPOT and keyless:
        yield say("exports.keyless", rows=keyless)
    yield from crm.limits.broken(size, file)
    for heading, most in crm.lengths.items():
        long = int((table[heading].astype("str").str.len() > most).sum()) if heading in table else 0
        if long:
            yield say("exports.too_long", rows=long, column=heading, most=most)
