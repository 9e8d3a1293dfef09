"""Deals as exports hold them: several lines per deal, and the company's own attributes on every row."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from lookalike.companies.accounts.tables import deal_date
from lookalike.languages import say
from lookalike.schema import COMPANY, TABLES, Refusal

DEAL_FACT = say("attributes.deal_fact")
SUMMED = ("amount", "margin", "cost")
TRAIT = 0.8  # agreement beyond chance between two deals of one company from which a column is the company's
ENOUGH_PAIRS = 20
ENOUGH_DEALS = 5  # with the same amount on all their lines, from which that is no coincidence


@dataclass(frozen=True)
class DealRows:
    """One row per deal, how many input rows were product lines or repeated another row, and which money was summed."""

    deals: pd.DataFrame
    lines: int = 0
    repeated: int = 0
    summed: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()


def told_apart(rows: pd.DataFrame, company: pd.Series) -> pd.DataFrame:
    """Deals whose numbers start again with every company under a number of their own.

    Parameters
    ----------
    rows : DataFrame
        Clean rows with `deal_id`.
    company : Series
        How each row names its company; None where it names none.

    Examples
    --------
    >>> rows = pd.DataFrame({"deal_id": ["1", "1", "2"]})
    >>> told_apart(rows, pd.Series(["a", "b", "b"]))["deal_id"].tolist()
    ['1 (a)', '1 (b)', '2']
    """
    several = company.groupby(rows["deal_id"]).transform("nunique") > 1
    if not several.any():
        return rows
    own = rows["deal_id"] + " (" + company.fillna("?").astype(str) + ")"
    return rows.assign(deal_id=rows["deal_id"].where(~several, own))


def one_row_per_deal(rows: pd.DataFrame) -> DealRows:
    """Put the product lines of a deal together.

    Money is summed, but where every line repeats the total of its deal it counts once. A deal is created with its first
    line and closed with its last; of other columns the value of most lines counts, the first when lines agree on none.
    Where rows of one deal differ at all the file lists lines, and lines that are alike in every cell are counted too;
    else such rows repeat each other and one is kept.

    Parameters
    ----------
    rows : DataFrame
        Clean rows with `deal_id`; rows without one are deals of their own.

    Examples
    --------
    >>> lines = pd.DataFrame({"deal_id": ["1", "1", "2"], "amount": [5.0, 7.0, 1.0], "product": ["a", "b", "b"]})
    >>> one_row_per_deal(lines).deals[["deal_id", "amount", "product"]].values.tolist()
    [['1', 12.0, 'a'], ['2', 1.0, 'b']]
    """
    shared = rows["deal_id"].notna() & rows["deal_id"].duplicated(keep=False)
    if not shared.any():
        return DealRows(rows.reset_index(drop=True))
    several = rows[shared]
    distinct = several.drop_duplicates([name for name in several if name != "row"])
    if not distinct["deal_id"].duplicated().any():
        return DealRows(
            rows.drop(several.index.difference(distinct.index)).reset_index(drop=True), 0, len(several) - len(distinct)
        )
    groups = several.groupby("deal_id", sort=False)
    together = groups.first()
    varying = [name for name in together.columns if (groups[name].nunique() > 1).any()]
    for name in varying:
        together[name] = _most_frequent(several, name)
    money = [name for name in SUMMED if name in together and together[name].notna().any()]
    totals = tuple(name for name in money if _total_of_deal(several, name))
    summed = tuple(name for name in money if name not in totals)
    for name in summed:
        together[name] = groups[name].sum(min_count=1)
    for name, choose in (("created", "min"), ("closed", "max")):
        if name in together:
            together[name] = groups[name].agg(choose)
    first_lines = several.drop_duplicates("deal_id")
    put = together.loc[first_lines["deal_id"]].reset_index().set_index(first_lines.index)[rows.columns]
    deals = pd.concat([rows[~shared], put]).sort_index()
    lines, alike = len(several) - len(first_lines), len(several) - len(distinct)
    return DealRows(deals.reset_index(drop=True), lines, alike, summed, totals)


def _total_of_deal(lines: pd.DataFrame, name: str) -> bool:
    """Whether each line repeats its deal's amount: the lines of a deal never differ, those of different deals do.

    Without enough deals of several lines, or with one price for all, equal lines may be equal sales and are summed.
    """
    told = lines.groupby("deal_id")[name].agg(["nunique", "count", "first"])
    told = told[told["count"] > 1]
    return len(told) >= ENOUGH_DEALS and bool((told["nunique"] == 1).all()) and told["first"].nunique() > len(told) / 2


def _most_frequent(rows: pd.DataFrame, name: str) -> pd.Series:
    """Per deal the value of most rows; among equals the one that comes first."""
    known = rows[rows[name].notna()]
    counts = known.groupby(["deal_id", name], sort=False).size().reset_index(name="rows")
    return (
        counts.sort_values("rows", ascending=False, kind="stable").drop_duplicates("deal_id").set_index("deal_id")[name]
    )


def company_columns(deals: pd.DataFrame) -> list[str]:
    """Columns on deal rows that may tell of the company: canonical company columns and those that are not canonical."""
    company = {field.name for field in COMPANY} | {"account_created", "customer_until", "relationship"}
    own = set(TABLES["deals"]) | {"row"}
    return [name for name in deals.columns if name in company or name not in own]


def company_rows(deals: pd.DataFrame) -> pd.DataFrame:
    """One row per company from its deals: of every column the newest value that is filled.

    Parameters
    ----------
    deals : DataFrame
        One row per deal with `account_id`.

    Returns
    -------
    DataFrame
        `account_id` and the columns of `company_columns`, sorted by `account_id`.
    """
    newest = deals.assign(when=deal_date(deals)).sort_values(
        ["when", "deal_id"], ascending=[False, True], na_position="last", kind="stable"
    )
    return newest.groupby("account_id")[company_columns(deals)].first().reset_index()


def facts_of_deals(deals: pd.DataFrame) -> dict[str, Refusal]:
    """Company columns on deal rows that in truth belong to the deal: they differ between deals of one company.

    Agreement beyond chance (Cohen's kappa) of successive deals of a company separates the two: near 1 for the country
    of the company, far below for terms of delivery. Nothing is refused where too few companies have several deals.
    """
    ordered = deals.assign(when=deal_date(deals)).sort_values(["account_id", "when", "deal_id"], kind="stable")
    follows = ordered["account_id"].eq(ordered["account_id"].shift())
    refused = {}
    for name in company_columns(deals):
        values, before = ordered[name], ordered[name].shift()
        pairs = follows & values.notna() & before.notna()
        if pairs.sum() < ENOUGH_PAIRS:
            continue
        agree = float((values[pairs] == before[pairs]).mean())
        chance = float((values.value_counts(normalize=True) ** 2).sum())
        if chance < 1 and (agree - chance) / (1 - chance) < TRAIT:
            evidence = say("attributes.differs", share=1 - agree)
            refused[name] = Refusal(name, DEAL_FACT, evidence)
    return refused
