"""What is true of the sample company: four groups of customers, and what makes a company buy.

The figures here are planted; what the product finds in the files is judged against them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Group:
    """One planted segment: how its companies look and how they buy.

    `size` is the median of employees and `spread` the sigma of its lognormal; `base` and `market` are shares of the
    accounts and of the prospects; `odds` is added to the log-odds of winning; `value` multiplies the deal's amount;
    `cycle` is the median of days from opening to closing; `margin`, `competed` (a lost deal names a competitor),
    `price` (it was lost on price) and `reachable` (a contact has e-mail and telephone) are shares; `deciders` is the
    mean number of people who decide.
    """

    name: str
    industry: str
    codes: tuple[str, ...]
    size: float
    spread: float
    base: float
    market: float
    odds: float
    value: float
    cycle: float
    margin: float
    competed: float
    price: float
    reachable: float
    deciders: float
    technologies: Mapping[str, float] = field(default_factory=dict)


TECHNOLOGIES = ("AWS", "Azure", "Google Cloud", "Microsoft 365", "SAP", "Salesforce", "Visma")
_EVERYWHERE = {
    "AWS": 0.12,
    "Azure": 0.15,
    "Google Cloud": 0.1,
    "Microsoft 365": 0.6,
    "SAP": 0.04,
    "Salesforce": 0.08,
    "Visma": 0.4,
}

GROUPS = (
    Group(
        name="Logistikk",
        industry="Transport og logistikk",
        codes=("49.410", "52.100", "52.291", "53.200"),
        size=85,
        spread=0.55,
        base=0.27,
        market=0.13,
        odds=0.55,
        value=1.6,
        cycle=60,
        margin=0.42,
        competed=0.3,
        price=0.15,
        reachable=0.9,
        deciders=2.2,
        technologies=_EVERYWHERE | {"Azure": 0.45, "SAP": 0.3},
    ),
    Group(
        name="Industri",
        industry="Industri og automasjon",
        codes=("25.620", "26.510", "28.220", "28.990"),
        size=190,
        spread=0.5,
        base=0.25,
        market=0.14,
        odds=0.4,
        value=2.4,
        cycle=110,
        margin=0.48,
        competed=0.5,
        price=0.2,
        reachable=0.8,
        deciders=3.4,
        technologies=_EVERYWHERE | {"Azure": 0.4, "SAP": 0.5},
    ),
    Group(
        name="Rådgivning",
        industry="IT og rådgivning",
        codes=("62.010", "62.020", "70.220", "71.129"),
        size=18,
        spread=0.5,
        base=0.22,
        market=0.15,
        odds=0.05,
        value=0.8,
        cycle=35,
        margin=0.35,
        competed=0.7,
        price=0.4,
        reachable=0.95,
        deciders=1.4,
        technologies=_EVERYWHERE | {"Azure": 0.35, "AWS": 0.35, "Google Cloud": 0.25},
    ),
    Group(
        name="Servering",
        industry="Hotell og servering",
        codes=("55.101", "56.101", "56.102", "56.301"),
        size=5,
        spread=0.45,
        base=0.18,
        market=0.13,
        odds=-0.2,
        value=0.45,
        cycle=25,
        margin=0.22,
        competed=0.2,
        price=0.65,
        reachable=0.4,
        deciders=1.1,
        technologies=_EVERYWHERE | {"Azure": 0.03, "SAP": 0.01, "Microsoft 365": 0.3},
    ),
)
OTHERS = tuple(
    Group("", industry, codes, 14, 1.1, base, market, -0.2, 0.8, 70, 0.3, 0.4, 0.4, 0.6, 2.0, _EVERYWHERE)
    for industry, codes, base, market in (
        ("Bygg og anlegg", ("41.200", "43.221"), 0.03, 0.15),
        ("Varehandel", ("46.690", "47.110"), 0.02, 0.14),
        ("Helse", ("86.211", "86.901"), 0.01, 0.08),
        ("Eiendom", ("68.209", "81.101"), 0.01, 0.05),
        ("Undervisning", ("85.320", "85.520"), 0.01, 0.03),
    )
)

SIGNALS = ("Bransje", "Næringskode", "Antall ansatte", "Omsetning", "Teknologier", "Eierform", "Vekst siste år")
NOISE = ("Postsone", "Rutekode", "Fylke", "Kommune", "Postnr")
LEAKS = ("Kontraktsnr", "Kundeklasse")
PUBLIC = ("Kommunal", "Statlig")


def has(companies: pd.DataFrame, technology: str) -> np.ndarray:
    """Whether each company uses the technology."""
    return companies["technologies"].str.contains(technology, regex=False).to_numpy()


def is_icp(companies: pd.DataFrame) -> np.ndarray:
    """The planted ideal customer: logistics or industry, 50 to 250 employees, on Azure or SAP."""
    group = companies["group"].isin(["Logistikk", "Industri"]).to_numpy()
    size = companies["employees"].between(50, 250).to_numpy()
    return group & size & (has(companies, "Azure") | has(companies, "SAP"))


def is_anti(companies: pd.DataFrame) -> np.ndarray:
    """The planted anti-ICP: micro firms in hospitality, and public bodies, which buy by tender."""
    micro = (companies["group"] == "Servering") & (companies["employees"] < 10)
    return (micro | companies["ownership"].isin(PUBLIC)).to_numpy()


def win_log_odds(companies: pd.DataFrame) -> np.ndarray:
    """Log-odds that a deal with the company is won, from what a cold prospect shows.

    Parameters
    ----------
    companies : DataFrame of shape (n, k)
        With group, industry, employees (heads), growth (percent), ownership and technologies.

    Returns
    -------
    ndarray of shape (n,)
    """
    odds = companies["industry"].map({g.industry: g.odds for g in GROUPS + OTHERS}).to_numpy(float)
    odds = odds + 0.3 * companies["employees"].between(50, 250) + 0.4 * has(companies, "Azure")
    odds = odds + 0.4 * has(companies, "SAP") + 0.012 * companies["growth"].clip(-25, 40)
    return (odds + 0.6 * is_icp(companies) - 0.8 * is_anti(companies) - 1.25).to_numpy()


@dataclass(frozen=True, eq=False)
class Truth:
    """What was planted, by the ids of the files: accounts K..., prospects P... (their number is the data row).

    Attributes
    ----------
    win_probability : Series of float, 0-1
        True probability that a deal is won, of every account and prospect.
    deal_value : Series of float
        True mean amount of a deal (NOK), of every account and prospect.
    segment : Series of str
        Planted segment of every account and prospect; "" for companies of other industries.
    icp, anti_icp : Series of bool
        Membership of the planted ideal profile and of its opposite.
    portfolio : Series of str
        Type of the accounts whose place in the matrix was planted clearly: key, development, maintenance,
        now-and-then; the others are absent.
    funnel : Series of int
        Companies called, met, quoted and won, counted by opportunity as the activities and deals show them.
    hit_rates : Series of float, 0-1
        Planted rates from each step to the next: meeting (per call), quote (per meeting), order (per quote).
    planted : mapping of str to frozenset of prospect ids
        Prospects planted to be excluded (customer, open_deal, group, competitor, own, dissolved, opted_out,
        duplicate) or rejected (their rows have lost even the id), and those that stay but are marked (lost-before,
        ex-customer, inbound).
    duplicates : mapping of str to str
        Account id of a second record of a company -> the id of the first.
    rows : mapping of str to int
        Data rows of every file.
    signals, noise, leaks : tuple of str
        Headings that drive winning, that do not, and that must be refused.
    """

    win_probability: pd.Series
    deal_value: pd.Series
    segment: pd.Series
    icp: pd.Series
    anti_icp: pd.Series
    portfolio: pd.Series
    funnel: pd.Series
    hit_rates: pd.Series
    planted: Mapping[str, frozenset[str]]
    duplicates: Mapping[str, str]
    rows: Mapping[str, int]
    signals: tuple[str, ...] = SIGNALS
    noise: tuple[str, ...] = NOISE
    leaks: tuple[str, ...] = LEAKS
