"""`metrics.json`: all figures of an experiment as plain data."""

from __future__ import annotations

from typing import Any

import numpy as np

from lookalike.companies import Companies
from lookalike.companies.accounts import AFTER_OUTCOME
from lookalike.languages import Message, say
from lookalike.learning.metrics import METRICS, Outcomes
from lookalike.learning.names import BASELINES, name_of
from lookalike.learning.uncertainty import bootstrap_weights, figure
from lookalike_training.experiment.backtest import Backtest, Draws, metric_draws
from lookalike_training.experiment.experiment import Experiment
from lookalike_training.experiment.part import Part
from lookalike_training.experiment.past import cold_card, told
from lookalike_training.experiment.similarity import DEALT_WITH

BANDS = 10
NOTEWORTHY = 0.01  # a gain in AUC that a user would want to know of
SMALLEST_PART = 30  # deals; fewer tell nothing about a part of the held-out deals


def describe(experiment: Experiment, companies: Companies) -> dict[str, Any]:
    """The document `metrics.json`; every figure of merit is {value, low, high} with a 90 % interval over companies."""
    test, win = experiment.test, experiment.parts.get("win")
    past = cold_card(win.model)[1] if win is not None else {}
    draws = metric_draws(test) if test else {}
    of_deals = test if experiment.rung.outcomes else None  # what only deals that were won or lost can tell
    return {
        "ladder": {"rung": experiment.rung.name, "sentence": experiment.rung.sentence},
        "split": _split(experiment),
        "champion": experiment.champion,
        "reason": experiment.sentence,
        "rank_by": {
            "name": experiment.ranking.name,
            "goal": experiment.ranking.goal,
            "sentence": experiment.ranking.sentence,
            "parts": experiment.ranking.record,
        },
        "past": {"sentence": told(past), "offsets": past},
        "value": {"sentence": _of_money(experiment.parts.get("money"))},
        "similarity": {"sentence": _of_similarity(experiment.parts.get("similarity"))},
        "candidates": _candidates(draws, experiment.champion),
        "differences": _differences(draws),
        "pairs": pairs_enough(draws),
        "simpler": simpler_better(draws, experiment.champion),
        "choice": test.table.to_dict("records") if test else [],
        "unseen": _part(of_deals, False),
        "seen": _part(of_deals, True),
        "calibration": _calibration(of_deals) if of_deals else [],
        "learning_curve": experiment.curve,
        "leaks": _leaks(experiment, companies),
        "features": [attribute.name for attribute in experiment.attributes],
        "directions": {name: metric.higher_is_better for name, metric in METRICS.items()},
    }


def _of_money(part: Part | None) -> Message:
    """How much of the differences between won deals' values attributes explain."""
    if part is None:
        return say("training.no_money")
    found = part.reliability.found
    low, value, high = (max(one, 0.0) ** 2 for one in (found.low, found.value, found.high))
    return say("training.money", share=value, low=low, high=high)


def _of_similarity(part: Part | None) -> Message:
    """How well attributes tell customers, and from whom."""
    if part is None:
        return say("training.no_similarity")
    auc = (part.reliability.found.value + 1) / 2
    customers = int((part.target > 0).sum())
    key = "training.similarity" if part.against == DEALT_WITH else "training.similarity_listed"
    return say(key, customers=customers, others=len(part.target) - customers, cases=f"{100 * auc:.0f}")


def _leaks(experiment: Experiment, companies: Companies) -> list[dict[str, Any]]:
    """Columns refused by the hard rules, then what the statistical auditor refused or named, all with the evidence."""
    hard = [vars(refusal) | {"refuse": True} for refusal in companies.refused if refusal.rule == AFTER_OUTCOME]
    return hard + [suspicion.to_dict() for suspicion in experiment.suspicions]


def _split(experiment: Experiment) -> dict[str, Any]:
    split, test = experiment.split, experiment.test
    if split is None or test is None:
        return {"kind": "none", "sentence": say("experiment.nothing_to_test")}
    parts = {"train": test.learned, "test": test.rows}
    counts = {f"{part}_{what}": count for part, rows in parts.items() for what, count in _counts(rows).items()}
    start = {} if split.start is None else {"start": split.start.date().isoformat()}
    return {"kind": split.kind, "sentence": split.sentence} | start | counts


def _counts(rows: Any) -> dict[str, int]:
    return {"deals": len(rows), "won": int(rows.won.sum()), "companies": len(set(rows.groups))}


def _figures(draws: dict[str, np.ndarray]) -> dict[str, dict[str, float | None]]:
    return {metric: figure(values).to_dict() for metric, values in draws.items()}


