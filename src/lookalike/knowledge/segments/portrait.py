"""Who a segment is beyond its figures: what drives purchase, what makes it easy or hard to sell to, whom to talk to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.profile import RATE, shared_traits, try_attribute, value_text
from lookalike.knowledge.rules import Comparison, Mask, Rule, label_of
from lookalike.knowledge.segments.encoding import encode, weighted
from lookalike.knowledge.segments.naming import jaccard
from lookalike.knowledge.statistics import benjamini_hochberg, clustered_share, median, shuffled_z, two_sided
from lookalike.knowledge.value import names_competitor
from lookalike.languages import Message, phrases, say
from lookalike.schema import Attribute

TALKS = 3  # customers to interview per segment
TOP = 3  # reasons and micro-segments named
NOTABLE = 0.2  # relative difference from all others that is worth a sentence
BETTER = {"cycle_days": -1, "decision_makers": -1, "competed": -1, "growth": 1}  # whether more makes selling easier
MICRO = 10  # companies in a micro-segment
SAME = 0.8  # share in common from which two are one


def motives(companies: Companies, outcomes: pd.DataFrame, inside: Mask) -> dict[str, Any]:
    """What drives purchase, and what makes the segment easy or hard to sell to, against all other accounts.

    Parameters
    ----------
    companies : Companies
    outcomes : DataFrame of n rows
        From `lookalike.knowledge.value.account_outcomes.outcomes`.
    inside : bool array of shape (n,)

    Returns
    -------
    dict
        `won_reasons`, `lost_reasons`, `ownership` (value -> share, 0-1, most common first), `cycle_days`,
        `decision_makers`, `growth` (medians; NaN unknown), `competed` (share of closed deals with a named competitor),
        `easy`, `hard` (sentences).
    """
    ids = companies.accounts["account_id"]
    deals = companies.deals[companies.deals["outcome"].isin(["won", "lost"])]
    own = deals["account_id"].isin(ids[inside])
    won = deals["outcome"] == "won"
    growth = companies.accounts.get("growth", pd.Series(np.nan, index=ids.index)).astype("float64")
    ownership = companies.accounts.get("ownership", pd.Series(None, index=ids.index, dtype=object))
    pairs = {
        "cycle_days": (median(outcomes["days"][inside]), median(outcomes["days"][~inside])),
        "decision_makers": (deals["decision_makers"][own].mean(), deals["decision_makers"][~own].mean()),
        "competed": (_share(names_competitor(deals), own), _share(names_competitor(deals), ~own)),
        "growth": (median(growth[inside]), median(growth[~inside])),
    }
    shares = {
        "won_reasons": _shares(deals["reason"][own & won]),
        "lost_reasons": _shares(deals["reason"][own & ~won]),
        "ownership": _shares(ownership[inside]),
    }
    said = ownership[inside].dropna()
    public = float(phrases("public").has(said).mean()) if len(said) else 0.0
    easy, hard = _easy_and_hard(pairs, shares, public)
    return {**shares, **{name: float(pair[0]) for name, pair in pairs.items()}, "easy": easy, "hard": hard}


def interviews(
    companies: Companies, outcomes: pd.DataFrame, inside: Mask, attributes: Sequence[Attribute]
) -> tuple[str, ...]:
    """Which present customers to talk to: typical of the segment, valuable and reachable, in equal measure.

    Figures say who; only talking says why. Reachable means that a contact with a title, e-mail or telephone is known;
    without a list of contacts only the first two count.

    Returns
    -------
    tuple of str
        Account ids, best first.
    """
    accounts = companies.accounts
    candidates = np.flatnonzero(inside & (accounts["relation"] == "customer").to_numpy())
    if not len(candidates):
        return ()
    own = accounts.iloc[candidates].reset_index(drop=True)
    blocks = encode(own, attributes)
    points = weighted(blocks)[0] if blocks else np.zeros((len(own), 1))
    contacts = companies.contacts
    reached = contacts[contacts[["title", "email", "phone"]].notna().any(axis=1)]["account_id"]
    merits = pd.DataFrame(
        {
            "typical": pd.Series(-(points**2).sum(axis=1)).rank(pct=True),
            "valuable": outcomes["revenue"].iloc[candidates].reset_index(drop=True).rank(pct=True).fillna(0.0),
            "reachable": own["account_id"].isin(reached).astype(float) if len(contacts) else 0.0,
        }
    )
    order = own.assign(merit=merits.sum(axis=1)).sort_values(["merit", "account_id"], ascending=[False, True])
    return tuple(order["account_id"].head(TALKS))


def shared(companies: Companies, inside: Mask, rule: Rule | None, seed: int) -> tuple[dict[str, Any], ...]:
    """What the companies of a segment have in common beyond what its rule asks for, against all other accounts.

    A rule of one column's value says who belongs, not who they are. Only traits that hold at a false discovery rate of
    10 %, the strongest of each concept.

    Returns
    -------
    tuple of dict
        `attribute`, `rule`, `share` and `elsewhere` (0-1), `lift`, `sentence`; strongest first.
    """
    known = companies.described
    asked = {one.concept for one in known if rule is not None and one.name in rule.columns()}
    others = tuple(one for one in known if one.concept not in asked)
    told: dict[str, dict[str, Any]] = {}
    for trait in shared_traits(companies.accounts, companies.prospects.iloc[:0], others, inside, seed):
        here, there = trait.share_best, trait.share_rest
        sentence = say("portrait.shares", here=here, what=trait.condition.describe(known), there=there)
        about = {"attribute": trait.attribute, "rule": str(trait.condition), "share": here, "elsewhere": there}
        told.setdefault(trait.concept, {**about, "lift": trait.lift, "sentence": sentence})
    return tuple([*told.values()][:TOP])


def micro_segments(
    companies: Companies, outcomes: pd.DataFrame, inside: Mask, rule: Rule | None
) -> tuple[dict[str, Any], ...]:
    """Parts of a segment, by one more attribute, that are won more or less often than the rest of it.

    Only differences that hold at a false discovery rate of 10 % over everything tried; the chance is that of shuffling
    the outcomes between the companies of the segment.

    Returns
    -------
    tuple of dict
        `attribute`, `label`, `rule`, `value`, `companies`, `win_rate`, `low`, `high` (0-1), `p`; strongest first.
    """
    asked = rule.columns() if rule else ()
    own, known = companies.accounts[inside], outcomes[inside]
    rate = known["won"].sum() / max(known["closed"].sum(), 1)
    scores = np.where(known["closed"] > 0, known["won"] - rate * known["closed"], np.nan)
    found: list[tuple[float, str, Attribute, Mask, Comparison]] = []
    for attribute in companies.described:
        tried = try_attribute(attribute, own[attribute.name], None) if attribute.name not in asked else None
        if tried is None:
            continue
        holds = np.vstack([tried.holds, np.zeros((1, tried.holds.shape[1]), bool)])[tried.codes]
        p = two_sided(shuffled_z(scores, holds))
        found += [
            (float(p[at]), str(condition), attribute, holds[:, at], condition)
            for at, condition in enumerate(tried.conditions)
            if holds[:, at].sum() >= MICRO
        ]
    if not found:
        return ()
    adjusted = benjamini_hochberg([one[0] for one in found])
    kept = sorted((one for one, q in zip(found, adjusted, strict=True) if q <= RATE), key=lambda one: one[:2])
    told: dict[str, tuple[float, str, Attribute, Mask, Comparison]] = {}
    for one in kept:
        # The same companies under another column's name are no other part of the segment.
        if one[2].name not in told and all(jaccard(one[3], other[3]) < SAME for other in told.values()):
            told[one[2].name] = one
    return tuple(
        _micro(p, attribute, has, condition, known) for p, _, attribute, has, condition in [*told.values()][:TOP]
    )


def _micro(p: float, attribute: Attribute, has: Mask, condition: Comparison, known: pd.DataFrame) -> dict[str, Any]:
    """One micro-segment as plain data."""
    share, low, high = clustered_share(known["won"][has], known["closed"][has])
    about = {"attribute": attribute.name, "rule": str(condition), "label": label_of(attribute.name, [attribute])}
    figures = {"companies": int(has.sum()), "win_rate": share, "low": low, "high": high, "p": p}
    return {**about, "value": value_text(condition, attribute), **figures}


def _easy_and_hard(
    pairs: dict[str, tuple[float, float]], shares: dict[str, dict[str, float]], public: float
) -> tuple[list[Message], list[Message]]:
    """Sentences for what differs notably from all others."""
    easy: list[Message] = []
    hard: list[Message] = []
    for name, (here, there) in pairs.items():
        scale = max(abs(there), 1e-12)
        if np.isfinite(here) and np.isfinite(there) and abs(here - there) >= NOTABLE * scale:
            side = easy if (here - there) * BETTER[name] > 0 else hard
            side.append(say(f"portrait.{name}", here=here, there=there))
    if public >= NOTABLE:
        hard.append(say("portrait.public", share=public))
    for reason, share in list(shares["lost_reasons"].items())[:1]:
        hard.append(say("portrait.lost_over", reason=reason, share=share))
    for reason, share in list(shares["won_reasons"].items())[:1]:
        easy.append(say("portrait.won_for", reason=reason, share=share))
    return easy, hard


def _share(named: pd.Series, rows: pd.Series) -> float:
    """Share of the deals that name a competitor; NaN where none ever does."""
    return float(named[rows].mean()) if named.any() and rows.any() else float("nan")


def _shares(values: pd.Series) -> dict[str, float]:
    """The most common values with their share of those known."""
    counts = values.dropna().value_counts()
    ordered = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:TOP]
    return {str(value): float(count / counts.sum()) for value, count in ordered}
