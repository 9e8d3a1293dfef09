"""Norwegian CRM files: semicolons, BOM, decimal comma, dd.mm.yyyy, a hard space between thousands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

HARD_SPACE = "\u00a0"

COMPANY = {
    "name": "Firmanavn",
    "org_number": "Org.nr",
    "industry": "Bransje",
    "industry_code": "Næringskode",
    "employees": "Antall ansatte",
    "revenue": "Omsetning",
    "growth": "Vekst siste år",
    "founded": "Stiftet",
    "company_type": "Selskapsform",
    "ownership": "Eierform",
    "technologies": "Teknologier",
    "domain": "Webside",
    "postcode": "Postnr",
    "city": "Kommune",
    "region": "Fylke",
    "country": "Land",
    "status": "Status",
    "parent": "Morselskap",
    "zone": "Postsone",
    "route": "Rutekode",
    "contract": "Kontraktsnr",
}
HEADINGS: Mapping[str, Mapping[str, str]] = {
    "kunder.csv": {"account_id": "Kundenr"}
    | COMPANY
    | {
        "relationship": "Kundetype",
        "class": "Kundeklasse",
        "account_created": "Opprettet",
        "customer_until": "Kunde til",
        "reference": "Referanse",
        "owner": "Kundeansvarlig",
    },
    "salg.csv": {
        "deal_id": "Salgsnr",
        "deal_name": "Tittel",
        "account_id": "Kundenr",
        "name": "Firma",
        "org_number": "Org.nr",
        "outcome": "Status",
        "amount": "Beløp",
        "margin": "Fortjeneste",
        "created": "Opprettet",
        "closed": "Salgsdato",
        "reason": "Årsak",
        "competitor": "Konkurrent",
        "source": "Kilde",
        "type": "Salgstype",
        "decision_makers": "Antall beslutningstakere",
        "product": "Produkt",
        "contract": "Kontraktsnr",
        "owner": "Selger",
    },
    "ordrer.csv": {
        "order_id": "Ordrenr",
        "account_id": "Kundenr",
        "name": "Firma",
        "date": "Ordredato",
        "amount": "Beløp",
        "margin": "Dekningsbidrag",
        "product": "Produkt",
    },
    "aktiviteter.csv": {
        "activity_id": "Aktivitetsnr",
        "account_id": "Kundenr",
        "deal_id": "Salgsnr",
        "date": "Dato",
        "activity": "Aktivitet",
        "hours": "Timer",
    },
    "kontakter.csv": {
        "contact_id": "Kontaktnr",
        "account_id": "Kundenr",
        "deal_id": "Salgsnr",
        "contact_name": "Navn",
        "title": "Tittel",
        "role": "Rolle",
        "email": "E-post",
        "phone": "Telefon",
        "education": "Utdanning",
        "sex": "Kjønn",
        "age": "Alder",
    },
    "prospekter.csv": {"prospect_id": "Prospektnr"} | COMPANY | {"inbound": "Innkommende"},
    "reservert.csv": {"name": "Firmanavn", "org_number": "Org.nr", "domain": "Webside", "exclude_reason": "Årsak"},
}
WORDS = {
    "outcome": {"won": "Solgt", "lost": "Tapt", "open": "Åpen"},
    "activity": {"call": "Telefon", "meeting": "Møte", "quote": "Tilbud"},
}
# Share of cells left empty, by column: first in the CRM, then in a bought list, which knows less.
MISSING = {
    "employees": (0.05, 0.08),
    "revenue": (0.1, 0.15),
    "growth": (0.12, 0.2),
    "founded": (0.03, 0.03),
    "ownership": (0.02, 0.05),
    "technologies": (0.12, 0.25),
    "industry": (0.03, 0.02),
    "city": (0.02, 0.01),
    "zone": (0.04, 0.04),
}


def forgotten(rng: np.random.Generator, companies: pd.DataFrame, bought: bool) -> pd.DataFrame:
    """The companies with some cells emptied, as nobody filled them in."""
    gaps = {
        name: companies[name].astype(object).where(rng.random(len(companies)) >= shares[bought], None)
        for name, shares in MISSING.items()
    }
    return companies.assign(**gaps)


def number(value: float, decimals: int = 0, thousands: str = HARD_SPACE) -> str:
    """A number as Norwegians write it.

    Examples
    --------
    >>> number(1234567.5, 2, thousands=" ")
    '1 234 567,50'
    """
    return f"{value:,.{decimals}f}".replace(",", thousands).replace(".", ",")


def write(path: Path, rows: pd.DataFrame, broken: Iterable[Mapping[str, str]] = (), raw: Iterable[str] = ()) -> int:
    """Write a table under its Norwegian headings.

    Parameters
    ----------
    path : Path
        Its name decides the headings and their order.
    rows : DataFrame
        Columns by the keys of HEADINGS; a key without a column is an empty column.
    broken : iterable of mappings
        Further rows, already text.
    raw : iterable of str
        Further lines, not even with the right number of cells.

    Returns
    -------
    int
        Data rows written.
    """
    headings = HEADINGS[path.name]
    columns = [_texts(name, rows[name]) if name in rows else [""] * len(rows) for name in headings]
    extra = [[row.get(name, "") for name in headings] for row in broken]
    odd = list(raw)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings.values())
    writer.writerows(zip(*columns, strict=True))
    writer.writerows(extra)
    text.writelines(line + "\r\n" for line in odd)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    return len(rows) + len(extra) + len(odd)


def _texts(name: str, values: pd.Series) -> list[str]:
    """The cells of a column as the CRM writes them; empty where unknown."""
    if name in ("amount", "margin"):
        return [number(v, 2) for v in values]
    if name == "hours":
        return [number(v, 2, "") for v in values]
    if name == "growth":
        return ["" if pd.isna(v) else number(v, 1) + " %" for v in values]
    if name in ("employees", "revenue"):
        return ["" if pd.isna(v) else number(v) for v in values]
    if name == "domain":
        return ["" if not v else f"https://www.{v}/" for v in values]
    if pd.api.types.is_datetime64_dtype(values):
        return values.dt.strftime("%d.%m.%Y").fillna("").to_list()
    words = WORDS.get(name, {})
    return ["" if pd.isna(v) else words.get(v, str(v)) for v in values]
