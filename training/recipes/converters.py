"""What some public files need before anybody could read them: headings, a company per row, an outcome per lead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd

# The columns of the benchmark as its organisers name them; the last says who bought.
COIL_COLUMNS = Path(__file__).with_name("coil2000_columns.txt").read_text(encoding="utf-8").split()
COIL_CODES = {"MOSTYPE": "subtype", "MOSHOOFD": "main type"}  # numbers that only name a kind of neighbourhood
OLIST_OPEN_FROM = "2018-05-01"  # leads first met from here on have had no time to decide
NEWEST = 0.1


def coil2000(source: Path, folder: Path) -> None:
    """Headings and ids for the two files without any; the policy becomes a won or lost deal."""
    known = _coil(source / "ticdata2000.txt", COIL_COLUMNS, "T")
    unknown = _coil(source / "ticeval2000.txt", COIL_COLUMNS[:-1], "E")
    outcome = known.pop("CARAVAN").map({1: "Won", 0: "Lost"})
    deals = pd.DataFrame({"Policy": "P" + known["Customer"], "Customer": known["Customer"], "Outcome": outcome})
    for name, frame in (("accounts.csv", known), ("deals.csv", deals), ("prospects.csv", unknown)):
        frame.to_csv(folder / name, index=False)


def _coil(file: Path, columns: list[str], letter: str) -> pd.DataFrame:
    frame = pd.read_csv(file, sep="\t", header=None, names=columns)
    for column, word in COIL_CODES.items():
        frame[column] = f"{word} " + frame[column].astype(str)
    frame.insert(0, "Customer", [f"{letter}{number:05d}" for number in range(1, len(frame) + 1)])
    return frame.assign(Name=frame["Customer"])


def win_loss_78k(source: Path, folder: Path) -> None:
    """A company per opportunity number; the newest opportunities lose their outcome and become the list."""
    rows = pd.read_csv(source / "opportunities_first_70_percent.csv", keep_default_na=False)
    rows.insert(0, "Company", "C" + rows["Opportunity Number"].astype(str))
    newest = rows["Opportunity Number"] > rows["Opportunity Number"].quantile(1 - NEWEST)
    prospects = rows[newest].drop_duplicates("Company").drop(columns="Opportunity Result")
    rows[~newest].to_csv(folder / "deals.csv", index=False)
    prospects.to_csv(folder / "prospects.csv", index=False)


def olist(source: Path, folder: Path) -> None:
    """Every lead is an account and a deal: won when it became a seller, with what that sold, else lost."""
    leads = pd.read_csv(source / "olist_marketing_qualified_leads_dataset.csv", keep_default_na=False)
    won = pd.read_csv(source / "olist_closed_deals_dataset.csv")[["mql_id", "seller_id", "won_date"]]
    sold = pd.read_csv(source / "seller_performance_allorders_sumitup.csv")[["seller_id", "gross_revenue"]]
    recent = leads["first_contact_date"] >= OLIST_OPEN_FROM
    deals = leads[~recent].merge(won, "left", "mql_id").merge(sold, "left", "seller_id")
    became = deals["won_date"].notna()
    deals["result"] = became.map({True: "Won", False: "Lost"})
    # A seller without sales brought nothing; of the lost nobody knows what they would have brought.
    deals["gross_revenue"] = deals["gross_revenue"].fillna(0).where(became)
    deals["deal"] = "D-" + deals["mql_id"]
    leads[~recent].to_csv(folder / "leads.csv", index=False)
    leads[recent].to_csv(folder / "prospects.csv", index=False)
    # The day of the win stays behind: the lost have none, so a split by date would tell the two apart.
    columns = ["deal", "mql_id", "result", "first_contact_date", "gross_revenue"]
    deals[columns].to_csv(folder / "deals.csv", index=False)


CONVERTERS: dict[str, Callable[[Path, Path], None]] = {
    "coil2000": coil2000,
    "olist": olist,
    "win_loss_78k": win_loss_78k,
}
