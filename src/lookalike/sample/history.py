"""What happened between the sample company and its accounts: deals, orders, activities and contacts, 2021 to 2025."""

from __future__ import annotations

import numpy as np
import pandas as pd

from lookalike.sample.market import Rng
from lookalike.sample.truth import GROUPS, OTHERS, PUBLIC, Group, is_icp, win_log_odds
from lookalike.sample.words import COMPETITORS, ENDINGS, FIRST_NAMES, ROLES, SELLERS, STEMS, TITLES

OPENS = np.datetime64("2021-01-04")
ENDS = np.datetime64("2025-12-31")
HIDDEN = 0.35  # sigma of what no attribute shows: the log-odds that a company carries through all its deals
UNEVEN = 0.55  # sigma of a deal's amount around what is usual for its company
HIT_RATES = {"meeting": 0.65, "quote": 0.75}
STEPS = ("call", "meeting", "quote")
HOURS = {"call": 0.4, "meeting": 2.0, "quote": 5.0}
_DAYS = int((ENDS - OPENS) / np.timedelta64(1, "D"))


def draw_deals(rng: Rng, accounts: pd.DataFrame) -> pd.DataFrame:
    """About one and a half deals per account, won as the planted log-odds say.

    Returns
    -------
    DataFrame with one row per deal
        deal_id, account (position in accounts), outcome (won / lost / open), amount and margin (NOK), created, closed
        (dates; closed is NaT while open), decision_makers (heads), reason, competitor, source, type, product, owner,
        contract (the planted leak).
    """
    deals = pd.DataFrame({"account": np.repeat(np.arange(len(accounts)), 1 + rng.poisson(0.52, len(accounts)))})
    who, group, count = accounts.iloc[deals["account"]].reset_index(drop=True), _groups(accounts), len(deals)
    of_deal = [group[a] for a in deals["account"]]
    odds = win_log_odds(who) + rng.normal(0, HIDDEN, len(accounts))[deals["account"]]
    won = rng.random(count) < 1 / (1 + np.exp(-odds))
    public = who["ownership"].isin(PUBLIC).to_numpy()
    cycle = np.array([g.cycle for g in of_deal]) * rng.lognormal(0, 0.45, count) * np.where(public, 1.8, 1.0)
    deals["created"] = OPENS + np.floor(rng.random(count) * (_DAYS - 5)).astype("timedelta64[D]")
    deals["closed"] = deals["created"] + np.ceil(cycle).astype("timedelta64[D]")
    stuck = (deals["created"] > ENDS - np.timedelta64(200, "D")) & (rng.random(count) < 0.3)
    over = (deals["closed"] > ENDS) | stuck
    deals["outcome"] = np.where(over, "open", np.where(won, "won", "lost"))
    deals["closed"] = deals["closed"].mask(over)
    deals["amount"] = _amounts(rng, who)
    deals["margin"] = np.round(deals["amount"] * np.array([g.margin for g in of_deal]) * rng.normal(1, 0.12, count), 2)
    deals["decision_makers"] = 1 + rng.poisson(np.array([g.deciders for g in of_deal]) - 1 + 2 * public)
    deals["reason"], deals["competitor"] = _why(rng, deals["outcome"].to_numpy(), of_deal)
    deals["source"] = rng.choice(["Utgående", "Innkommende", "Partner", "Messe"], count, p=[0.55, 0.2, 0.15, 0.1])
    deals["product"] = rng.choice(["Nordlys Plan", "Nordlys Rute", "Nordlys Skift"], count, p=[0.5, 0.3, 0.2])
    deals["owner"] = rng.choice(SELLERS, count)
    deals = deals.sort_values(["created", "account"], kind="stable", ignore_index=True)
    repeat = deals.groupby("account").cumcount() > 0
    deals["type"] = np.where(repeat, "Mersalg", "Nysalg")
    signed = np.where(deals["outcome"] == "won", 0.97, np.where(deals["outcome"] == "lost", 0.06, 0.0))
    contract = [f"K-{year}-{n:04d}" for n, year in enumerate(deals["created"].dt.year, 100)]
    deals["contract"] = pd.Series(contract).where(rng.random(count) < signed)
    deals.insert(0, "deal_id", [f"S{n:05d}" for n in range(1, count + 1)])
    return deals


def _groups(accounts: pd.DataFrame) -> list[Group]:
    of = {g.industry: g for g in GROUPS + OTHERS}
    return [of[industry] for industry in accounts["industry"]]


def usual_amount(who: pd.DataFrame) -> np.ndarray:
    """The median amount of a deal with each company (NOK), from what a cold prospect shows."""
    value = who["industry"].map({g.industry: g.value for g in GROUPS + OTHERS}).to_numpy(float)
    return (140_000 * value * (who["employees"] / 50) ** 0.3 * np.where(is_icp(who), 1.5, 1.0)).to_numpy()


def _amounts(rng: Rng, who: pd.DataFrame) -> np.ndarray:
    return np.round(usual_amount(who) * rng.lognormal(0, UNEVEN, len(who)), 2)


