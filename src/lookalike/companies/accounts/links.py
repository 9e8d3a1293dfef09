"""Do the deals find their companies? And where they do not: is there another column that names them?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lookalike.companies.identity import resolve
from lookalike.schema import TABLES

ENOUGH = 0.5  # share of deals that find a company, below which something is wrong
ASKED = 1_000  # distinct values by which a column is judged
EXAMPLES = 2


@dataclass(frozen=True)
class Linked:
    """How the deals were linked to the accounts.

    Parameters
    ----------
    account : Series
        `account_id` of each deal, None where no account is meant.
    share : float
        Of the deals that name a company, those whose company is among the accounts, 0-1; 1 where nothing is to link.
    column : str
        The column that was found to name the companies, where those meant for it did not; "" where they did.
    named, known : tuple of str
        Examples of what the deals say and of the accounts' ids, where the share is low.
    """

    account: pd.Series
    share: float = 1.0
    column: str = ""
    named: tuple[str, ...] = ()
    known: tuple[str, ...] = ()


def linked(
    deals: pd.DataFrame,
    said: pd.Series,
    found: pd.Series,
    accounts: pd.DataFrame,
    became: pd.Series,
    keys: pd.DataFrame,
) -> Linked:
    """Judge the links, and look for a better column where most deals find no company.

    Parameters
    ----------
    deals : DataFrame
        One row per deal.
    said, found : Series
        How each deal names its company, and the account that is meant by it; None where none.
    accounts, keys : DataFrame
        The known companies, and their `company_keys`.
    became : Series
        Every id under which an account is known -> its `account_id`.
    """
    share = float(found.notna().sum() / max(said.notna().sum(), 1)) if said.notna().any() else 0.0
    if share >= ENOUGH or not len(accounts) or not len(deals):
        return Linked(found, share)
    column, answers = "", found
    for name in _candidates(deals):
        told = pd.Series(deals[name].dropna().unique()[:ASKED], dtype=object)
        known = resolve(told, accounts, keys, became)
        if known.notna().mean() > max(ENOUGH, share):
            column, share = name, float(known.notna().mean())
    if column:
        answers = resolve(deals[column], accounts, keys, became)
    examples = tuple(map(str, said.dropna().unique()[:EXAMPLES]))
    return Linked(answers, share, column, examples, tuple(map(str, accounts["account_id"][:EXAMPLES])))


def _candidates(deals: pd.DataFrame) -> list[str]:
    """Columns of words that are not the deal's own number, outcome or the like."""
    own = set(TABLES["deals"]) - {"deal_name", "competitor", "product", "owner"}
    return [
        str(name)
        for name in deals
        if name not in own and name != "row" and deals[name].dtype == object and deals[name].nunique() > 1
    ]
