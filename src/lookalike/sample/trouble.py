"""What makes a CRM and a bought list hard to use: second records, known companies, bankrupt ones, broken rows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.sample.market import Rng, draw_companies
from lookalike.sample.words import COMPETITORS, OWN

# Of 20,000 prospects; smaller lists have the same mix, and at least one of each.
KNOWN = {"customer": 130, "open_deal": 20, "ex-customer": 25, "lost-before": 120, "competitor": 4, "own": 1}
MARKED = {"dissolved": 150, "opted_out": 80, "group": 30, "duplicate": 100, "rejected": 12, "inbound": 160}
_USUAL = 20_000


def respelled(rng: Rng, names: pd.Series) -> pd.Series:
    """The same companies as another person writes them: capitals, no legal form, an extra space, a full stop."""
    style = rng.integers(0, 4, len(names))
    bare = names.str.replace(r" (AS|ASA|ANS|KF|SF)$", "", regex=True)
    ways = [names.str.upper(), bare, names.str.replace(" ", "  ", n=1, regex=False), bare + " A/S"]
    return pd.Series(np.choose(style, [way.to_numpy(object) for way in ways]), index=names.index)


def second_records(rng: Rng, accounts: pd.DataFrame, count: int) -> pd.DataFrame:
    """Copies of some accounts under a new id and another spelling; a third of them lost the organisation number.

    Returns
    -------
    DataFrame of shape (count, columns of accounts + 1)
        `of` is the position of the first record.
    """
    of = np.sort(rng.choice(len(accounts), count, replace=False))
    copies = accounts.iloc[of].reset_index(drop=True)
    copies["name"] = respelled(rng, copies["name"])
    copies["org_number"] = copies["org_number"].where(rng.random(count) > 1 / 3, "")
    return copies.assign(of=of)


def draw_prospects(rng: Rng, count: int, known: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """A bought list: mostly cold companies, and among them every kind of row that needs care.

    Parameters
    ----------
    count : int
        Rows of the list.
    known : mapping of a key of KNOWN to DataFrame
        The accounts of that kind to choose from.

    Returns
    -------
    DataFrame of shape (count, k)
        In the order of the file, with `prospect_id`, the attributes, `status`, `parent`, `inbound` and `planted` (what
        the row is there for, "" for an ordinary prospect).
    """
    share = {kind: max(1, round(n * count / _USUAL)) for kind, n in (KNOWN | MARKED).items()}
    parts = [_known(rng, known[kind], share[kind]).assign(planted=kind) for kind in KNOWN]
    cold = draw_companies(rng, count - sum(map(len, parts)) - share["duplicate"], 2_000, cold=True)
    kinds = [kind for kind in MARKED if kind != "duplicate"]
    labels = np.repeat([*kinds, ""], [*(share[k] for k in kinds), len(cold) - sum(share[k] for k in kinds)])
    cold["planted"] = labels
    twice = cold[cold["planted"] == ""].iloc[: share["duplicate"]]
    copies = twice.assign(name=respelled(rng, twice["name"]), planted="duplicate")
    # The copies come last in the list, so that it is they that are the duplicates.
    body = pd.concat([*parts, cold], ignore_index=True)
    order = np.concatenate([rng.permutation(len(body)), np.arange(len(body), count)])
    prospects = pd.concat([body, copies], ignore_index=True).iloc[order].reset_index(drop=True)
    prospects.insert(0, "prospect_id", [f"P{n:05d}" for n in range(1, count + 1)])
    return _marked(rng, prospects, known["customer"])


def _known(rng: Rng, companies: pd.DataFrame, count: int) -> pd.DataFrame:
    """Accounts as a bought list has them: half by number, a quarter by web site only, a quarter by name and place."""
    chosen = companies.iloc[np.sort(rng.choice(len(companies), min(count, len(companies)), replace=False))].copy()
    by = rng.choice(["number", "domain", "name"], len(chosen), p=[0.5, 0.25, 0.25])
    chosen["name"] = respelled(rng, chosen["name"])
    chosen["org_number"] = chosen["org_number"].where(by == "number", "")
    chosen["domain"] = chosen["domain"].where(by != "name", "")
    return chosen


def _marked(rng: Rng, prospects: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """Write into the rows what they are there for."""
    planted = prospects["planted"]
    ended = rng.choice(["Konkurs", "Tvangsavviklet", "Slettet"], len(prospects))
    prospects["country"] = "Norge"
    prospects["status"] = np.where(planted == "dissolved", ended, "Aktiv")
    owner = customers["name"].to_numpy()[rng.integers(0, len(customers), len(prospects))]
    prospects["parent"] = np.where(planted == "group", owner, "")
    prospects["inbound"] = np.where(planted == "inbound", "Ja", "Nei")
    prospects.loc[planted == "rejected", ["name", "org_number", "domain"]] = ""
    return prospects


def outsiders(rng: Rng) -> pd.DataFrame:
    """The competitors and the company itself: they stand in its CRM, and in every list it buys."""
    names = [*COMPETITORS, OWN]
    companies = draw_companies(rng, len(names), 1_900, cold=False)
    domains = [name.lower().replace(" ", "-") + ".example" for name in names]
    return companies.assign(name=names, domain=domains, company_type="AS", ownership="Privat")


def broken_deals(deals: pd.DataFrame) -> list[dict[str, str]]:
    """Rows that somebody typed in a hurry: no status, a company nobody knows, a date and an amount that are none."""
    last = deals.iloc[-1]
    row = {"deal_id": "S90001", "account_id": str(last["account_id"]), "name": str(last["name"]), "outcome": "Tapt"}
    row |= {"created": "02.02.2024", "closed": "01.03.2024", "amount": "100 000,00"}
    return [
        row | {"outcome": ""},
        row | {"deal_id": "S90002", "account_id": "", "name": "Ukjent Kunde AS"},
        row | {"deal_id": "S90003", "closed": "31.02.2024"},
        row | {"deal_id": "S90004", "amount": "etter avtale"},
    ]
