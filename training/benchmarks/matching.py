"""How fast and how well prospects are recognised as known accounts, against a plain join on the name."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from lookalike.companies.identity import company_keys
from lookalike.companies.matching import SURE, link

ACCOUNTS, PROSPECTS, KNOWN = 100_000, 1_000_000, 50_000
SYLLABLES = np.array(re.findall("..", "albabodaelfigahojulamonesorativesunek"), dtype=object)
SURNAMES = np.array(["Hansen", "Johansen", "Olsen", "Larsen", "Berg", "Dahl", "Lie", "Moen"], dtype=object)
TRADES = np.array(["Bygg", "Transport", "Consulting", "Eiendom", "Regnskap", "Maskin", "Elektro", "Data"], dtype=object)
FORMS = np.array(["AS", "ASA", "ANS", ""], dtype=object)
WAYS = ("as written", "legal form", "word order", "capitals and marks", "one letter wrong", "two letters swapped")


def run(
    accounts: int = ACCOUNTS, prospects: int = PROSPECTS, known: int = KNOWN, seed: int = 7
) -> list[dict[str, object]]:
    """Match made-up prospects, some of them accounts with spoilt names, to the accounts.

    Parameters
    ----------
    accounts, prospects : int
        Rows on either side.
    known : int
        How many of the prospects are accounts.
    seed : int

    Returns
    -------
    list of dict
        One row per method and kind of spoiling: `method`, `spoilt`, `rows_per_second`, `seconds`, `precision`,
        `recall`.
    """
    rng = np.random.default_rng(seed)
    everyone = companies(rng, accounts + prospects - known)
    base = everyone.iloc[:accounts].reset_index(drop=True)
    chosen = rng.choice(accounts, known, replace=False)
    way = rng.integers(0, len(WAYS), known)
    names = [spoil(name, WAYS[kind], rng) for name, kind in zip(base["name"][chosen], way, strict=True)]
    twins = base.loc[chosen].assign(name=names)
    pool = pd.concat([twins, everyone.iloc[accounts:]], ignore_index=True)
    truth = pd.Series(np.r_[chosen, np.full(len(pool) - known, -1)], index=pool.index)
    methods: dict[str, Callable[[], pd.DataFrame]] = {
        "plain join on the name": lambda: plain(pool, base),
        "lookalike, sure": lambda: ours(pool, base, sure_only=True),
        "lookalike, sure or for review": lambda: ours(pool, base, sure_only=False),
    }
    return [row for name, method in methods.items() for row in judged(name, method, truth, way)]


def companies(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    """Made-up companies: a word of its own (one in twenty: a surname), a trade, a legal form, and mostly a postcode."""
    parts = [SYLLABLES[rng.integers(0, len(SYLLABLES), rows)] for _ in range(5)]
    own = parts[0] + parts[1] + parts[2] + parts[3] + np.where(rng.random(rows) < 0.5, parts[4], "")
    named = np.where(rng.random(rows) < 0.05, SURNAMES[rng.integers(0, len(SURNAMES), rows)], own)
    word = pd.Series(named, dtype=str).str.capitalize()
    trade, form = TRADES[rng.integers(0, len(TRADES), rows)], FORMS[rng.choice(4, rows, p=[0.8, 0.05, 0.05, 0.1])]
    postcode = pd.Series(rng.integers(1, 4000, rows)).astype(str).str.zfill(4)
    return pd.DataFrame(
        {
            "name": (word + " " + trade + " " + form).str.strip(),
            "country": "NO",
            "postcode": postcode.where(rng.random(rows) < 0.85, None).astype(object),
        }
    )


def spoil(name: str, way: str, rng: np.random.Generator) -> str:
    """A name as somebody else writes it."""
    words = name.split()
    if way == "legal form":
        return " ".join(words[:2]) + str(rng.choice(["", " A/S", " as"]))
    if way == "word order":
        return " ".join([words[1], words[0], *words[2:]])
    if way == "capitals and marks":
        return name.upper().replace(" ", "  ", 1) + "."
    place = int(rng.integers(1, len(words[0]) - 1))
    if way == "one letter wrong":
        return name[:place] + "aeiourstn"[int(rng.integers(9))] + name[place + 1 :]
    if way == "two letters swapped":
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    return name


def plain(pool: pd.DataFrame, base: pd.DataFrame) -> pd.DataFrame:
    """Links by the lower-case name and postcode."""
    left, right = (frame.assign(name=frame["name"].str.lower(), at=frame.index) for frame in (pool, base))
    pairs = left.merge(right, on=["name", "postcode"], suffixes=("_left", "_right"))
    return pairs.rename(columns={"at_left": "left", "at_right": "right"})[["left", "right"]].drop_duplicates("left")


def ours(pool: pd.DataFrame, base: pd.DataFrame, sure_only: bool) -> pd.DataFrame:
    """The best link of each prospect."""
    links = link(company_keys(pool), company_keys(base))
    return (links[links["certainty"] == SURE] if sure_only else links).drop_duplicates("left")


def judged(name: str, method: Callable[[], pd.DataFrame], truth: pd.Series, way: np.ndarray) -> list[dict[str, object]]:
    """Speed, and precision and recall against the truth, in all and by the way names were spoilt."""
    start = time.perf_counter()
    found = method()
    seconds = time.perf_counter() - start
    right = found["right"].to_numpy() == truth.loc[found["left"]].to_numpy()
    hit = np.zeros(len(truth), dtype=bool)
    hit[found["left"].to_numpy()[right]] = True
    known = (truth >= 0).to_numpy()
    speed = {"rows_per_second": round(len(truth) / seconds), "seconds": round(seconds, 1)}
    recalls = {"all": hit[known].mean()} | {
        WAYS[kind]: hit[: len(way)][way == kind].mean() for kind in range(len(WAYS))
    }
    precision = round(float(right.mean()), 4)
    return [
        {"method": name, "spoilt": spoilt, **speed, "precision": precision, "recall": round(float(recall), 4)}
        for spoilt, recall in recalls.items()
    ]
