"""One invented company in four CRMs' dialects: each is read by `init` alone, and all tell the same."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lookalike.companies import Companies, read_companies
from lookalike.companies.headings import propose, write_settings
from lookalike.project import load_project

CUSTOMERS, LOST, OPEN, COLD = 45, 40, 25, 90
LISTED = {"customer": 20, "open": 12, "lost": 10}  # of these groups so many stand on the list of prospects too
OPTED_OUT = 9
PLACES = ("Bergen", "Tromsø", "Ålesund", "Hamar", "Molde")
TRADES = ("Bygg", "Handel", "Frakt", "Rådgivning")
PEOPLE = ("Kari Berg", "Ola Lund", "Anne Moe")
FIRST, SECOND = ("Fjord", "Skog", "Berg", "Vik", "Høy", "Sol", "Nord", "Elv"), ("bruk", "tun", "vang", "heim", "strand")


@dataclass(frozen=True)
class Firm:
    """One company, and how it stands with us."""

    number: int
    name: str
    org: str
    domain: str
    trade: str
    place: str
    heads: int
    revenue: float
    standing: str


@dataclass(frozen=True)
class Sale:
    number: int
    firm: Firm
    outcome: str
    amount: float
    opened: date
    closed: date | None


@dataclass(frozen=True)
class World:
    """The truth: known companies with their deals, a list of prospects, and those who must not be approached."""

    known: list[Firm]
    deals: list[Sale]
    listed: list[Firm]
    opted_out: list[Firm]

    @property
    def told(self) -> dict[str, set[str]]:
        """What any reading of it must tell, by name."""
        out = {firm.name for firm in self.opted_out}
        standing = {
            kind: {one.name for one in self.listed if one.standing == kind} - out for kind in ("customer", "open")
        }
        left = {one.name for one in self.listed} - out - standing["customer"] - standing["open"]
        return {"customer": standing["customer"], "open_deal": standing["open"], "opted_out": out, "ranked": left}


def org_number(number: int) -> str:
    """A Norwegian organisation number with its check digit."""
    while True:
        digits = f"{number:08}"
        check = 11 - sum(int(d) * w for d, w in zip(digits, (3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
        if check != 10:
            return digits + str(check % 11)
        number += 1


def world() -> World:
    rng = random.Random(5)
    standings = ["customer"] * CUSTOMERS + ["lost"] * LOST + ["open"] * OPEN + ["cold"] * COLD
    firms = [
        Firm(
            number,
            f"{FIRST[number % 8]}{SECOND[number // 8 % 5]} {TRADES[number % 4]} {number} AS",
            org_number(91000000 + 37 * number),
            f"{FIRST[number % 8].lower().replace('ø', 'o')}{SECOND[number // 8 % 5]}{number}.no",
            TRADES[number % 4],
            PLACES[rng.randrange(5)],
            rng.randrange(3, 400),
            round(rng.uniform(1e6, 9e7), 2),
            standing,
        )
        for number, standing in enumerate(standings)
    ]
    deals = []
    for firm in firms:
        outcome = {"customer": "won", "lost": "lost", "open": "open"}.get(firm.standing)
        opened = date(2023, 1, 9) + timedelta(days=rng.randrange(700))
        if outcome:
            closed = None if outcome == "open" else opened + timedelta(days=rng.randrange(20, 90))
            deals.append(Sale(len(deals), firm, outcome, round(rng.uniform(20_000, 900_000), 2), opened, closed))
        if firm.standing == "customer" and firm.number % 3 == 0:
            deals.append(Sale(len(deals), firm, "lost", 55_000.0, opened, opened + timedelta(days=15)))
    groups = {kind: [one for one in firms if one.standing == kind] for kind in ("customer", "lost", "open", "cold")}
    listed = groups["cold"] + [one for kind, count in LISTED.items() for one in groups[kind][:count]]
    rng.shuffle(listed)
    known = [one for one in firms if one.standing != "cold"]
    return World(known, deals, listed, groups["cold"][:OPTED_OUT])


TRUTH = world()


def table(path: Path, rows: list[dict[str, Any]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return path


def sheet(path: Path, rows: list[dict[str, Any]]) -> Path:
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(path)
    return path


def norwegian(value: float) -> str:
    """1 234 567,50 with no-break spaces."""
    return f"{value:,.2f}".replace(",", "\xa0").replace(".", ",")


def superoffice(folder: Path) -> list[Path]:
    """Norwegian headings, Windows-1252, semicolons, no-break spaces in numbers; deals name their company."""

    def firm(one: Firm) -> dict[str, Any]:
        category = {"customer": "Kunde", "lost": "Tapt prospekt", "open": "Prospekt"}.get(one.standing, "Emne")
        return {
            "Nummer": 5000 + one.number, "Firma": one.name, "Org.nr.": one.org, "Kategori": category,
            "Bransje": one.trade, "Sted": one.place, "Antall ansatte": one.heads, "Omsetning": norwegian(one.revenue),
            "Land": "Norge", "Webside": f"www.{one.domain}", "Vår kontakt": PEOPLE[one.number % 3],
        }  # fmt: skip

    status = {"won": "Solgt", "lost": "Tapt", "open": "Åpent"}
    deals = [
        {
            "Nummer": one.number + 1, "Tittel": f"Avtale {one.number}", "Firma": one.firm.name,
            "Salgstype": "Nysalg", "Status": status[one.outcome], "Beløp": norwegian(one.amount), "Valuta": "NOK",
            "Sannsynlighet": {"won": "100", "lost": "0"}.get(one.outcome, "40"), "Eier": PEOPLE[one.number % 3],
            "Opprettet": f"{one.opened:%d.%m.%Y}",
            "Salgsdato": f"{one.closed or one.opened + timedelta(days=60):%d.%m.%Y}",
        }
        for one in TRUTH.deals
    ]  # fmt: skip
    listed = [
        {name: value for name, value in firm(one).items() if name not in ("Kategori", "Vår kontakt")}
        for one in TRUTH.listed
    ]
    reserved = [{"Selskap (reservert)": one.name, "Dato": "02.01.2025"} for one in TRUTH.opted_out]
    return [
        table(folder / "firma.csv", [firm(one) for one in TRUTH.known], ";", "cp1252"),
        table(folder / "salg.csv", deals, ";", "cp1252"),
        table(folder / "prospekter.csv", listed, ";", "cp1252"),
        table(folder / "reserverte.csv", reserved, ";", "cp1252"),
    ]


def hubspot(folder: Path) -> list[Path]:
    """UTF-8 with a mark, own stages that no dictionary knows, and flags that say how deals ended."""

    def firm(one: Firm) -> dict[str, Any]:
        stage = {"customer": "Customer", "open": "Opportunity"}.get(one.standing, "Lead")
        return {
            "Record ID": 91000 + one.number, "Company name": one.name, "Company Domain Name": one.domain,
            "Industry": one.trade, "Number of Employees": one.heads, "Annual Revenue": one.revenue,
            "City": one.place, "Country/Region": "Norway", "Lifecycle Stage": stage,
            "Company owner": PEOPLE[one.number % 3], "Create Date": "2022-05-04 10:11",
        }  # fmt: skip

    stages = {"won": "Closed Won (Sales Pipeline)", "lost": "Closed Lost (Sales Pipeline)", "open": "Løsningsmøte 2"}
    deals = [
        {
            "Record ID": 7000 + one.number, "Deal Name": f"{one.firm.name} - new", "Deal Stage": stages[one.outcome],
            "Pipeline": "Sales Pipeline", "Amount": one.amount, "Deal owner": PEOPLE[one.number % 3],
            "Is Deal Closed?": str(one.outcome != "open").lower(), "Is Closed Won": str(one.outcome == "won").lower(),
            "Create Date": f"{one.opened} 09:00",
            "Close Date": f"{one.closed or one.opened + timedelta(days=60)} 12:00",
            "Associated Company IDs": 91000 + one.firm.number, "Associated Company": one.firm.name,
        }
        for one in TRUTH.deals
    ]  # fmt: skip
    listed = [{name: value for name, value in firm(one).items() if name != "Lifecycle Stage"} for one in TRUTH.listed]
    known = [firm(one) for one in TRUTH.known]
    out = [{"Email": f"post@{one.domain}", "Unsubscribed": "2025-01-02"} for one in TRUTH.opted_out]
    return [
        table(folder / "hubspot-crm-exports-all-companies-2025-06-01.csv", known, encoding="utf-8-sig"),
        table(folder / "hubspot-crm-exports-all-deals-2025-06-01.csv", deals, encoding="utf-8-sig"),
        table(folder / "target-companies.csv", listed, encoding="utf-8-sig"),
        table(folder / "unsubscribed.csv", out),
    ]


def pipedrive(folder: Path) -> list[Path]:
    """`Entity - Field` headings, times of winning and losing."""

    def firm(one: Firm) -> dict[str, Any]:
        return {
            "Organization - ID": one.number + 1, "Organization - Name": one.name,
            "Organization - Website": f"https://{one.domain}/", "Organization - Industry": one.trade,
            "Organization - Number of employees": one.heads, "Organization - Annual revenue": one.revenue,
            "Organization - City/town/village/locality of Address": one.place,
            "Organization - Country of Address": "Norway", "Organization - Owner": PEOPLE[one.number % 3],
            "Organization - Organization created": "2022-05-04 10:11:12",
        }  # fmt: skip

    deals = [
        {
            "Deal - ID": one.number + 1, "Deal - Title": f"Deal {one.number}", "Deal - Owner": PEOPLE[one.number % 3],
            "Deal - Value": one.amount, "Deal - Currency of Value": "NOK", "Deal - Organization": one.firm.name,
            "Deal - Organization ID": one.firm.number + 1, "Deal - Stage": "Negotiations Started",
            "Deal - Status": {"won": "Won", "lost": "Lost", "open": "Open"}[one.outcome],
            "Deal - Deal created": f"{one.opened} 09:00:00",
            "Deal - Won time": f"{one.closed} 12:00:00" if one.outcome == "won" else "",
            "Deal - Lost time": f"{one.closed} 12:00:00" if one.outcome == "lost" else "",
            "Deal - Expected close date": "2026-01-01",
        }
        for one in TRUTH.deals
    ]  # fmt: skip
    listed = [{name: value for name, value in firm(one).items() if "Owner" not in name} for one in TRUTH.listed]
    out = [{"Domain": one.domain, "Note": "asked not to be called"} for one in TRUTH.opted_out]
    return [
        table(folder / "organizations-1234567-1.csv", [firm(one) for one in TRUTH.known]),
        table(folder / "deals-1234567-2.csv", deals),
        table(folder / "prospects.csv", listed),
        table(folder / "do-not-contact.csv", out),
    ]


def dynamics(folder: Path) -> list[Path]:
    """Workbooks with hidden first columns, companies by name, planned and actual revenue side by side."""

    def guid(kind: int, number: int) -> str:
        return f"{kind:08x}-0000-4000-8000-{number:012x}"

    def firm(one: Firm) -> dict[str, Any]:
        kind = {"customer": "Customer"}.get(one.standing, "Prospect")
        return {
            "(Do Not Modify) Account": guid(1, one.number), "(Do Not Modify) Row Checksum": f"x{one.number}=",
            "(Do Not Modify) Modified On": date(2025, 5, 1), "Account Name": one.name, "Relationship Type": kind,
            "Website": f"http://{one.domain}", "Industry": one.trade, "Annual Revenue": one.revenue,
            "No. of Employees": one.heads, "Address 1: City": one.place, "Address 1: Country/Region": "Norway",
            "Owner": PEOPLE[one.number % 3],
        }  # fmt: skip

    deals = [
        {
            "(Do Not Modify) Opportunity": guid(2, one.number), "(Do Not Modify) Row Checksum": f"y{one.number}=",
            "(Do Not Modify) Modified On": date(2025, 5, 1), "Topic": f"Deal {one.number}",
            "Potential Customer": one.firm.name, "Status": {"won": "Won", "lost": "Lost", "open": "Open"}[one.outcome],
            "Est. revenue": one.amount, "Actual Revenue": one.amount if one.outcome != "open" else None,
            "Created On": one.opened, "Actual Close Date": one.closed, "Probability": 40,
            "Owner": PEOPLE[one.number % 3], "Currency": "Norwegian Krone",
        }
        for one in TRUTH.deals
    ]  # fmt: skip
    listed = [
        {name: value for name, value in firm(one).items() if name not in ("Relationship Type", "Owner")}
        for one in TRUTH.listed
    ]
    out = [{"Account Name": one.name, "Reason": "Opted out"} for one in TRUTH.opted_out]
    return [
        sheet(folder / "Active Accounts.xlsx", [firm(one) for one in TRUTH.known]),
        sheet(folder / "All Opportunities.xlsx", deals),
        sheet(folder / "Prospects.xlsx", listed),
        sheet(folder / "Opted out.xlsx", out),
    ]


DIALECTS: tuple[Callable[[Path], list[Path]], ...] = (superoffice, hubspot, pipedrive, dynamics)


@pytest.fixture(scope="module", params=DIALECTS, ids=lambda dialect: dialect.__name__)
def companies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Companies:
    folder = tmp_path_factory.mktemp("dialect")
    project = folder / "project"
    write_settings(propose(request.param(folder)), project)
    return read_companies(load_project(project))


def test_the_same_are_left_out_for_the_same_reasons(companies: Companies) -> None:
    told: dict[str, set[str]] = {reason: set() for reason in TRUTH.told}
    for name, reason in zip(companies.excluded["name"], companies.excluded["reason"], strict=True):
        told.setdefault(reason, set()).add(name)
    told["ranked"] = set(companies.prospects["name"])
    assert told == TRUTH.told
    assert companies.rejected.empty
    assert companies.rejected_inputs.empty


def test_deals_end_the_same_and_are_worth_the_same(companies: Companies) -> None:
    counts = companies.deals["outcome"].value_counts().to_dict()
    assert counts == {kind: sum(one.outcome == kind for one in TRUTH.deals) for kind in ("won", "lost", "open")}
    won = companies.deals[companies.deals["outcome"] == "won"]
    assert won["amount"].sum() == pytest.approx(sum(one.amount for one in TRUTH.deals if one.outcome == "won"))
    assert set(won["closed"].dt.date) == {one.closed for one in TRUTH.deals if one.outcome == "won"}


def test_the_same_is_learned_from_and_nobodys_owner(companies: Companies) -> None:
    assert {one.name for one in companies.attributes} == {"industry", "city", "employees", "revenue"}
    assert companies.accounts["revenue"].sum() == pytest.approx(sum(one.revenue for one in TRUTH.known))
    assert set(companies.accounts["city"]) == set(PLACES)


def test_nothing_is_told_that_a_person_must_mend(companies: Companies) -> None:
    assert not [str(one.message) for one in companies.findings if one.level == "error"]
