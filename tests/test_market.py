"""A CRM without attributes and the whole market: from `init` alone to a list that finds the kind that buys."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import market
from firm import lookalike
from market import KIND, TRADES, companies, crm

HEADINGS = {
    "NO": ("Organisasjonsnummer", "Navn", "Salgsnr", "Status", "Beløp", "Lukket", "Vunnet", "Tapt", "Åpen"),
    "SE": ("Orgnr", "Företag", "Affärsnr", "Status", "Belopp", "Stängningsdatum", "Vunnen", "Förlorad", "Öppen"),
    "GB": ("Company number", "Company name", "Deal ID", "Stage", "Amount", "Close date", "Won", "Lost", "Proposal"),
}
FILES = {"NO": ("kunder.csv", "salg.csv"), "SE": ("kunder.csv", "affärer.csv"), "GB": ("customers.csv", "deals.csv")}
COUNT = 3000


def export(folder: Path, country: str, table: pd.DataFrame, by_number: bool = True) -> list[Path]:
    """A CRM of numbers, names and deals; or of names and towns, and deals that call companies by their names."""
    accounts, deals = crm(table)
    number, name, deal, stage, amount, closed, won, lost, still_open = HEADINGS[country]
    files = [folder / file for file in FILES[country]]
    known = {number: accounts["number"].str.lstrip("0"), name: accounts["name"].str.title()}
    company = deals["number"].str.lstrip("0") if by_number else deals["name"].str.title()
    if not by_number:
        known = {name: accounts["name"].str.title(), "Sted": accounts["town"]}
    pd.DataFrame(known).to_csv(files[0], index=False)
    outcome = deals["outcome"].map({"won": won, "lost": lost, "open": still_open})
    told = {deal: range(1, len(deals) + 1), number if by_number else name: company, stage: outcome}
    pd.DataFrame(told | {amount: deals["amount"], closed: deals["day"]}).to_csv(files[1], index=False)
    return files


def bought(folder: Path, country: str, table: pd.DataFrame) -> list[Path]:
    """A list of names and places as it is bought, with no number."""
    told = {"Firma": table["name"].str.upper(), "Poststed": table["town"], "Bransje": table["code"].map(TRADES)}
    told |= {"Selskapsform": np.where(table["person"], "Enkeltpersonforetak", "Aksjeselskap")}
    told |= {"Ansatte": table["employees"], "Status": table["state"].map({"live": "Aktiv"}).fillna("Konkurs")}
    pd.DataFrame(told).to_csv(folder / "bedrifter.csv", index=False)
    return [folder / "bedrifter.csv"]


def register(folder: Path, country: str, table: pd.DataFrame) -> list[Path]:
    if country == "NO":
        return [market.brreg(table, folder / "enheter_alle.csv.gz")]
    if country == "GB":
        return [market.companies_house(table, folder / "BasicCompanyDataAsOneFile-2026-11-01.zip")]
    return [
        market.scb(table, folder / "scb_bulkfil.zip"),
        market.bolagsverket(table, folder / "bolagsverket_bulkfil.zip"),
    ]


@pytest.mark.parametrize(("country", "lists"), [("NO", register), ("SE", register), ("GB", register), ("NO", bought)])
def test_the_kind_that_buys_is_found_in_the_market(country: str, lists, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = companies(country, COUNT)
    by_number = lists is register
    files = [*export(tmp_path, country, table, by_number), *lists(tmp_path, country, table)]
    assert lookalike("init", "p", *map(str, files)).exit_code == 0
    ran = lookalike("run", "p")
    assert ran.exit_code == 0, ran.output
    told = json.loads(Path("p/out/summary.json").read_text(encoding="utf-8"))["sentences"]
    assert any(files[2].name in sentence and sentence.count("400") == 2 for sentence in told)  # of 400 accounts
    ranked = pd.read_parquet("p/out/prospects.parquet")
    excluded = pd.read_parquet("p/out/excluded.parquet")
    column = "number" if by_number else "name"
    shown = ranked["org_number" if by_number else "name"].str.casefold()
    kept = table.set_index(table[column].str.casefold())
    _, deals = crm(table)
    told = deals[column].str.casefold()
    for group in (
        told[deals["outcome"] == "won"],
        told[deals["outcome"] == "open"],
        kept.index[kept["state"] != "live"],
    ):
        assert not shown.isin(group).any()
    if country != "GB":  # sole traders are not registered there
        assert not kept["person"].reindex(shown).any()
        assert (excluded["reason"] == "natural_person").any()
    assert len(ranked) + len(excluded) == COUNT * (2 if country == "SE" else 1)
    kind = shown.isin(kept.index[kept["code"] == KIND])
    top = kind[ranked["rank"] <= len(ranked) / 10]
    assert top.mean() >= 4 * kind.mean()


def test_a_damaged_register_leaves_the_earlier_list_whole(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    table = companies("NO", 1500)
    files = [*export(tmp_path, "NO", table), *register(tmp_path, "NO", table)]
    lookalike("init", "p", *map(str, files))
    assert lookalike("run", "p").exit_code == 0
    before = {file.name: file.read_bytes() for file in Path("p/out").glob("*.parquet")}
    files[-1].write_bytes(files[-1].read_bytes()[:-3000])
    cut = lookalike("run", "p")
    assert cut.exit_code == 1
    assert "enheter_alle.csv.gz" in cut.output
    market.brreg(table, files[-1], [name for name in market.BRREG if name != "konkurs"])
    lacking = lookalike("run", "p")
    assert lacking.exit_code == 1
    assert "konkurs" in lacking.output
    assert before == {file.name: file.read_bytes() for file in Path("p/out").glob("*.parquet")}
