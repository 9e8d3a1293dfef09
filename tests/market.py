"""Made-up companies of a country, as registers write them: small files under the exact headings of the bulk files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FIRST = ("Bralde", "Corvik", "Dunhaug", "Elvram", "Fjosa", "Gravlid", "Hjelstad", "Ismoen", "Jorvang", "Kvelde")
SECOND = ("mek", "bygg", "data", "trans", "regnskap", "energi", "handel", "kjemi", "plast", "marin")
THIRD = ("Nord", "Vest", "Fjell", "Kyst", "Dal", "Skog", "Bre", "Sund", "Holm", "Lid", "Tun", "Vik")
TOWNS = ("Almby", "Bekkos", "Drevja", "Eidsund", "Fossheim", "Gjelleby", "Hovsund", "Isfjord")
TRADES = {
    "43.220": "VVS-arbeid", "62.100": "Programmeringstjenester", "46.900": "Uspesialisert engroshandel",
    "56.110": "Drift av restauranter", "49.410": "Godstransport på vei", "69.200": "Regnskap",
}  # fmt: skip
KIND = "62.100"  # of the companies that buy


def weighted(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


def norwegian(at: int) -> str | None:
    body = f"95{at:06d}"
    check = -weighted(body, (3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return None if check == 10 else f"{body}{check}"


def luhn(body: str) -> str:
    doubled = [int(digit) * (2 - at % 2) for at, digit in enumerate(reversed(body))]
    return f"{body}{-sum(digit // 10 + digit % 10 for digit in doubled) % 10}"


def finnish(at: int) -> str | None:
    body = f"{2_000_000 + at}"
    rest = weighted(body, (7, 9, 10, 5, 8, 4, 2)) % 11
    return None if rest == 1 else f"{body}-{0 if rest == 0 else 11 - rest}"


def danish(at: int) -> str | None:
    body = f"{3_000_000 + at}"
    check = -weighted(body, (2, 7, 6, 5, 4, 3, 2)) % 11
    return None if check == 10 else f"{body}{check}"


NUMBERS = {
    "NO": norwegian,
    "SE": lambda at: luhn(f"556{at:06d}"),
    "GB": lambda at: f"{4_000_000 + at:08d}",
    "FI": finnish,
    "FR": lambda at: luhn(f"552{at:05d}"),
    "DK": danish,
}
FORMS = {"NO": "AS", "SE": "AB", "GB": "LIMITED", "FI": "Oy", "FR": "SAS", "DK": "ApS"}


def companies(country: str, count: int, seed: int = 1) -> pd.DataFrame:
    """All companies of a country: one in eight of the kind that buys, some dead, some of natural persons."""
    rng = np.random.default_rng(seed)
    made = filter(None, map(NUMBERS[country], range(1000, 1000 + 2 * count)))
    table = pd.DataFrame({"number": [number for number, _ in zip(made, range(count), strict=False)]})
    at = np.arange(count)
    words = (np.array(FIRST)[at % 10], np.array(SECOND)[at // 10 % 10], np.array(THIRD)[at // 100 % 12])
    tail = np.where(at >= 1200, [f" {number}" for number in at // 1200], "")
    table["name"] = [f"{a}{b} {c}{d} {FORMS[country]}" for a, b, c, d in zip(*words, tail, strict=True)]
    table["town"] = rng.choice(TOWNS, count)
    table["postcode"] = [
        f"{1000 + TOWNS.index(town) * 100 + number % 7}" for town, number in zip(table["town"], at, strict=True)
    ]
    others = [code for code in TRADES if code != KIND]
    table["code"] = np.where(rng.random(count) < 1 / 8, KIND, rng.choice(others, count))
    table["employees"] = rng.integers(5, 120, count)
    table["founded"] = rng.integers(1970, 2020, count)
    table["state"] = rng.choice(["live", "bankrupt", "winding up"], count, p=[0.9, 0.05, 0.05])
    table["person"] = rng.random(count) < 0.1
    return table


def crm(table: pd.DataFrame, known: int = 400, seed: int = 2) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Accounts and deals of a seller that wins the kind of companies that buy; one in five has an open deal."""
    rng = np.random.default_rng(seed)
    live = table[(table["state"] == "live") & ~table["person"]]
    kind = live[live["code"] == KIND].head(known // 3)
    other = live[live["code"] != KIND].sample(known - len(kind), random_state=seed)
    accounts = pd.concat([kind, other]).sample(frac=1.0, random_state=seed).reset_index(drop=True)
    chance = np.where(accounts["code"] == KIND, 0.85, 0.1)
    won = rng.random(len(accounts)) < chance
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 700, len(accounts)), "D")
    deals = pd.DataFrame({"number": accounts["number"], "name": accounts["name"], "day": days.strftime("%Y-%m-%d")})
    deals["outcome"] = np.where(won, "won", "lost")
    deals["amount"] = rng.integers(20, 90, len(accounts)) * 1000
    again = deals.sample(len(deals) // 5, random_state=seed).assign(outcome="open", day="2025-12-20")
    return accounts, pd.concat([deals, again], ignore_index=True)


def headings(text: str, sign: str = ",") -> list[str]:
    return text.split(sign)


def written(rows: Iterable[dict], columns: Iterable[str], delimiter: str = ",", quoted: bool = True) -> str:
    """Rows under headings, empty where a row tells nothing."""
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(text, list(columns), "", delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


BRREG = headings(
    "organisasjonsnummer,navn,organisasjonsform.kode,organisasjonsform.beskrivelse,naeringskode1.kode,"
    "naeringskode1.beskrivelse,naeringskode2.kode,naeringskode2.beskrivelse,hjelpeenhetskode.kode,"
    "harRegistrertAntallAnsatte,antallAnsatte,registreringsdatoAntallAnsatteEnhetsregisteret,hjemmeside,epostadresse,"
    "telefon,mobil,postadresse.adresse,postadresse.poststed,postadresse.postnummer,postadresse.kommune,"
    "postadresse.kommunenummer,postadresse.land,postadresse.landkode,forretningsadresse.adresse,"
    "forretningsadresse.poststed,forretningsadresse.postnummer,forretningsadresse.kommune,"
    "forretningsadresse.kommunenummer,forretningsadresse.land,forretningsadresse.landkode,"
    "institusjonellSektorkode.kode,institusjonellSektorkode.beskrivelse,sisteInnsendteAarsregnskap,"
    "registreringsdatoenhetsregisteret,stiftelsesdato,registrertIMvaRegisteret,registrertIFrivillighetsregisteret,"
    "registrertIForetaksregisteret,registrertIStiftelsesregisteret,registrertIPartiregisteret,konkurs,konkursdato,"
    "underAvvikling,underAvviklingDato,underTvangsavviklingEllerTvangsopplosning,overordnetEnhet,maalform,vedtektsdato,"
    "vedtektsfestetFormaal,aktivitet,paategninger,erIKonsern,kapital.belop,kapital.valuta",
)


def brreg_rows(table: pd.DataFrame) -> list[dict[str, str]]:
    return [
        {
            "organisasjonsnummer": one.number,
            "navn": one.name.upper(),
            "organisasjonsform.kode": "ENK" if one.person else "AS",
            "organisasjonsform.beskrivelse": "Enkeltpersonforetak" if one.person else "Aksjeselskap",
            "naeringskode1.kode": one.code,
            "naeringskode1.beskrivelse": TRADES[one.code],
            "harRegistrertAntallAnsatte": "true",
            "antallAnsatte": one.employees,
            "forretningsadresse.poststed": one.town.upper(),
            "forretningsadresse.postnummer": one.postcode,
            "forretningsadresse.kommune": one.town.upper(),
            "forretningsadresse.landkode": "NO",
            "institusjonellSektorkode.beskrivelse": "Private aksjeselskaper mv.",
            "stiftelsesdato": f"{one.founded}-05-17",
            "registreringsdatoenhetsregisteret": f"{one.founded}-06-01",
            "registrertIMvaRegisteret": "true",
            "konkurs": str(one.state == "bankrupt").lower(),
            "underAvvikling": str(one.state == "winding up").lower(),
            "underTvangsavviklingEllerTvangsopplosning": "false",
            "aktivitet": f'Selskapet driver med {TRADES[one.code]}\nog det som hører til, "med mer".',
            "erIKonsern": "false",
        }
        for one in table.itertuples(index=False)
    ]


def brreg(table: pd.DataFrame, path: Path, columns: Iterable[str] = BRREG) -> Path:
    """Norway: gzip, every cell quoted, free text with line breaks."""
    rows = [{name: row.get(name, "") for name in columns} for row in brreg_rows(table)]
    path.write_bytes(gzip.compress(written(rows, columns).encode()))
    return path


def nested(row: dict[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        *above, last = name.split(".")
        place = found
        for one in above:
            place = place.setdefault(one, {})
        place[last] = {"true": True, "false": False}.get(str(value), value)
    return found


def brreg_json(table: pd.DataFrame, path: Path) -> Path:
    """Norway: pages of the API; what is not known is not there."""
    units = [nested(row) for row in brreg_rows(table)]
    path.write_text(json.dumps({"_embedded": {"enheter": units}, "page": {"number": 0}}, default=int), encoding="utf-8")
    return path


SCB = headings(
    "ForAndrTyp COAdress Foretagsnamn FtgStat Gatuadress JEStat JurForm Namn Ng1 Ng2 Ng3 Ng4 Ng5 PeOrgNr PostNr "
    "PostOrt RegDatKtid Reklamsparrtyp mCOAdress mForetagsnamn mFtgStat mGatuadress mJEStat mJurForm mNamn mNg1 mNg2 "
    "mNg3 mNg4 mNg5 mPostNr mPostOrt mRegDatKtid mReklamsparrtyp",
    " ",
)


def scb(table: pd.DataFrame, path: Path) -> Path:
    """Sweden, SCB: a zip with tabs, one more at the end of each line, ISO-8859-1."""
    rows = [
        {
            "Foretagsnamn": one.name,
            "FtgStat": "1" if one.state == "live" else "9",
            "JEStat": "1",
            "JurForm": "10" if one.person else "49",
            "Namn": one.name,
            "Ng1": one.code.replace(".", ""),
            "PeOrgNr": f"{'19' if one.person else '16'}{one.number}",
            "PostNr": f"{one.postcode}5",
            "PostOrt": one.town.upper(),
            "RegDatKtid": f"{one.founded}0517",
            "Reklamsparrtyp": "21" if at % 25 == 0 else "1",
            "Gatuadress": "Södra vägen 1",
        }
        for at, one in enumerate(table.itertuples(index=False))
    ]
    lines = written(rows, SCB, "\t", quoted=False).replace("\n", "\t\n")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("scb_bulkfil_JE_20260601T065839_76.txt", lines.encode("iso-8859-1"))
    return path


BOLAGSVERKET = headings(
    "organisationsidentitet;namnskyddslopnummer;registreringsland;organisationsnamn;organisationsform;"
    "avregistreringsdatum;avregistreringsorsak;pagandeAvvecklingsEllerOmstruktureringsforfarande;registreringsdatum;"
    "verksamhetsbeskrivning;postadress",
    ";",
)


def bolagsverket(table: pd.DataFrame, path: Path) -> Path:
    """Sweden, Bolagsverket: a zip with semicolons and markers in the cells."""
    ongoing = {"bankrupt": "|KK-AVOMFO$2026-01-02", "winding up": "|LI-AVOMFO$2026-01-02"}
    rows = [
        {
            "organisationsidentitet": f"{one.number}${'PERSON' if one.person else 'ORGNR'}-IDORG",
            "registreringsland": "SE-LAND",
            "organisationsnamn": f"{one.name}$FORETAGSNAMN-ORGNAM$2020-01-02",
            "organisationsform": "E-ORGFO" if one.person else "AB-ORGFO",
            "pagandeAvvecklingsEllerOmstruktureringsforfarande": ongoing.get(one.state, ""),
            "registreringsdatum": f"{one.founded}-05-17",
            "verksamhetsbeskrivning": 'Bolaget skall "bygga" hus',
            "postadress": f"Box 1$${one.town.upper()}${one.postcode}5$SE-LAND",
        }
        for one in table.itertuples(index=False)
    ]
    text = written(rows, BOLAGSVERKET, ";").replace('""bygga""', '\\"bygga\\"')
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bolagsverket_bulkfil.txt", text)
    return path


COMPANIES_HOUSE = headings(
    "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, RegAddress.AddressLine2,"
    "RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,CompanyCategory,CompanyStatus,"
    "CountryOfOrigin,DissolutionDate,IncorporationDate,Accounts.AccountRefDay,Accounts.AccountRefMonth,"
    "Accounts.NextDueDate,Accounts.LastMadeUpDate,Accounts.AccountCategory,Returns.NextDueDate,Returns.LastMadeUpDate,"
    "Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,"
    "SICCode.SicText_1,SICCode.SicText_2,SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,"
    "LimitedPartnerships.NumLimPartners,URI,PreviousName_1.CONDATE, PreviousName_1.CompanyName,ConfStmtNextDueDate,"
    " ConfStmtLastMadeUpDate",
)


def companies_house(table: pd.DataFrame, path: Path) -> Path:
    """United Kingdom: some headings begin with a space; numbers begin with zeros."""
    states = {"live": "Active", "bankrupt": "Liquidation", "winding up": "Active - Proposal to Strike off"}
    rows = [
        {
            "CompanyName": one.name.upper(),
            " CompanyNumber": one.number,
            "RegAddress.PostTown": one.town.upper(),
            "RegAddress.PostCode": f"AB{one.postcode[:2]} {one.postcode[2]}XY",
            "CompanyCategory": "Private Limited Company",
            "CompanyStatus": states[one.state],
            "CountryOfOrigin": "United Kingdom",
            "IncorporationDate": f"17/05/{one.founded}",
            "Accounts.AccountCategory": "SMALL" if one.employees > 50 else "MICRO ENTITY",
            "SICCode.SicText_1": f"{one.code.replace('.', '')} - {TRADES[one.code]}",
            "URI": f"http://business.data.gov.uk/id/company/{one.number}",
        }
        for one in table.itertuples(index=False)
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("BasicCompanyDataAsOneFile-2026-11-01.csv", written(rows, COMPANIES_HOUSE))
    return path


def prh(table: pd.DataFrame, path: Path) -> Path:
    """Finland: a zip with one JSON document of nested objects."""
    units = [
        {
            "businessId": {"value": one.number, "registrationDate": f"{one.founded}-05-17", "source": "3"},
            "names": [
                {"name": "Vanha nimi Oy", "type": "1", "endDate": "2001-01-01", "version": 2},
                {"name": one.name, "type": "1", "endDate": None, "version": 1},
            ],
            "mainBusinessLine": {
                "type": one.code.replace(".", ""),
                "descriptions": [
                    {"languageCode": "3", "description": "Some trade"},
                    {"languageCode": "1", "description": TRADES[one.code]},
                ],
            },
            "companyForms": [
                {
                    "type": "26" if one.person else "16",
                    "descriptions": [{"languageCode": "1", "description": "Toiminimi" if one.person else "Osakeyhtiö"}],
                    "endDate": None,
                }
            ],
            "companySituations": [{"type": "KONK"}] if one.state == "bankrupt" else [],
            "addresses": [
                {"type": 2, "postCode": "00001", "postOffices": [{"city": "POSTI", "languageCode": "1"}]},
                {"type": 1, "postCode": f"0{one.postcode}", "postOffices": [{"city": one.town.upper()}]},
            ],
            "tradeRegisterStatus": "4" if one.state == "winding up" else "1",
            "status": "2",
            "registrationDate": f"{one.founded}-05-17",
            "endDate": None,
            "lastModified": "2026-06-01",
        }
        for one in table.itertuples(index=False)
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("all_companies.json", json.dumps(units))
    return path


SIRENE = headings(
    "siren,statutDiffusionUniteLegale,unitePurgeeUniteLegale,dateCreationUniteLegale,sigleUniteLegale,sexeUniteLegale,"
    "prenom1UniteLegale,prenom2UniteLegale,prenom3UniteLegale,prenom4UniteLegale,prenomUsuelUniteLegale,"
    "pseudonymeUniteLegale,identifiantAssociationUniteLegale,trancheEffectifsUniteLegale,anneeEffectifsUniteLegale,"
    "dateDernierTraitementUniteLegale,nombrePeriodesUniteLegale,categorieEntreprise,anneeCategorieEntreprise,dateDebut,"
    "etatAdministratifUniteLegale,nomUniteLegale,nomUsageUniteLegale,denominationUniteLegale,"
    "denominationUsuelle1UniteLegale,denominationUsuelle2UniteLegale,denominationUsuelle3UniteLegale,"
    "categorieJuridiqueUniteLegale,activitePrincipaleUniteLegale,nomenclatureActivitePrincipaleUniteLegale,"
    "nicSiegeUniteLegale,economieSocialeSolidaireUniteLegale,caractereEmployeurUniteLegale",
)
ETABLISSEMENTS = headings(
    "siren,nic,siret,statutDiffusionEtablissement,dateCreationEtablissement,trancheEffectifsEtablissement,"
    "etablissementSiege,numeroVoieEtablissement,libelleVoieEtablissement,codePostalEtablissement,"
    "libelleCommuneEtablissement,codeCommuneEtablissement,etatAdministratifEtablissement",
)


def sirene(table: pd.DataFrame, folder: Path) -> list[Path]:
    """France: companies, and the places of their establishments."""
    units = [
        {
            "siren": one.number,
            "statutDiffusionUniteLegale": "P" if at % 25 == 0 else "O",
            "dateCreationUniteLegale": f"{one.founded}-05-17",
            "trancheEffectifsUniteLegale": "12" if one.employees < 50 else "21",
            "etatAdministratifUniteLegale": "A" if one.state == "live" else "C",
            "nomUniteLegale": "DURAND" if one.person else "",
            "denominationUniteLegale": "" if one.person else one.name.upper(),
            "categorieJuridiqueUniteLegale": "1000" if one.person else "5710",
            "activitePrincipaleUniteLegale": f"{one.code[:5]}Z",
            "nomenclatureActivitePrincipaleUniteLegale": "NAFRev2",
            "nicSiegeUniteLegale": "00012",
            "categorieEntreprise": "PME",
        }
        for at, one in enumerate(table.itertuples(index=False))
    ]
    places = [
        {
            "siren": one.number,
            "nic": nic,
            "siret": f"{one.number}{nic}",
            "etablissementSiege": str(nic == "00012").lower(),
            "codePostalEtablissement": f"{one.postcode}0",
            "libelleCommuneEtablissement": one.town.upper() if nic == "00012" else "AILLEURS",
        }
        for one in table.itertuples(index=False)
        for nic in ("00020", "00012")
    ]
    files = [folder / "StockUniteLegale_utf8.csv", folder / "StockEtablissement_utf8.csv"]
    for file, rows, columns in zip(files, (units, places), (SIRENE, ETABLISSEMENTS), strict=True):
        file.write_text(written(rows, columns, quoted=False), encoding="utf-8")
    return files


def cvr(table: pd.DataFrame, folder: Path) -> list[Path]:
    """Denmark: one JSON array for each kind of fact, joined by the id of the company."""
    rows = list(table.itertuples(index=False))

    def facts(values: Iterable[dict[str, object]]) -> list[dict[str, object]]:
        current = {"sekvens": 0, "virkningTil": None, "registreringTil": None}
        return [current | {"CVREnhedsId": f"e{at}"} | value for at, value in enumerate(values)]

    old = {
        "CVREnhedsId": "e0",
        "vaerdi": "Gammelt navn",
        "sekvens": 0,
        "virkningTil": "2001-01-01",
        "registreringTil": None,
    }
    entities = {
        "Virksomhed": [
            {
                "id": f"e{at}",
                "CVRNummer": one.number,
                "status": "NORMAL" if one.state == "live" else "OPLØST",
                "virksomhedStartdato": f"{one.founded}-05-17",
            }
            for at, one in enumerate(rows)
        ],
        "Navn": [old, *facts({"vaerdi": one.name} for one in rows)],
        "Branche": facts({"vaerdi": one.code.replace(".", ""), "vaerdiTekst": TRADES[one.code]} for one in rows),
        "Virksomhedsform": facts(
            {"vaerdi": "10", "vaerdiTekst": "Enkeltmandsvirksomhed"}
            if one.person
            else {"vaerdi": "80", "vaerdiTekst": "Anpartsselskab"}
            for one in rows
        ),
        "Adressering": facts(
            {
                "AdresseringAnvendelse": "beliggenhedsadresse",
                "CVRAdresse_postnummer": one.postcode,
                "CVRAdresse_postdistrikt": one.town,
                "CVRAdresse_kommunenavn": one.town.upper(),
            }
            for one in rows
        ),
        "Reklamebeskyttelse": facts([{}]),
    }
    files = []
    for name, told in entities.items():
        file = folder / f"CVR_V2_{name}_TotalDownload_json_Current_345.json"
        file.write_text(json.dumps(told), encoding="utf-8")
        files.append(file)
    return files
