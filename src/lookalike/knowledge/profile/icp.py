"""The ideal customer profile and its opposite: what the best and the worst have in common, in words and figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from lookalike.companies import Companies
from lookalike.knowledge.profile.proxies import Proxy, proxies
from lookalike.knowledge.profile.sentence import profile_sentence
from lookalike.knowledge.profile.traits import Trait, shared_traits
from lookalike.knowledge.value import Best, Revenue
from lookalike.languages import Message, Words, say
from lookalike.schema import Attribute, Kind
from lookalike.settings import Settings

REVIEW_MONTHS = {"young": 6, "mature": 12}
LOSSES = 10  # accounts that only ever said no, from which on they are the worst


@dataclass(frozen=True)
class Icp:
    """Ideal customer profile and anti-profile as plain data.

    Attributes
    ----------
    sentence, anti_sentence : Message
        What a marketer forwards, with the figures behind it.
    short, anti_short : Message
        The same without figures.
    traits, anti_traits : tuple of Trait
        Relevant traits of the best and of the worst, strongest evidence first.
    review_due : str
        ISO date when the profile should be made again; "" when the data have no dates.
    table : tuple of dict
        The one-page table: per attribute what is typical of the best, how common that is among the best, the other
        accounts and the prospects, and whether it tells them apart.
    best, worst : int
        Companies compared with all other accounts.
    proxies : tuple of Proxy
        For traits of the best that the list lacks, what on the list stands for them.
    """

    sentence: Message
    anti_sentence: Message
    short: Message
    anti_short: Message
    traits: tuple[Trait, ...]
    anti_traits: tuple[Trait, ...]
    review_due: str
    table: tuple[dict[str, Any], ...]
    best: int
    worst: int
    proxies: tuple[Proxy, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for `icp.json` and the bundle; `from_dict` reads it back."""
        traits = {name: [trait.to_dict() for trait in getattr(self, name)] for name in ("traits", "anti_traits")}
        proxies = [asdict(one) for one in self.proxies]
        return {**self.__dict__, **traits, "table": [dict(row) for row in self.table], "proxies": proxies}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Icp:
        """A profile as `to_dict` wrote it."""
        traits = {name: tuple(map(Trait.from_dict, data[name])) for name in ("traits", "anti_traits")}
        proxies = tuple(Proxy(**{**one, "stands": tuple(one["stands"])}) for one in data["proxies"])
        return cls(**{**data, **traits, "table": tuple(data["table"]), "proxies": proxies})


def ideal_profile(companies: Companies, best: Best, revenue: Revenue, settings: Settings) -> Icp:
    """Compare the best customers with all other accounts and the prospects, and the worst likewise.

    Parameters
    ----------
    companies : Companies
    best : Best
        From `best_customers`.
    revenue : Revenue
        Customer values decide who is worst where no losses are known.
    settings : Settings

    Returns
    -------
    Icp
        Attributes that do not tell the groups apart, at a false discovery rate of 10 %, have no trait.
    """
    accounts, prospects, seed = companies.accounts, companies.prospects, settings.learning.seed
    is_best = accounts["account_id"].isin(best.ids).to_numpy()
    is_worst, who = worst_accounts(companies, best)
    traits = shared_traits(accounts, prospects, companies.legible, is_best, seed)
    anti = shared_traits(accounts, prospects, companies.legible, is_worst, seed + 1)
    rows = [_row(attribute, accounts, prospects, is_best, traits) for attribute in companies.legible]
    said = profile_sentence(say("profile.best"), traits, companies.legible, int(is_best.sum()))
    anti_said = profile_sentence(who, anti, companies.legible, int(is_worst.sum()))
    return Icp(
        said.whole,
        anti_said.whole,
        said.short,
        anti_said.short,
        traits,
        anti,
        _review_due(companies.as_of, settings.goal.maturity),
        tuple(rows),
        int(is_best.sum()),
        int(is_worst.sum()),
        proxies(companies, is_best, seed),
    )


def worst_accounts(companies: Companies, best: Best) -> tuple[NDArray[np.bool_], Message]:
    """Accounts that cost effort and never bought; where too few losses are known, the least valuable customers."""
    accounts = companies.accounts
    lost = ((accounts["relation"] == "lost") | ((accounts["lost"] > 0) & (accounts["won"] == 0))).to_numpy()
    if lost.sum() >= LOSSES:
        return lost, say("profile.never")
    values = best.values.drop(list(best.ids)).rename("value").rename_axis("account_id").reset_index()
    least = values.sort_values(["value", "account_id"])["account_id"].head(len(best.ids))
    return accounts["account_id"].isin(least).to_numpy(), say("profile.least")


def _review_due(as_of: pd.Timestamp, maturity: str) -> str:
    if pd.isna(as_of):
        return ""
    return str((as_of + pd.DateOffset(months=REVIEW_MONTHS[maturity])).date())


def _row(
    attribute: Attribute,
    accounts: pd.DataFrame,
    prospects: pd.DataFrame,
    best: NDArray[np.bool_],
    traits: Sequence[Trait],
) -> dict[str, Any]:
    """One line of the one-page table: what is typical of the best on this attribute."""
    column = accounts[attribute.name]
    typical, has = _typical(attribute, column[best])
    shares = [
        has(column[best]),
        has(column[~best]),
        has(prospects[attribute.name]) if attribute.name in prospects else np.nan,
    ]
    return {
        "attribute": attribute.name,
        "label": attribute.label,
        "typical": typical,
        "share_best": shares[0],
        "share_rest": shares[1],
        "share_prospects": shares[2],
        "known": float(column[best].notna().mean()) if best.any() else 0.0,
        "relevant": any(trait.attribute == attribute.name for trait in traits),
    }


def _typical(attribute: Attribute, values: pd.Series) -> tuple[Words, Any]:
    """The middle half of numbers, the most common value or token; and a function for how common that is elsewhere."""
    known = values.dropna()
    if known.empty:
        return "", lambda column: float("nan")
    if attribute.kind is Kind.NUMBER:
        low, high = known.quantile([0.25, 0.75])
        text = say("alone.range", range=[float(low), float(high)], unit=attribute.unit)
        return text, lambda column: float(column.dropna().between(low, high).mean())
    parts = known.str.split(";").explode() if attribute.kind is Kind.SET else known
    top = sorted(parts.value_counts().items(), key=lambda item: (-item[1], item[0]))[0][0]
    return str(top), lambda column: float(_holds(column.dropna(), str(top), attribute.kind).mean())


def _holds(column: pd.Series, value: str, kind: Kind) -> pd.Series:
    if kind is Kind.SET:
        return (";" + column.astype(str) + ";").str.contains(f";{value};", regex=False)
    return column == value
