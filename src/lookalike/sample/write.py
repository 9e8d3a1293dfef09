"""The sample company, whole: draw its world, write its files, and keep what is true of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from lookalike.sample import dialect, history, trouble
from lookalike.sample.market import Rng, draw_companies
from lookalike.sample.truth import Truth, is_anti, is_icp, win_log_odds
from lookalike.sample.words import OWN, SELLERS

ACCOUNTS, UNTOUCHED, SECOND = 600, 120, 24

SETTINGS = f"""\
# Nordlys sells planning software to Norwegian companies. Everything here is made up.
name = "nordlys"

[inputs]
accounts = "kunder.csv"        # the companies in the CRM
deals = "salg.csv"             # won, lost and open deals
prospects = "prospekter.csv"   # who could be next
orders = "ordrer.csv"
activities = "aktiviteter.csv"
contacts = "kontakter.csv"
exclude = ["reservert.csv"]    # do not want to be approached

[columns.accounts]             # only what the automatic mapping cannot know
relationship = "Kundetype"

[exclude]
own = ["{OWN}"]

[money]
currency = "NOK"

[score]
language = "en"                # of what is told; the files are Norwegian

[plan]
revenue_goal = 20_000_000      # new revenue wanted next year
"""


def write_sample(folder: Path, seed: int = 7, prospects: int = 20_000) -> Truth:
    """Write the project folder of a made-up seller, as its CRM exports it.

    Parameters
    ----------
    folder : Path
        Made when missing; files of the same names are replaced.
    seed : int, default 7
        The same seed gives the same bytes.
    prospects : int, default 20000
        Rows of the prospect list, 500 at least.

    Returns
    -------
    Truth
        What was planted; it is not written into the folder.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     truth = write_sample(Path(folder), prospects=500)
    >>> truth.rows["prospekter.csv"]
    500
    """
    rng = np.random.default_rng(seed)
    accounts = draw_companies(rng, ACCOUNTS, 0, cold=False)
    deals = history.draw_deals(rng, accounts)
    customers = history.draw_customers(rng, accounts, deals)
    crm = _crm(rng, accounts, deals, customers)
    _numbered(deals, crm)
    listed = trouble.draw_prospects(rng, prospects, _kinds(crm, customers, deals))
    listed["contract"] = pd.Series([f"K-{2015 + n % 6}-{n:05d}" for n in listed.index]).where(
        (rng.random(prospects) < 0.01) & (listed["planted"] == ""), None
    )
    activities = history.draw_activities(rng, accounts, deals)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lookalike.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    rows = {
        "kunder.csv": dialect.write(folder / "kunder.csv", dialect.forgotten(rng, crm, bought=False)),
        "salg.csv": _write_deals(folder / "salg.csv", deals),
        "ordrer.csv": _write(folder / "ordrer.csv", history.draw_orders(rng, accounts, customers), crm),
        "aktiviteter.csv": _write(folder / "aktiviteter.csv", activities, crm),
        "kontakter.csv": _write(folder / "kontakter.csv", history.draw_contacts(rng, accounts, deals), crm),
        "prospekter.csv": _write_prospects(rng, folder / "prospekter.csv", listed),
        "reservert.csv": dialect.write(folder / "reservert.csv", _opted_out(rng, listed)),
    }
    return _truth(crm, customers, deals, activities, listed, rows)


def _crm(rng: Rng, accounts: pd.DataFrame, deals: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """The account table: companies with deals, companies only known, outsiders, and second records of some."""
    untouched = draw_companies(rng, UNTOUCHED, 1_000, cold=False)
    outside = trouble.outsiders(rng)
    crm = pd.concat([accounts, untouched, outside], ignore_index=True)
    crm["relationship"] = "Prospekt"
    crm.loc[customers.index, "relationship"] = np.where(customers["until"].isna(), "Kunde", "Tidligere kunde")
    crm.loc[len(crm) - len(outside) :, "relationship"] = ["Konkurrent"] * (len(outside) - 1) + ["Eget selskap"]
    # Half of those who left are not marked with a date: only their orders tell.
    crm["customer_until"] = customers["until"].where(rng.random(len(customers)) < 0.5)
    crm["reference"] = _references(rng, customers).reindex(crm.index)
    crm["class"] = pd.Series(np.where(customers["potential"] > 0, "A", "B"), index=customers.index).reindex(crm.index)
    signed = deals[deals["contract"].notna()].groupby("account")["contract"].first()
    crm["contract"] = signed.reindex(crm.index)
    known_for = rng.integers(5, 400, len(crm)).astype("timedelta64[D]")
    first = deals.groupby("account")["created"].min().reindex(crm.index).fillna(pd.Timestamp(history.OPENS))
    crm["account_created"] = first - known_for
    crm["owner"] = rng.choice(SELLERS, len(crm))
    copies = trouble.second_records(rng, crm.iloc[:ACCOUNTS], SECOND)
    crm = pd.concat([crm.assign(of=-1), copies], ignore_index=True).assign(country="Norge", status="Aktiv", parent="")
    crm.insert(0, "account_id", [f"K{n:05d}" for n in range(10_001, 10_001 + len(crm))])
    return crm


def _references(rng: Rng, customers: pd.DataFrame) -> pd.Series:
    """Loyal customers gladly stand as reference; the others seldom do."""
    gladly = rng.random(len(customers)) < np.where(customers["loyal"], 0.6, 0.15)
    return pd.Series(np.where(gladly, "Ja", "Nei"), index=customers.index)


def _numbered(deals: pd.DataFrame, crm: pd.DataFrame) -> None:
    """Give the deals their company's id and name; the newest deal of a company recorded twice hangs on the second."""
    _keyed(deals, crm)
    copies = crm[crm["of"] >= 0]
    newest = deals.groupby("account")["created"].idxmax()[copies["of"]]
    for column in ("account_id", "name", "org_number"):
        deals.loc[newest, column] = copies[column].to_numpy()
    deals["deal_name"] = deals["product"] + " – " + deals["created"].dt.year.astype(str)


