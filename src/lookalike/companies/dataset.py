"""The companies of a project after reading: one clean row each, with deals, findings and what may be learned from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import pandas as pd

from lookalike.companies.accounts import conform, deal_date, latest_date, with_history
from lookalike.companies.attributes import choose_attributes
from lookalike.companies.headings import wanted
from lookalike.schema import Attribute, Finding, Refusal
from lookalike.settings import Exclude, Features

EXCLUDED = ("row", "id", "name", "reason", "detail")
REJECTED_INPUTS = ("file", *EXCLUDED)
MERGES = ("account_id", "merged_id", "name", "merged_name", "why", "certainty", "likely")


def no_rows(columns: Iterable[str]) -> pd.DataFrame:
    """A table of text columns without rows."""
    return pd.DataFrame({name: pd.Series(dtype="int64" if name == "row" else object) for name in columns})


@dataclass(frozen=True, eq=False)  # tables have no one equality; what is made of them is kept by identity
class Companies:
    """Everything the project knows, cleaned, matched and ready to learn from.

    Parameters
    ----------
    accounts : DataFrame
        One row per company known to the CRM, sorted by the unique text `account_id`; canonical columns that exist,
        attributes, and the history of `lookalike.companies.accounts.standing.with_history`.
    deals : DataFrame
        One row per deal with all canonical columns; `account_id` is in `accounts`; `outcome` is won, lost or open.
    orders, activities, contacts : DataFrame
        Canonical columns always present, possibly no rows; `account_id` is in `accounts`.
    prospects : DataFrame
        Ready to score: unique text `prospect_id`, `row` (1-based data row of the input), `relation` (cold, lost-before,
        ex-customer, inbound), `account_id` (the known account it is, or None), canonical columns that exist,
        attributes.
    excluded, rejected : DataFrame
        Prospect rows that are not scored: `row`, `id`, `name`, `reason`, `detail`. With `prospects` they are the input.
    rejected_inputs : DataFrame
        Rows of other tables that cannot be used: `file`, `row`, `id`, `name`, `reason`, `detail`.
    merges : DataFrame
        Which records were put together or should be looked at: `account_id`, `merged_id`, `name`, `merged_name`, `why`,
        `certainty` (sure = merged, review = left apart), `likely` (0-1). Of the doubtful pairs the likeliest.
    attributes : tuple of Attribute
        Candidate features: columns that accounts and prospects share and that are known of a cold prospect.
    refused : tuple of Refusal
        Columns that may not be features, with rule and evidence.
    untraceable : tuple of Attribute
        Traits that only the accounts have: they describe customers and segments, but no list can be ranked by them.
    findings : tuple of Finding
        What a person should know about the data.
    fingerprints : dict
        Input file name -> SHA-256 of its content.
    as_of : Timestamp
        The day the data speak for: from the settings, else the latest date in deals and orders; NaT without any date.
    currency : str
        The project's currency, "" when unknown.
    ex_customer_after_days : int, optional
        After how many days without a purchase a customer counts as lost.

    Examples
    --------
    >>> accounts = pd.DataFrame({"account_id": ["a", "b"], "industry": ["IT", "Food"]})
    >>> deals = pd.DataFrame({"deal_id": ["1", "2"], "account_id": ["a", "b"], "outcome": ["won", "lost"]})
    >>> companies = Companies.of(accounts, deals, pd.DataFrame({"prospect_id": ["p"], "industry": ["IT"]}))
    >>> companies.accounts[["account_id", "relation", "won", "lost"]].values.tolist()
    [['a', 'customer', 1, 0], ['b', 'lost', 0, 1]]
    >>> [attribute.name for attribute in companies.attributes]
    ['industry']
    """

    accounts: pd.DataFrame
    deals: pd.DataFrame
    orders: pd.DataFrame
    activities: pd.DataFrame
    contacts: pd.DataFrame
    prospects: pd.DataFrame
    excluded: pd.DataFrame = field(default_factory=lambda: no_rows(EXCLUDED))
    rejected: pd.DataFrame = field(default_factory=lambda: no_rows(EXCLUDED))
    rejected_inputs: pd.DataFrame = field(default_factory=lambda: no_rows(REJECTED_INPUTS))
    merges: pd.DataFrame = field(default_factory=lambda: no_rows(MERGES))
    attributes: tuple[Attribute, ...] = ()
    refused: tuple[Refusal, ...] = ()
    untraceable: tuple[Attribute, ...] = ()
    findings: tuple[Finding, ...] = ()
    fingerprints: dict[str, str] = field(default_factory=dict)
    as_of: pd.Timestamp = field(default_factory=lambda: pd.Timestamp("NaT"))
    currency: str = ""
    ex_customer_after_days: int | None = Exclude().ex_customer_after_days

    @classmethod
    def of(
        cls,
        accounts: pd.DataFrame | None = None,
        deals: pd.DataFrame | None = None,
        prospects: pd.DataFrame | None = None,
        *,
        orders: pd.DataFrame | None = None,
        activities: pd.DataFrame | None = None,
        contacts: pd.DataFrame | None = None,
        features: Features | None = None,
        as_of: str | pd.Timestamp | None = None,
        currency: str = "",
        ex_customer_after_days: int | None = Exclude().ex_customer_after_days,
    ) -> Companies:
        """Companies from clean frames that need no matching: types, history and attributes are filled in.

        Parameters
        ----------
        accounts, deals, prospects, orders, activities, contacts : DataFrame, optional
            Canonical column names; other columns are kept as attributes. Without `accounts` every `account_id` of the
            deals is one. Ids that are missing are counted from 1.
        features : Features, optional
            Which columns may become features.
        as_of : str or Timestamp, optional
            Default: the latest date in deals and orders.
        currency : str, default ""
        ex_customer_after_days : int, optional
        """
        deal_rows = _numbered(conform(deals, "deals"), "deal_id")
        order_rows = conform(orders, "orders")
        if accounts is None:
            accounts = pd.DataFrame({"account_id": deal_rows["account_id"].dropna().unique()})
        account_rows = _numbered(conform(accounts, "accounts"), "account_id")
        prospect_rows = _numbered(conform(prospects, "prospects"), "prospect_id")
        prospect_rows = _with_defaults(prospect_rows)
        day = pd.Timestamp(as_of) if as_of is not None else latest_date(deal_rows, order_rows)
        choice = wanted(features or Features(), [*account_rows.columns, *prospect_rows.columns])
        chosen = choose_attributes(account_rows, prospect_rows, deal_rows, choice)
        told = with_history(chosen.accounts, deal_rows, order_rows, day, ex_customer_after_days)
        return cls(
            accounts=told.sort_values("account_id", ignore_index=True),
            deals=deal_rows.sort_values("deal_id", ignore_index=True),
            orders=order_rows,
            activities=conform(activities, "activities"),
            contacts=conform(contacts, "contacts"),
            prospects=chosen.prospects,
            attributes=chosen.attributes,
            refused=chosen.refused,
            untraceable=chosen.untraceable,
            as_of=day,
            currency=currency,
            ex_customer_after_days=ex_customer_after_days,
        )

    @property
    def with_traits(self) -> pd.Series:
        """Which accounts have any attribute at all: bool, in their order.

        Of the others only a deal tells, because they are not among the exported accounts or a link was missed. That
        nothing is known of them is no trait, so nothing is learned from them. All count where there are no attributes.
        """
        names = [attribute.name for attribute in self.attributes]
        return self.accounts[names].notna().any(axis=1) | (not names)

    @property
    def legible(self) -> tuple[Attribute, ...]:
        """The attributes that people read: where a concept has words of its own, its codes are left to the model."""
        worded = {one.concept for one in self.attributes if not one.name.startswith("industry_code")}
        return tuple(
            one for one in self.attributes if not one.name.startswith("industry_code") or one.concept not in worded
        )

    @property
    def described(self) -> tuple[Attribute, ...]:
        """All that people read of the accounts: the legible attributes, and the traits that the list lacks."""
        return (*self.legible, *self.untraceable)

    def restricted(self, deal_ids: Iterable[str]) -> Companies:
        """The same companies as they were known when only these deals had happened.

        Orders and activities later than the last of these deals are left out, and so are all those of companies whose
        deals until that day are all forgotten: they would tell who was won. The accounts' history is told anew for that
        day, without what the CRM says today. Attributes and prospects are unchanged.

        Parameters
        ----------
        deal_ids : iterable of str
            The deals to keep; the others are forgotten.

        Returns
        -------
        Companies
        """
        kept = self.deals["deal_id"].isin(list(deal_ids))
        deals = self.deals[kept].reset_index(drop=True)
        closed, when = self.deals["outcome"].isin(["won", "lost"]), deal_date(self.deals)
        last = when[kept & closed].max()
        asked = self.deals["account_id"]
        forgotten = set(asked[closed & ~kept & ~(when > last)]) - set(asked[closed & kept])
        orders, activities = (_known(events, last, forgotten) for events in (self.orders, self.activities))
        known = activities["deal_id"].isna() | activities["deal_id"].isin(deals["deal_id"])
        accounts = with_history(self.accounts, deals, orders, last, self.ex_customer_after_days, believe_crm=False)
        return replace(
            self,
            accounts=accounts,
            deals=deals,
            orders=orders,
            activities=activities[known].reset_index(drop=True),
            as_of=last,
        )


def _known(events: pd.DataFrame, last: pd.Timestamp, forgotten: set[str]) -> pd.DataFrame:
    """Events not later than the last day, if one is known, without those of the forgotten companies."""
    return events[~(events["date"] > last) & ~events["account_id"].isin(forgotten)].reset_index(drop=True)


def _numbered(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """The frame with an id in every row, counted from 1 where the column is missing."""
    if column not in frame or frame[column].isna().all():
        return frame.assign(**{column: [str(number) for number in range(1, len(frame) + 1)]})
    return frame


def _with_defaults(prospects: pd.DataFrame) -> pd.DataFrame:
    """Prospects with row number, relation and matched account, cold and unknown unless said otherwise."""
    made = {
        "row": range(1, len(prospects) + 1),
        "name": prospects["prospect_id"],
        "relation": "cold",
        "account_id": None,
    }
    return prospects.assign(**{name: values for name, values in made.items() if name not in prospects})
