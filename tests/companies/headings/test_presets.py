"""The systems of the field map without a hand-written line, and no preset contradicts another about a heading."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from lookalike.companies.headings.aliases import aliases, fields, presets, spoken
from lookalike.companies.headings.mapping import map_columns
from lookalike.companies.read.table import RawTable
from lookalike.languages import key
from lookalike.schema import TABLES

# Values that suit the columns whose values are looked at.
VALUES = {
    "outcome": ["Won", "Lost"], "amount": ["100", "200"], "revenue": ["1000", "2000"], "employees": ["11-50", "7"],
    "domain": ["acme.com", "beta.no"], "org_number": ["923609016", "974760673"], "closed": ["2024-01-31",
        "2024-02-01"],
    "created": ["2023-01-31", "2023-02-01"], "account_created": ["2020-01-31", "2021-02-01"], "margin": ["1", "2"],
    "cost": ["1", "2"], "country": ["Norway", "Sweden"],
    "industry_code": ["62.010", "47.110"],
    "founded": ["1999", "2004"], "decision_makers": ["1", "2"], "growth": ["1", "2"],
}  # fmt: skip
SALESFORCE_STAGES = ["Closed Won", "Closed Lost"]

CASES = {
    "HubSpot deals": ("deals", {
        "deal_id": "Record ID", "deal_name": "Deal Name", "outcome": "Deal Stage", "closed": "Close Date",
        "amount": "Amount in company currency", "account_id": "Associated Company IDs (Primary)",
        "created": "Create Date", "owner": "Deal owner", "reason": "Closed lost reason", "deal_type": "Deal Type",
    }, ["Deal probability", "Amount", "Associated Contact", "Last Modified Date", "Pipeline", "Next step"]),
    "HubSpot companies": ("accounts", {
        "account_id": "Record ID", "name": "Company name", "domain": "Company Domain Name", "industry": "Industry",
        "employees": "Number of Employees", "revenue": "Annual Revenue", "city": "City", "region": "State/Region",
        "country": "Country/Region", "postcode": "Postal Code", "owner": "Company owner",
        "account_created": "Create Date",
    }, ["Phone Number", "Street Address", "Last Activity Date", "Website URL"]),
    "Salesforce report": ("deals", {
        "account_id": "Account Name", "deal_name": "Opportunity Name", "outcome": "Stage", "amount": "Amount",
        "currency": "Amount Currency", "closed": "Close Date", "created": "Created Date",
        "deal_source": "Lead Source",
        "deal_type": "Type", "owner": "Opportunity Owner",
    }, ["Fiscal Period", "Expected Revenue", "Probability (%)", "Age", "Next Step", "Owner Role"]),
    "Salesforce objects": ("deals", {
        "deal_id": "Id", "account_id": "AccountId", "deal_name": "Name", "outcome": "StageName", "amount": "Amount",
        "closed": "CloseDate", "deal_source": "LeadSource", "created": "CreatedDate",
    }, ["Probability", "ExpectedRevenue", "NextStep", "IsClosed", "IsWon"]),
    "Salesforce accounts": ("accounts", {
        "account_id": "Id", "name": "Name", "company_type": "Type", "parent": "ParentId", "city": "BillingCity",
        "region": "BillingState", "postcode": "BillingPostalCode", "industry": "Industry", "revenue": "AnnualRevenue",
        "employees": "NumberOfEmployees", "ownership": "Ownership",
    }, ["IsDeleted", "Rating", "Fax"]),
    "Pipedrive deals": ("deals", {
        "deal_id": "Deal - ID", "deal_name": "Deal - Title", "outcome": "Deal - Status", "amount": "Deal - Value",
        "currency": "Deal - Currency of Value", "account_id": "Deal - Organization ID", "name": "Deal - Organization",
        "created": "Deal - Deal created", "closed": "Deal - Deal closed on", "reason": "Deal - Lost reason",
        "industry": "Organization - Industry",
    }, ["Deal - Stage", "Deal - Creator", "Deal - Weighted value", "Deal - Probability", "Person - Name",
        "Deal - Expected close date"]),
    "Pipedrive organizations": ("accounts", {
        "name": "Organization - Name", "account_id": "Organization - ID", "owner": "Organization - Owner",
        "account_created": "Organization - Organization created", "country": "Organization - Country of Address",
        "city": "Organization - City/town/village/locality of Address",
        "employees": "Organization - Number of employees",
    }, ["Organization - People", "Organization - Won deals", "Organization - Last activity date"]),
    "Dynamics deals": ("deals", {
        "deal_id": "(Do Not Modify) Opportunity", "deal_name": "Topic", "account_id": "Potential Customer",
        "outcome": "Status", "amount": "Actual Revenue", "closed": "Actual Close Date", "created": "Created On",
        "reason": "Status Reason", "currency": "Currency",
    }, ["(Do Not Modify) Row Checksum", "(Do Not Modify) Modified On", "Est. close date", "Rating", "Contact"]),
    "Dynamics accounts": ("accounts", {
        "account_id": "(Do Not Modify) Account", "name": "Account Name", "domain": "Website", "industry": "Industry",
        "revenue": "Annual Revenue", "employees": "No. of Employees", "city": "Address 1: City",
        "country": "Address 1: Country/Region", "parent": "Parent Account", "relationship": "Relationship Type",
    }, ["Primary Contact", "Email (Primary Contact)", "(Do Not Modify) Row Checksum"]),
    "Zoho deals": ("deals", {
        "deal_id": "Record Id", "deal_name": "Deal Name", "account_id": "Account Name.id", "name": "Account Name",
        "amount": "Amount", "outcome": "Stage", "closed": "Closing Date", "deal_source": "Lead Source",
        "deal_type": "Type", "owner": "Deal Owner",
    }, ["Expected Revenue", "Probability"]),
    "SuperOffice sales": ("deals", {
        "deal_name": "Tittel", "deal_type": "Salgstype", "amount": "Beløp", "currency": "Valuta",
        "account_id": "Firma",
        "closed": "Salgsdato", "deal_source": "Kilde", "competitor": "Konkurrent", "cost": "Total kostnad",
        "margin": "Fortjeneste", "outcome": "Status", "owner": "Eier",
    }, ["Sannsynlighet", "Prosjekt", "Neste aktivitet", "Gjenåpningsdato", "Kreditert", "Fase"]),
    "SuperOffice companies": ("accounts", {
        "name": "Firma", "company_type": "Kategori", "industry": "Bransje", "org_number": "Org.nr.", "city": "Sted",
        "account_id": "Nummer", "postcode": "Postnummer", "country": "Land", "domain": "Webside",
        "owner": "Vår kontakt",
    }, ["Avdeling", "Hovedkontakt", "Stopp", "Telefon", "E-post"]),
    "24SevenOffice companies": ("accounts", {
        "account_id": "CompanyId", "name": "CompanyName", "org_number": "CompanyGovNo", "industry": "CompanyIndustry",
        "revenue": "CompanyTurnover", "employees": "CompanyNrOfEmp", "domain": "CompanyWebsite",
        "country": "CompanyCountry",
    }, ["CompanyPhone", "CompanyEmail", "CompanyProfit", "CompanyDateChanged"]),
    "24SevenOffice deals": ("deals", {
        "deal_name": "SalesOpportunityTitle", "amount": "SalesOpportunityAmount",
        "closed": "SalesOpportunityClosedDate",
        "account_id": "SalesOpportunityCustomerId", "created": "SalesOpportunityCreatedDate",
        "outcome": "SalesOpportunityStatusId",
    }, ["SalesOpportunityProbability", "SalesOpportunityCloseDate", "SalesOpportunityStepId"]),
    "Lime deals": ("deals", {
        "deal_name": "Affärsnamn", "account_id": "Företag", "owner": "Affärsansvarig", "outcome": "status",
        "amount": "Affärsvärde", "closed": "datum för avtal/avslag", "org_number": "Organisationsnummer",
    }, ["Sannolikhet", "Vägt värde", "förväntat avslutsdatum", "Kontaktperson"]),
    "Lime Easy": ("accounts", {"name": "Företag.Namn", "account_id": "*Företag.Kundnr"}, ["Företag.Tillägg"]),
    "Upsales": ("accounts", {
        "account_id": "Upsales ID", "name": "Company", "org_number": "Number", "revenue": "Revenue",
        "domain": "Website",
    }, ["Profit"]),
    "English": ("accounts", {"name": "Company", "employees": "Headcount", "revenue": "Turnover",
        "founded": "Established"}, []),
    "Norwegian": ("accounts", {"name": "Bedriftsnavn", "org_number": "Orgnr", "employees": "Antall ansatte",
                               "revenue": "Omsetning", "industry_code": "Næringskode", "city": "Poststed"}, []),
    "Swedish": ("accounts", {"name": "Företagsnamn", "org_number": "Organisationsnummer",
        "employees": "Antal anställda",
                             "revenue": "Nettoomsättning", "industry_code": "SNI-kod", "region": "Län"}, []),
    "Danish": ("accounts", {"name": "Virksomhed", "org_number": "CVR-nr", "employees": "Antal ansatte",
                            "revenue": "Omsætning", "industry": "Branche", "city": "By"}, []),
    "Finnish": ("accounts", {"name": "Yrityksen nimi", "org_number": "Y-tunnus", "employees": "Henkilöstömäärä",
                             "revenue": "Liikevaihto", "industry": "Toimiala", "city": "Paikkakunta"}, []),
    "Dutch": ("accounts", {"name": "Bedrijfsnaam", "org_number": "KvK-nummer", "employees": "Aantal medewerkers",
                           "revenue": "Omzet", "industry_code": "SBI-code", "city": "Plaats"}, []),
    "German": ("accounts", {"name": "Firmenname", "employees": "Mitarbeiterzahl", "revenue": "Jahresumsatz",
                            "industry": "Branche", "region": "Bundesland", "postcode": "PLZ"}, []),
}  # fmt: skip


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_systems_of_the_field_map(case: str) -> None:
    table, expected, others = CASES[case]
    columns = {heading: VALUES.get(name, ["x", "y"]) for name, heading in expected.items()}
    columns |= {heading: ["p", "q"] for heading in others}
    raw = RawTable(pd.DataFrame(columns, dtype=object), np.arange(1, 3), "export.csv")
    mapping = map_columns(raw, table)
    assert {match.canonical: match.heading for match in mapping.matches} == expected
    assert set(mapping.unmapped) == set(others)


def test_every_alias_names_a_canonical_column() -> None:
    for preset in presets():
        for section, columns in preset.sections.items():
            known = fields("deals") if section in ("company", "deals", "evidence", "marks") else TABLES[section]
            assert not set(columns) - set(known), f"{preset.name} [{section}]"


def test_a_heading_means_one_thing_in_one_language() -> None:
    for table in TABLES:
        for word, meanings in aliases(table).items():
            for preset in spoken():
                own = {alias.canonical for alias in meanings if alias.preset == preset and not alias.company}
                assert len(own) <= 1 or table in ("deals", "prospects"), f"{preset} {table} {word}: {own}"


def test_keys_are_stable() -> None:
    assert key(key("Antall ansatte (%)")) == key("Antall ansatte (%)")
