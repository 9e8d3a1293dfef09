"""What a company shows that one of our own strengths answers, as a reason for it."""

from __future__ import annotations

import pandas as pd

from lookalike.knowledge.rules import answered
from lookalike.languages import say
from lookalike.settings import Settings

MOST = 3  # reasons


def with_strengths(ranked: pd.DataFrame, companies: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """The list with the heaviest strength that answers each company as the last of its reasons for.

    It speaks for the company, not for its rank: the score knows nothing of it.

    Parameters
    ----------
    ranked : DataFrame
        `prospect_id`, `reasons_for` (lists).
    companies : DataFrame
        The same companies in any order, with their attributes.
    settings : Settings
        `[[strengths]]`.
    """
    found = answered(companies, settings)
    if not found.strengths:
        return ranked
    sentences = [
        say(f"strengths.{strength.meets}", what=rule.describe(), strength=strength.name)
        for strength, rule in found.strengths
    ]
    place = pd.Series(found.first, index=companies["prospect_id"]).reindex(ranked["prospect_id"])
    told = [
        [*reasons[: MOST - 1], sentences[at]] if at >= 0 else reasons
        for reasons, at in zip(ranked["reasons_for"], place, strict=True)
    ]
    return ranked.assign(reasons_for=pd.Series(told, index=ranked.index, dtype=object))
