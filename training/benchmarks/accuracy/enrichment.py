"""How many accounts of a CRM are found in a register, and how many of those are found right."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd

from lookalike.companies.identity import company_keys
from lookalike.companies.market import matched
from training.benchmarks.speed.matching import WAYS, market

REGISTER, ACCOUNTS, LISTED = 500_000, 10_000, 8_000
NUMBERED, MISTYPED = 0.5, 0.02  # share of the accounts with a number, and of those that have another's by mistake


def run(register: int = REGISTER, accounts: int = ACCOUNTS, listed: int = LISTED, seed: int = 7) -> pd.DataFrame:
    """Look made-up accounts up in a made-up register, as `[inputs] market` does.

    Parameters
    ----------
    register, accounts : int
        Companies of either.
    listed : int
        How many of the accounts are in the register; the others are like them and are not.
    seed : int

    Returns
    -------
    DataFrame
        One row per kind of account: `known_by` (number, or name and place), `spoilt` (how its name is), `accounts`,
        `found`, `precision`, `recall`, and `processor_seconds` of the whole.
    """
    crm, companies, truth, way = market(register, accounts, listed, seed)
    rng = np.random.default_rng(seed)
    companies = companies.assign(org_number=numbers(register))
    own = truth.map(companies["org_number"]).where(rng.random(accounts) < NUMBERED)
    wrong = own.notna() & (rng.random(accounts) < MISTYPED)
    crm = crm.assign(org_number=own.mask(wrong, "123456789").astype(object))
    began = time.process_time()
    found = matched(crm, companies, company_keys(companies))
    took = round(time.process_time() - began, 1)
    spoilt = pd.Series("not in the register", index=crm.index)
    spoilt[: len(way)] = np.array(WAYS)[way]
    rows = []
    for known_by, holds in (("number", own.notna() & ~wrong), ("name and place", own.isna() | wrong)):
        for kind in ("all", *WAYS, "not in the register"):
            asked = holds & (spoilt.eq(kind) | (kind == "all"))
            rows.append({"known_by": known_by, "spoilt": kind} | figures(found[asked], truth[asked]))
    return pd.DataFrame(rows).assign(processor_seconds=took)


def figures(found: pd.Series, truth: pd.Series) -> dict[str, object]:
    """Precision and recall of rows found, NaN where there is none to be right about.

    Examples
    --------
    >>> figures(pd.Series([3.0, 4.0, np.nan]), pd.Series([3, 5, -1]))
    {'accounts': 3, 'found': 2, 'precision': 0.5, 'recall': 0.5}
    """
    right = int((found == truth).sum())
    there, known = int(found.notna().sum()), int((truth >= 0).sum())
    return {
        "accounts": len(found),
        "found": there,
        "precision": round(right / there, 4) if there else float("nan"),
        "recall": round(right / known, 4) if known else float("nan"),
    }


def numbers(count: int) -> list[str]:
    """Different Norwegian organisation numbers, valid by their check digit."""
    body = 80_000_000 + np.arange(2 * count)
    digits = body[:, None] // 10 ** np.arange(7, -1, -1) % 10
    check = -(digits @ np.array((3, 2, 7, 6, 5, 4, 3, 2))) % 11
    valid = np.flatnonzero(check < 10)[:count]
    return [f"{one}{last}" for one, last in zip(body[valid], check[valid], strict=True)]
