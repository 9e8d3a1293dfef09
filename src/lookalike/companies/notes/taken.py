"""What the next run makes of the notes: approaches, open and lost deals, and companies that must not be approached."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from lookalike.companies.accounts import Base, conform
from lookalike.companies.identity import best_links, company_keys, link
from lookalike.companies.notes.store import KEYS, Change, called
from lookalike.companies.prospects import NO_FIT, OPTED_OUT
from lookalike.languages import say
from lookalike.schema import Finding

LIST = "notes"  # how the notes are called among the lists of companies not to be approached
APPROACHES = {"called": "call", "meeting": "meeting"}
OPEN, LOST = "deal", "not a fit"
OFF_THE_LIST = {LOST: NO_FIT, "never": OPTED_OUT}  # and the code of the reason
IDENTIFYING = ("account_id", "name", "org_number", "domain")


@dataclass(frozen=True)
class Taken:
    """A base of companies with what was noted about companies of the list.

    Attributes
    ----------
    base : Base
        With the companies that only the notes tell of.
    deals, activities : DataFrame
        Rows for these tables.
    listed : DataFrame
        Rows for the lists of companies that must not be approached.
    findings : tuple of Finding
        What was made of the notes.
    """

    base: Base
    deals: pd.DataFrame
    activities: pd.DataFrame
    listed: pd.DataFrame
    findings: tuple[Finding, ...]


def taken(
    holding: list[tuple[dict[str, str], Change]],
    base: Base,
    deals: pd.DataFrame,
    listed: pd.DataFrame,
    day: pd.Timestamp,
) -> Taken:
    """Put what was noted beside what the CRM says.

    A called or met company counts as approached; a deal is an open one until the CRM knows a deal as new as the note; a
    company that is no fit is left out, and teaches as a lost deal where the note says why; one that is never to be
    approached is left out.

    Parameters
    ----------
    holding : list
        `Notes.holding()`.
    base : Base
        What accounts and deals tell.
    deals : DataFrame
        Canonical deals, each with its account.
    listed : DataFrame
        Clean rows of the project's list: what they say of a noted company goes with it.
    day : Timestamp
        The day the data speak for; no note is taken for later than that.
    """
    rows = [[*keys.values(), change.value, change.why, f"{LIST}-{change.id}", change.at] for keys, change in holding]
    noted = pd.DataFrame(rows, columns=[*KEYS, "status", "why", "deal_id", "at"], dtype=object)
    noted = noted.where(noted != "", None)
    at = pd.to_datetime(noted["at"], utc=True).dt.tz_localize(None).astype("datetime64[ns]")
    noted["day"] = at if pd.isna(day) else at.where(at <= day, day)
    known = noted["status"].isin([*APPROACHES, OPEN]) | (noted["status"].eq(LOST) & noted["why"].notna())
    dealt = noted[known]
    with_new, account = _with_companies(base, dealt, listed)
    dealt = dealt.assign(account_id=account)
    made = _deals(dealt, deals, at)
    return Taken(with_new, made, _activities(dealt), _off(noted), _findings(noted, made))


def _with_companies(base: Base, noted: pd.DataFrame, listed: pd.DataFrame) -> tuple[Base, pd.Series]:
    """The base with every noted company, and the account that each is."""
    keys = company_keys(noted[list(KEYS[1:])])
    there = best_links(link(keys, base.keys, fuzzy=False))["right"]
    account = pd.Series(base.accounts["account_id"].reindex(there).to_numpy(), there.index).reindex(noted.index)
    new = noted[account.isna()]
    if new.empty:
        return base, account.astype(object)
    account = account.astype(object).where(account.notna(), LIST + "-" + noted["prospect_id"].astype(str))
    facts = _told_by_list(new, listed).assign(account_id=account)
    types = base.accounts.dtypes.to_dict()
    columns = [name for name in facts if name in types or name in IDENTIFYING]
    told = facts[columns].astype({name: types[name] for name in columns if name in types})
    accounts = pd.concat([base.accounts, told]).sort_values("account_id", ignore_index=True)
    became = pd.Series(facts["account_id"].to_numpy(), index=facts["account_id"].to_numpy(), dtype=object)
    known = replace(base, accounts=accounts, keys=company_keys(accounts), became=pd.concat([base.became, became]))
    return known, account


def _told_by_list(noted: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """What the list says of noted companies, by the first of their keys that it knows; else the keys themselves."""
    keys = noted[list(KEYS[1:])]
    place = pd.Series(pd.NA, index=noted.index, dtype="Int64")
    for key in ("prospect_id", "org_number", "domain", "name"):
        if key in listed:
            first = listed[key][listed[key].isin(noted[key].dropna())].drop_duplicates()
            place = place.fillna(noted[key].map(pd.Series(first.index, index=first.to_numpy(), dtype="Int64")))
    told = listed.reindex(place.to_numpy(dtype="float64", na_value=float("nan"))).set_axis(noted.index)
    return told.drop(columns=["row", "account_id"], errors="ignore").combine_first(keys)


def _deals(noted: pd.DataFrame, deals: pd.DataFrame, at: pd.Series) -> pd.DataFrame:
    """Open deals of which the CRM does not know yet, and lost ones."""
    newest = deals[["created", "closed"]].max(axis=1).groupby(deals["account_id"]).max()
    told = noted["account_id"].map(newest).astype("datetime64[ns]") >= at.reindex(noted.index).dt.normalize()
    made = noted[(noted["status"].eq(OPEN) & ~told) | noted["status"].eq(LOST)]
    is_open = made["status"].eq(OPEN)
    outcome = is_open.map({True: "open", False: "lost"}).astype(object)
    facts = made[["deal_id", "account_id"]].assign(outcome=outcome, created=made["day"].where(is_open))
    return conform(facts.assign(closed=made["day"].where(~is_open), reason=made["why"].where(~is_open, None)), "deals")


def _activities(noted: pd.DataFrame) -> pd.DataFrame:
    made = noted[noted["status"].isin(APPROACHES)]
    kind = made["status"].map(APPROACHES)
    told = pd.DataFrame({"account_id": made["account_id"], "activity": kind, "date": made["day"]})
    return conform(told, "activities")


def _off(noted: pd.DataFrame) -> pd.DataFrame:
    """Companies that are left out, each with the reason and what was said of it."""
    out = noted[noted["status"].isin(OFF_THE_LIST)]
    told = [
        say("exclusions.noted_as", status=called(status), text=why)
        if why
        else say("exclusions.noted", status=called(status))
        for status, why in zip(out["status"], out["why"], strict=True)
    ]
    rows = out[list(KEYS[1:])].assign(account_id=out["prospect_id"], file=LIST, row=range(1, len(out) + 1))
    return rows.assign(code=out["status"].map(OFF_THE_LIST), told=pd.Series(told, index=out.index, dtype=object))


def _findings(noted: pd.DataFrame, deals: pd.DataFrame) -> tuple[Finding, ...]:
    if noted.empty:
        return ()
    count = noted["status"].value_counts()
    told = {
        "approached": int(sum(count.get(name, 0) for name in APPROACHES)),
        "opened": int(deals["outcome"].eq("open").sum()),
        "lost": int(deals["outcome"].eq("lost").sum()),
        "off": int(sum(count.get(name, 0) for name in OFF_THE_LIST)),
    }
    message = say("accounts.notes", n=len(noted), **told)
    return (Finding("info", "notes", "", "", len(noted), message),) if len(noted) else ()
