"""Rows that cannot be used, written down with file, row and reason so that nothing is lost silently."""

from __future__ import annotations

import pandas as pd

from lookalike.companies.accounts.accounts import reference
from lookalike.companies.accounts.deals import told_apart
from lookalike.companies.clean import Files
from lookalike.languages import Message, say

COLUMNS = ("file", "row", "id", "name", "reason", "detail")
OUTCOMES = ("won", "lost", "open")


class Ledger:
    """Takes tables in, gives back their usable rows and remembers the others."""

    def __init__(self) -> None:
        self._pages: list[pd.DataFrame] = []

    def table(self, broken: pd.DataFrame) -> pd.DataFrame:
        """Everything that was refused: `file`, `row`, `id`, `name`, `reason`, `detail`."""
        pages = [page for page in (broken, *self._pages) if len(page)]
        return pd.concat(pages, ignore_index=True) if pages else pd.DataFrame(columns=list(COLUMNS))

    def usable_accounts(self, files: Files) -> pd.DataFrame | None:
        """Accounts that say which company they are."""
        rows = files.frame("accounts")
        if rows is None:
            return None
        nameless = reference(rows).isna()
        return self._without(files, "accounts", rows, nameless, "no_name_or_id", say("accounts.nameless"))

    def usable_deals(self, files: Files) -> pd.DataFrame:
        """Deals with an id, an account, and an outcome; deals without a company column are companies of their own."""
        rows = files.frame("deals")
        if rows is None:
            return pd.DataFrame(
                {"deal_id": [], "account_id": [], "outcome": [], "created": [], "closed": [], "row": []}
            )
        number = "row-" + rows["row"].astype(str)
        rows = rows.assign(deal_id=rows["deal_id"].fillna(number) if "deal_id" in rows else number)
        company = reference(rows)
        if company.isna().all() and "accounts" not in files.tables:
            rows = rows.assign(account_id=rows["deal_id"])
        rows = told_apart(rows, company)
        for name in ("outcome", "created", "closed"):
            if name not in rows:
                rows[name] = "open" if name == "outcome" else pd.NaT
        undecided = ~rows["outcome"].isin(OUTCOMES)
        return self._without(files, "deals", rows, undecided, "no_outcome", say("accounts.no_outcome"))

    def with_company(self, files: Files, table: str, rows: pd.DataFrame) -> pd.DataFrame:
        """Events that belong to a known company."""
        homeless = rows["account_id"].isna()
        said = rows["said"] if "said" in rows else pd.Series(None, index=rows.index, dtype=object)
        unknown = homeless & said.notna()
        detail = said.map(lambda text: say("accounts.no_account", text=str(text)))
        left = self._without(files, table, rows, unknown, "unknown_account", detail)
        return self._without(files, table, left, homeless & ~unknown, "no_company", say("accounts.no_company"))

    def _without(
        self, files: Files, table: str, rows: pd.DataFrame, bad: pd.Series, reason: str, detail: Message | pd.Series
    ) -> pd.DataFrame:
        holds = bad.reindex(rows.index)
        if holds.any():
            gone = rows[holds]
            id_column = {"accounts": "account_id", "deals": "deal_id", "orders": "order_id"}.get(
                table, table[:-3] + "y_id"
            )
            page = pd.DataFrame(
                {
                    "file": files.tables[table].file,
                    "row": gone["row"],
                    "id": gone.get(id_column),
                    "name": gone.get("name"),
                    "reason": reason,
                    "detail": detail if isinstance(detail, Message) else detail[gone.index],
                }
            )
            self._pages.append(page)
        return rows[~holds]