def _keyed(rows: pd.DataFrame, crm: pd.DataFrame) -> pd.DataFrame:
    for column in ("account_id", "name", "org_number"):
        rows[column] = crm[column].to_numpy()[rows["account"]]
    return rows


def _kinds(crm: pd.DataFrame, customers: pd.DataFrame, deals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The accounts that a bought list may hold, by what should become of them."""
    first = crm[crm["of"] < 0]
    dealing = first.index.isin(deals.loc[deals["outcome"] == "open", "account"])
    lost = first.index.isin(deals.loc[deals["outcome"] == "lost", "account"])
    relation = first["relationship"]
    return {
        "customer": first[relation == "Kunde"],
        "open_deal": first[(relation == "Prospekt") & dealing],
        "ex-customer": first[(relation == "Tidligere kunde") & ~dealing],
        "lost-before": first[(relation == "Prospekt") & lost & ~dealing],
        "competitor": first[relation == "Konkurrent"],
        "own": first[relation == "Eget selskap"],
    }


def _write(path: Path, rows: pd.DataFrame, crm: pd.DataFrame) -> int:
    return dialect.write(path, _keyed(rows, crm))


def _write_deals(path: Path, deals: pd.DataFrame) -> int:
    """The deals, and at the end those that nobody can use."""
    return dialect.write(path, deals, trouble.broken_deals(deals), raw=["S90005;Avbrutt linje;K1000"])


def _write_prospects(rng: Rng, path: Path, listed: pd.DataFrame) -> int:
    """The bought list; of the rows planted to be rejected nothing is left that says who they are."""
    nobody = listed["planted"] == "rejected"
    rows = dialect.forgotten(rng, listed, bought=True)
    return dialect.write(path, rows.assign(prospect_id=rows["prospect_id"].mask(nobody, "")))


def _opted_out(rng: Rng, listed: pd.DataFrame) -> pd.DataFrame:
    """Who does not want to be approached: some are on the list; most are given by number, the rest by web site."""
    on_list = listed.loc[listed["planted"] == "opted_out", ["name", "org_number", "domain"]]
    others = draw_companies(rng, 40, 60_000, cold=True)[["name", "org_number", "domain"]]
    rows = pd.concat([on_list, others], ignore_index=True).assign(exclude_reason="Ønsker ikke henvendelser")
    by_number = rng.random(len(rows)) < 0.7
    return rows.assign(org_number=rows["org_number"].where(by_number, ""), domain=rows["domain"].where(~by_number, ""))


def _truth(
    crm: pd.DataFrame,
    customers: pd.DataFrame,
    deals: pd.DataFrame,
    activities: pd.DataFrame,
    listed: pd.DataFrame,
    rows: dict[str, int],
) -> Truth:
    everyone = pd.concat([crm.assign(id=crm["account_id"]), listed.assign(id=listed["prospect_id"])]).set_index("id")
    planted = listed.loc[listed["planted"] != ""].groupby("planted")["prospect_id"]
    types = history.portfolio_truth(customers)
    copies = crm[crm["of"] >= 0]
    closed = deals.loc[deals["outcome"] != "open", "deal_id"]
    chain = activities[activities["deal_id"].isin(closed)].groupby("activity")["deal_id"].nunique()
    funnel = chain.reindex(list(history.STEPS)).rename(None)
    funnel["order"] = int((deals["outcome"] == "won").sum())
    return Truth(
        win_probability=pd.Series(1 / (1 + np.exp(-win_log_odds(everyone))), index=everyone.index),
        deal_value=pd.Series(history.usual_amount(everyone) * np.exp(history.UNEVEN**2 / 2), index=everyone.index),
        segment=everyone["group"],
        icp=pd.Series(is_icp(everyone), index=everyone.index),
        anti_icp=pd.Series(is_anti(everyone), index=everyone.index),
        portfolio=types.set_axis(crm["account_id"].to_numpy()[types.index]),
        funnel=funnel,
        hit_rates=pd.Series(history.HIT_RATES | {"order": funnel["order"] / funnel["quote"]}),
        planted={str(kind): frozenset(ids) for kind, ids in planted},
        duplicates=dict(zip(copies["account_id"], crm["account_id"].to_numpy()[copies["of"]], strict=True)),
        rows=rows,
    )
