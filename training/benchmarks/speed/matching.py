"""How fast and how well prospects are recognised as known accounts, against plain joins on the name and Splink."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from lookalike.companies.identity import REVIEW, SURE, company_keys, link

ACCOUNTS, PROSPECTS, KNOWN = 5_000, 800_000, 4_000
SYLLABLES = np.array([a + b for a in "bdfghjklmnrstv" for b in "aeiou"], dtype=object)
SURNAMES = 400  # that one company in seven is called after, as unevenly as surnames are borne
TRADES = np.array(
    re.findall(
        r"\w+",
        "Bygg Transport Consulting Eiendom Regnskap Maskin Elektro Data Design Invest Service Auto Logistikk Media "
        "Energi Handel Teknikk Bemanning Marine Helse",
    ),
    dtype=object,
)
FORMS = np.array(["AS", "ASA", "ANS", ""], dtype=object)
WAYS = ("as written", "legal form", "word order", "capitals and marks", "one letter wrong", "two letters swapped")
SPLINK_PAIRS, ENOUGH = 5e6, 0.95  # random pairs that Splink learns from; likelihood from which its links count
NO_PLACE, MOVED = 0.15, 0.02  # share of rows on either side without a postcode; of twins with another one
NO_NUMBER = 0.1  # share of rows on either side without an organisation number, where there are any
CHECKED = np.array([3, 2, 7, 6, 5, 4, 3, 2])  # weights of the digits of a Norwegian number
TOLD = {"name and place": False, "number, name and place": True}


def run(
    accounts: int = ACCOUNTS, prospects: int = PROSPECTS, known: int = KNOWN, seed: int = 7, peers: bool = True
) -> list[dict[str, object]]:
    """Match made-up prospects, some of them accounts with spoilt names, to the accounts.

    Parameters
    ----------
    accounts, prospects : int
        Rows on either side.
    known : int
        How many of the prospects are accounts.
    seed : int
    peers : bool, default True
        Also Splink, on the same folded names.

    Returns
    -------
    list of dict
        One row per what is `told` of companies, method and kind of spoiling: `told`, `method`, `spoilt`,
        `rows_per_second`, `seconds`, `processor_seconds` (which a busy machine changes little), `links`, `precision`,
        `recall`. What is left for a person to review is judged for itself.
    """
    rows = []
    for told, numbered in TOLD.items():
        pool, base, truth, way = market(accounts, prospects, known, seed, numbered)
        for name, method in _methods(pool, base, seed, numbered, peers).items():
            start, worked = time.perf_counter(), time.process_time()
            found = method()
            took = time.perf_counter() - start, time.process_time() - worked
            parts = {name: found}
            if "certainty" in found:
                parts = {f"{name}, {kind}": found[found["certainty"] == kind] for kind in (SURE, REVIEW)}
            for part, links in parts.items():
                judgement = judged(part, links.drop_duplicates("left"), took, truth, way)
                rows += [{"told": told} | row for row in judgement]
    return rows


def _methods(
    pool: pd.DataFrame, base: pd.DataFrame, seed: int, numbered: bool, peers: bool
) -> dict[str, Callable[[], pd.DataFrame]]:
    methods: dict[str, Callable[[], pd.DataFrame]] = {
        "plain join on the name": lambda: plain(pool, base, ["name"]),
        "plain join on name and postcode": lambda: plain(pool, base, ["name", "postcode"]),
    }
    if numbered:
        methods = {"plain join on the number": lambda: plain(pool, base, ["org_number"])}
    methods["lookalike"] = lambda: link(company_keys(pool), company_keys(base))
    if peers:
        methods["splink"] = lambda: splink(company_keys(pool), company_keys(base), seed, numbered)
    return methods


def market(
    accounts: int, prospects: int, known: int, seed: int, numbered: bool = False
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, np.ndarray]:
    """Prospects, accounts, the account each prospect truly is (-1: none), and how the names of twins are spoilt."""
    rng = np.random.default_rng(seed)
    everyone = companies(rng, accounts + prospects - known)
    if numbered:
        everyone["org_number"] = org_numbers(len(everyone))
    base = everyone.iloc[:accounts].reset_index(drop=True)
    chosen = rng.choice(accounts, known, replace=False)
    way = rng.integers(0, len(WAYS), known)
    names = [spoil(name, WAYS[kind], rng) for name, kind in zip(base["name"][chosen], way, strict=True)]
    moved = np.where(rng.random(known) < MOVED, postcodes(rng, known), base["postcode"][chosen])
    twins = base.loc[chosen].assign(name=names, postcode=moved)
    pool = pd.concat([twins, everyone.iloc[accounts:]], ignore_index=True)
    truth = pd.Series(np.r_[chosen, np.full(len(pool) - known, -1)], index=pool.index)
    lacking = {"postcode": NO_PLACE} | ({"org_number": NO_NUMBER} if numbered else {})
    left, right = (
        side.assign(**{name: side[name].where(rng.random(len(side)) >= share, None) for name, share in lacking.items()})
        for side in (pool, base)
    )
    return left, right, truth, way


def companies(rng: np.random.Generator, rows: int) -> pd.DataFrame:
    """Made-up companies: a word of its own (one in seven: a surname), a trade, a legal form, and a postcode."""
    parts = [SYLLABLES[rng.integers(0, len(SYLLABLES), rows)] for _ in range(5)]
    length = rng.choice([3, 4, 5], rows, p=[0.2, 0.5, 0.3])
    own = parts[0] + parts[1] + parts[2] + np.where(length > 3, parts[3], "") + np.where(length > 4, parts[4], "")
    surnames = np.array([word + "sen" for word in np.unique(own)[:: rows // SURNAMES][:SURNAMES]], dtype=object)
    weights = 1 / np.arange(1, len(surnames) + 1)
    named = rng.choice(surnames, rows, p=weights / weights.sum())
    word = pd.Series(np.where(rng.random(rows) < 1 / 7, named, own), dtype=str).str.capitalize()
    trade, form = TRADES[rng.integers(0, len(TRADES), rows)], FORMS[rng.choice(4, rows, p=[0.8, 0.05, 0.05, 0.1])]
    return pd.DataFrame(
        {"name": (word + " " + trade + " " + form).str.strip(), "country": "NO", "postcode": postcodes(rng, rows)}
    )


def postcodes(rng: np.random.Generator, rows: int) -> np.ndarray:
    """Postcodes of four digits, all equally common."""
    return pd.Series(rng.integers(1, 4000, rows)).astype(str).str.zfill(4).to_numpy(dtype=object)


def org_numbers(rows: int) -> np.ndarray:
    """Valid Norwegian numbers, each another."""
    first = np.arange(80_000_000, 80_000_000 + rows * 11 // 10 + 100)
    digits = first[:, None] // 10 ** np.arange(7, -1, -1) % 10
    check = -(digits @ CHECKED) % 11
    return (first * 10 + check)[check < 10][:rows].astype(str).astype(object)


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


def plain(pool: pd.DataFrame, base: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Links by equal keys, the name in lower case."""
    left, right = (frame.assign(name=frame["name"].str.lower(), at=frame.index) for frame in (pool, base))
    pairs = left.dropna(subset=keys).merge(right.dropna(subset=keys), on=keys, suffixes=("_left", "_right"))
    return pairs.rename(columns={"at_left": "left", "at_right": "right"})[["left", "right"]].sort_values(
        ["left", "right"]
    )