def _candidates(draws: Draws, champion: str) -> dict[str, Any]:
    """The figures of each candidate; of a chosen model what the choice gave where it was made without the deals."""
    told = draws | ({champion: draws["champion"]} if champion in draws and champion not in BASELINES else {})
    return {name: _figures(found) for name, found in told.items() if name != "champion"}


def _differences(draws: Draws) -> dict[str, Any]:
    """Champion minus each candidate, paired over the same draws of companies."""
    ours = draws.get("champion", {})
    return {
        name: {metric: figure(ours[metric] - values).to_dict() for metric, values in found.items()}
        for name, found in draws.items()
        if name != "champion"
    }


def pairs_enough(draws: Draws) -> dict[str, Any]:
    """What a model that may combine any number of attributes gains over boosted pairs, which combine two at most.

    Returns
    -------
    dict
        `sentence`, and the gain in AUC as `auc`; empty where there is nothing to compare with.

    Examples
    --------
    >>> spread = np.linspace(-0.004, 0.004, 41)
    >>> told = {"boosted": {"auc": np.r_[0.70, 0.70 + spread]}, "reference": {"auc": np.r_[0.72, 0.72 + 2 * spread]}}
    >>> print(pairs_enough(told)["sentence"])
    Two attributes at a time are not enough here: free to combine more, boosting gains +0.020 AUC (+0.016 to +0.024).
    """
    if "reference" not in draws or "boosted" not in draws:
        return {}
    gain = figure(draws["reference"]["auc"] - draws["boosted"]["auc"])
    said = "not_enough" if gain.low > 0 else "enough" if gain.high < NOTEWORTHY else "perhaps_enough"
    return {"sentence": say(f"experiment.pairs_{said}", **gain.to_dict()), "auc": gain.to_dict()}


def simpler_better(draws: Draws, chosen: str) -> dict[str, Any]:
    """What the simpler candidate that did best on what was held out gains over the chosen one.

    Parameters
    ----------
    draws : dict
        The figures of the candidates, the simplest first, and as "champion" what the choice gave.
    chosen : str

    Returns
    -------
    dict
        `name`, `sentence`, and the gain in AUC as `auc`; empty where no simpler candidate did better.

    Examples
    --------
    >>> spread = np.linspace(-0.004, 0.004, 41)
    >>> told = {"logistic": {"auc": np.r_[0.72, 0.72 + spread]}, "blend": {"auc": np.r_[0.70, 0.70 - spread]}}
    >>> print(simpler_better(told | {"champion": told["blend"]}, "blend")["sentence"])
    On what was held out a logistic scorecard, which is simpler, did better than the model chosen without it: +0.020 \
AUC (+0.013 to +0.027).
    >>> simpler_better(told | {"champion": told["logistic"]}, "logistic")
    {}
    """
    names = list(draws)
    simpler = names[: names.index(chosen)] if chosen in names else []
    gains = {name: figure(draws[name]["auc"] - draws["champion"]["auc"]) for name in simpler}
    best = max(gains, key=lambda name: gains[name].value, default=None)
    if best is None or not gains[best].value > 0:
        return {}
    said = "surely" if gains[best].low > 0 else "perhaps"
    auc = gains[best].to_dict()
    return {"name": best, "sentence": say(f"experiment.simpler_{said}", name=name_of(best), **auc), "auc": auc}


def _part(test: Backtest | None, seen: bool) -> dict[str, Any]:
    """The champion's figures on deals of companies that had a deal in the training part, or had none."""
    where = np.array([], dtype=bool) if test is None else test.seen == seen
    if test is None or where.sum() < SMALLEST_PART:
        return {"deals": int(where.sum())}
    draws = metric_draws(test, where)
    told = {name: _figures(draws[name]) for name in ("rules", "constant", "lightgbm", "reference") if name in draws}
    return {"deals": int(where.sum()), **_figures(draws["champion"]), "baselines": told}


def _calibration(test: Backtest) -> list[dict[str, Any]]:
    """Promised and actual share of won deals in ten bands of equal size, with intervals."""
    promised = test.probabilities["champion"].to_numpy()
    return calibration_bands(Outcomes(test.rows.won, promised, promised, test.rows.amount), test.rows.groups)


def calibration_bands(outcomes: Outcomes, groups: np.ndarray) -> list[dict[str, Any]]:
    """Per band of probability, from low to high: deals, promised share and actual share with its interval."""
    weights = bootstrap_weights(groups).astype(float)
    order = np.argsort(outcomes.probability, kind="stable")
    bands = []
    for band in (part for part in np.array_split(order, BANDS) if len(part)):
        total = weights[:, band].sum(axis=1)
        share = np.divide(
            weights[:, band] @ outcomes.won[band], total, out=np.full(len(total), np.nan), where=total > 0
        )
        actual = figure(share).to_dict()
        bands.append({"deals": len(band), "promised": float(outcomes.probability[band].mean()), "actual": actual})
    return bands