def _why(rng: Rng, outcome: np.ndarray, groups: list[Group]) -> tuple[np.ndarray, np.ndarray]:
    """Reason of every closed deal; lost ones name price or a competitor as often as their group says."""
    count = len(outcome)
    price = rng.random(count) < np.array([g.price for g in groups])
    competed = rng.random(count) < np.array([g.competed for g in groups])
    rival = rng.choice(COMPETITORS, count, p=[0.5, 0.25, 0.15, 0.1])
    other = rng.choice(["Ingen beslutning", "Tidspunkt", "Mangler funksjon"], count)
    lost = np.where(price, "Pris", np.where(competed, "Konkurrent", other))
    good = rng.choice(["Funksjonalitet", "Integrasjon", "Rask oppstart", "Anbefalt"], count)
    reason = np.where(outcome == "won", good, np.where(outcome == "lost", lost, ""))
    return reason, np.where((outcome == "lost") & competed, rival, "")


def draw_customers(rng: Rng, accounts: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """One row per account that has won deals: its first and last win, whether and when it left, and how it buys.

    Returns
    -------
    DataFrame indexed by account position
        first, last, until (dates; until is NaT for those who stayed), loyal (orders several times a year), potential
        (standard deviations above the mean customer, from size, growth and fit).
    """
    won = deals[deals["outcome"] == "won"].groupby("account")
    customers = pd.DataFrame({"first": won["closed"].min(), "last": won["closed"].max()})
    who = accounts.iloc[customers.index]
    open_now = customers.index.isin(deals.loc[deals["outcome"] == "open", "account"])
    leaves = (customers["last"] < np.datetime64("2023-03-01")) & ~open_now & (rng.random(len(customers)) < 0.45)
    stays = pd.to_timedelta(rng.integers(60, 270, len(customers)), unit="D")
    customers["until"] = (customers["last"] + stays).where(leaves)
    customers["loyal"] = rng.random(len(customers)) < 0.5
    wish = 0.8 * _standard(np.log(who["revenue"])) + 0.8 * _standard(who["growth"]) + 0.6 * is_icp(who)
    customers["potential"] = _standard(wish).to_numpy()
    return customers


def _standard(values: pd.Series) -> pd.Series:
    return (values - values.mean()) / values.std()


def portfolio_truth(customers: pd.DataFrame) -> pd.Series:
    """Type of the customers whose place in the matrix is clear: well above or below the mean in potential."""
    clear = customers[(customers["potential"].abs() > 0.5) & customers["until"].isna()]
    high, loyal = clear["potential"] > 0, clear["loyal"]
    kinds = np.where(high, np.where(loyal, "key", "development"), np.where(loyal, "maintenance", "now-and-then"))
    return pd.Series(kinds, index=clear.index)


def draw_orders(rng: Rng, accounts: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """A licence every year while it is a customer, and between them as many orders as its loyalty gives.

    Returns
    -------
    DataFrame with one row per order
        order_id, account, date, amount and margin (NOK), product.
    """
    last_day = customers["until"].fillna(pd.Timestamp(ENDS))
    days = (last_day - customers["first"]).dt.days.to_numpy()
    licences = np.repeat(customers.index, days // 365 + 1)
    year = pd.Series(licences).groupby(licences).cumcount().to_numpy()
    due = customers["first"].loc[licences].to_numpy() + (year * 365).astype("timedelta64[D]")
    extra = rng.poisson(np.where(customers["loyal"], 4.5, 0.3) * days / 365)
    buyers = np.repeat(customers.index, extra)
    when = np.floor(rng.random(len(buyers)) * np.repeat(days, extra)).astype("timedelta64[D]")
    orders = pd.DataFrame({"account": np.concatenate([licences, buyers])})
    orders["date"] = np.concatenate([due, customers["first"].loc[buyers].to_numpy() + when])
    orders["product"] = np.repeat(["Årslisens", "Tjenester"], [len(licences), len(buyers)])
    who, group = accounts.iloc[orders["account"]].reset_index(drop=True), _groups(accounts)
    usual = np.where(orders["product"] == "Årslisens", 45_000, 20_000) * (who["employees"] / 50) ** 0.5
    lift = np.exp(0.5 * customers["potential"].loc[orders["account"]].to_numpy())
    orders["amount"] = np.round(usual * lift * rng.lognormal(0, 0.3, len(orders)), 2)
    margins = np.array([group[a].margin for a in orders["account"]])
    orders["margin"] = np.round(orders["amount"] * margins * rng.normal(1, 0.1, len(orders)), 2)
    orders = orders.sort_values(["date", "account", "product"], kind="stable", ignore_index=True)
    orders.insert(0, "order_id", [f"O{n:06d}" for n in range(1, len(orders) + 1)])
    return orders


def reached(rng: Rng, outcome: np.ndarray) -> np.ndarray:
    """How far each deal came (1 call, 2 meeting, 3 quote), so that the planted hit rates hold over closed deals."""
    won_share = (outcome == "won").sum() / (outcome != "open").sum()
    met, quoted = HIT_RATES["meeting"], HIT_RATES["meeting"] * HIT_RATES["quote"]
    if quoted <= won_share:
        raise ValueError(f"{won_share:.2f} of the deals are won, more than the {quoted:.2f} that get a quote")
    lost = np.array([1 - met, met - quoted, quoted - won_share]) / (1 - won_share)
    return np.where(outcome == "won", 3, 1 + rng.choice(3, len(outcome), p=lost))


def draw_activities(rng: Rng, accounts: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """Calls, meetings and quotes with the hours they took; every deal starts with a call.

    Returns
    -------
    DataFrame with one row per activity
        activity_id, account, deal_id, date, activity (call / meeting / quote), hours.
    """
    far = reached(rng, deals["outcome"].to_numpy())
    group = _groups(accounts)
    heavy = np.array([(group[a].cycle / 60) ** 0.4 for a in deals["account"]])
    end = deals["closed"].fillna(pd.Timestamp(ENDS))
    parts = []
    for position, step in enumerate(STEPS):
        times = np.where(far > position, 1 + rng.poisson(0.6, len(deals)), 0)
        rows = np.repeat(np.arange(len(deals)), times)
        share = (position + rng.random(len(rows))) / len(STEPS)
        created, span = deals["created"].to_numpy()[rows], (end - deals["created"]).to_numpy()[rows]
        date = (created + (span / np.timedelta64(1, "D") * share).astype(int).astype("timedelta64[D]")).astype("M8[ns]")
        hours = np.round(np.maximum(HOURS[step] * heavy[rows] * rng.lognormal(0, 0.4, len(rows)), 0.1), 2)
        parts.append(deals[["account", "deal_id"]].iloc[rows].assign(date=date, activity=step, hours=hours))
    return _numbered(pd.concat(parts), ["date", "deal_id", "activity"], "activity_id", "A")


def draw_contacts(rng: Rng, accounts: pd.DataFrame, deals: pd.DataFrame) -> pd.DataFrame:
    """Who was met on each deal; sex and age are there because such exports have them, and must never be used.

    Returns
    -------
    DataFrame with one row per person and deal
        contact_id, account, deal_id, contact_name, title, role, email, phone, education, sex, age.
    """
    rows = np.repeat(np.arange(len(deals)), 1 + rng.binomial(2, 0.4, len(deals)))
    contacts = deals[["account", "deal_id"]].iloc[rows].reset_index(drop=True)
    who, groups = accounts.iloc[contacts["account"]].reset_index(drop=True), _groups(accounts)
    first_of_deal = ~contacts["deal_id"].duplicated()
    contacts["role"] = np.where(first_of_deal, ROLES[0], rng.choice(ROLES, len(contacts), p=[0.2, 0.5, 0.3]))
    rank = np.where(contacts["role"] == ROLES[0], rng.choice(2, len(contacts), p=[0.75, 0.25]), 2)
    rank = np.where(contacts["role"] == ROLES[2], 3, rank)
    contacts["title"] = [TITLES[g][r] for g, r in zip(who["group"], rank, strict=True)]
    contacts["sex"] = rng.choice(["K", "M"], len(contacts), p=[0.4, 0.6])
    given = rng.integers(0, 15, len(contacts))
    stem, ending = rng.integers(0, len(STEMS), len(contacts)), rng.integers(0, len(ENDINGS), len(contacts))
    contacts["contact_name"] = [
        f"{FIRST_NAMES[s][n]} {STEMS[a]}{ENDINGS[b]}"
        for s, n, a, b in zip(contacts["sex"], given, stem, ending, strict=True)
    ]
    contacts["age"] = np.clip(np.round(rng.normal(46, 9, len(contacts))), 22, 67).astype(int)
    contacts["education"] = rng.choice(["Master", "Bachelor", "Fagbrev"], len(contacts), p=[0.35, 0.4, 0.25])
    open_door = rng.random(len(contacts)) < np.array([groups[a].reachable for a in contacts["account"]])
    mail = contacts["contact_name"].str.lower().str.replace(" ", ".", regex=False) + "@" + who["domain"]
    contacts["email"] = mail.str.translate(str.maketrans("æøåé", "eoae")).where(open_door)
    numbers = rng.integers(0, 10**5, len(contacts))
    contacts["phone"] = pd.Series([f"+47 990 {n // 1000:02d} {n % 1000:03d}" for n in numbers]).where(open_door)
    return _numbered(contacts, ["deal_id", "role", "contact_name"], "contact_id", "C")


def _numbered(rows: pd.DataFrame, order: list[str], name: str, letter: str) -> pd.DataFrame:
    """The rows in order, with running ids in front."""
    rows = rows.sort_values(order, kind="stable", ignore_index=True)
    rows.insert(0, name, [f"{letter}{n:06d}" for n in range(1, len(rows) + 1)])
    return rows