def splink(left: pd.DataFrame, right: pd.DataFrame, seed: int, numbered: bool = False) -> pd.DataFrame:
    """Links by Splink's model of name and postcode, both weighed by how common they are, and of the number if any.

    Splink compares what we compare: names already folded and without legal form.
    """
    import splink.comparison_library as compare
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    database = DuckDBAPI()
    tables = [
        database.register(_for_splink(keys), dataset_display_name=name)
        for name, keys in (("prospects", left), ("accounts", right))
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.DamerauLevenshteinAtThresholds("name", [1, 2]).configure(term_frequency_adjustments=True),
            compare.ExactMatch("postcode").configure(term_frequency_adjustments=True),
            *([compare.ExactMatch("org")] if numbered else []),
        ],
        blocking_rules_to_generate_predictions=[
            *([block_on("org")] if numbered else []),
            block_on("name"),
            block_on("postcode", "first"),
            block_on("postcode", "last"),
            block_on("first", "last"),
        ],
    )
    linker = Linker(tables, settings, log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match([block_on("name", "postcode")], recall=0.2)
    linker.training.estimate_u_using_random_sampling(max_pairs=SPLINK_PAIRS, seed=seed)
    for rule in ("postcode", "name"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(rule))
    found = linker.inference.predict(threshold_match_probability=ENOUGH).as_pandas_dataframe()
    turned = found["source_dataset_l"] == "accounts"
    ends = found["unique_id_l"], found["unique_id_r"]
    links = pd.DataFrame(
        {
            "left": ends[0].mask(turned, ends[1]),
            "right": ends[1].mask(turned, ends[0]),
            "likely": found["match_probability"],
        }
    )
    return links.sort_values(["likely", "left", "right"], ascending=[False, True, True], kind="stable")


def _for_splink(keys: pd.DataFrame) -> pd.DataFrame:
    told = keys[["name", "postcode", "org"]].astype(object)
    ends = {"first": told["name"].str[:6], "last": told["name"].str[-6:]}
    return told.where(told.notna(), None).assign(unique_id=keys.index, **ends)


def judged(
    name: str, found: pd.DataFrame, took: tuple[float, float], truth: pd.Series, way: np.ndarray
) -> list[dict[str, object]]:
    """Speed, and precision and recall against the truth, in all and by the way names were spoilt."""
    right = found["right"].to_numpy() == truth.loc[found["left"]].to_numpy()
    hit = np.zeros(len(truth), dtype=bool)
    hit[found["left"].to_numpy()[right]] = True
    known = (truth >= 0).to_numpy()
    recalls = {"all": hit[known].mean()} | {
        WAYS[kind]: hit[: len(way)][way == kind].mean() for kind in range(len(WAYS))
    }
    facts = {
        "rows_per_second": round(len(truth) / took[0]),
        "seconds": round(took[0], 1),
        "processor_seconds": round(took[1], 1),
        "links": len(found),
        "precision": round(float(right.mean()), 4),
    }
    return [
        {"method": name, "spoilt": spoilt, **facts, "recall": round(float(recall), 4)}
        for spoilt, recall in recalls.items()
    ]
