"""The experiment: from companies to a chosen, tested and refitted model, as plain results."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria import RuleContext, RuleRanking, score_segments
from lookalike.knowledge.segments import Segmentation, find_segments
from lookalike.learning.calibration import Calibration, calibrate
from lookalike.learning.leak_findings import without
from lookalike.learning.leaks import Suspicion
from lookalike.learning.names import BASELINES
from lookalike.progress import Progress, silent
from lookalike.schema import Attribute
from lookalike.settings import Settings
from training.experiment.audit import find_leaks
from training.experiment.backtest import Backtest, Candidate, RulesFor, backtest, fit_one, no_rules
from training.experiment.best import NO_BEST, BestCustomers, learn_best, refit
from training.experiment.curve import learning_curve
from training.experiment.held_out import held_out, inner_scores, ranking_scores
from training.experiment.ladder import Rung, climb
from training.experiment.past import NOTHING, Past, learn_past
from training.experiment.ranked_by import WIN, RankedBy, by_likeness, rank_by
from training.experiment.rows import Rows, Split, deal_rows, split_rows
from training.experiment.value import Value, learn_value

NO_VALUE = Value(None, False, "constant", 1.0, 0.0, np.array([]), "Too few deals to learn their value from.")


@dataclass(frozen=True)
class Experiment:
    """All that training found out, and the models refitted on every deal.

    Attributes
    ----------
    rung : Rung
    split : Split or None
    test : Backtest or None
        None on the rung "rules", where nothing can be tested.
    champion, sentence : str
        The chosen candidate, and why.
    ranked_by : RankedBy
    win : fitted candidate or None
        The champion; a constant where a baseline is; None on the rung "rules".
    rules : RuleRanking
        Fitted on every deal.
    value : Value
        Fitted on every deal.
    calibration : Calibration or None
        Raw win score to probability, from scores that had not seen the deal: one probability for all where a baseline
        is champion; None without deals.
    held_out : DataFrame
        Held-out deals, if any: deal_id, account_id, won, amount, when, model (ranking score), win, rules, probability,
        seen, points_<criterion>.
    curve : dict
        The learning curve, empty where there are no deals to draw it from.
    attributes : tuple of Attribute
        What was learned from: the attributes of the companies less those refused as leaks.
    suspicions : tuple of Suspicion
        What the leak auditor found, refused or only named.
    past : Past
        What a past with a company adds to its score of winning. The figures of the held-out deals are without it.
    best : BestCustomers
        The scorecard of the best customers, fitted on every deal.
    """

    rung: Rung
    split: Split | None
    test: Backtest | None
    champion: str
    sentence: str
    ranked_by: RankedBy
    win: Candidate | None
    rules: RuleRanking
    value: Value
    calibration: Calibration | None
    held_out: pd.DataFrame
    curve: dict[str, Any]
    attributes: tuple[Attribute, ...]
    suspicions: tuple[Suspicion, ...]
    past: Past = NOTHING
    best: BestCustomers = NO_BEST


def run(
    companies: Companies, segmentation: Segmentation, settings: Settings, progress: Progress = silent
) -> Experiment:
    """Learn, choose inside the training part, test on the held-out part, refit on everything."""
    progress("looking how much there is to learn from", 0.0)
    suspicions = find_leaks(companies, settings)
    companies = without(companies, suspicions)
    rung = climb(companies, settings.learning)
    final_rules = fit_rules(companies, segmentation, settings)
    if not len(rung.rows):
        return _only_rules(rung, final_rules, companies, suspicions)
    seed = settings.learning.seed
    split = split_rows(rung.rows, settings.learning, "deals" if rung.outcomes else "companies")
    progress("testing candidates on deals they have not seen", 0.05)
    test = backtest(rung.models, rung.rows, split, rules_for(companies, segmentation, settings, rung, split), seed)
    if not rung.outcomes:
        return _by_likeness(rung, split, test, final_rules, companies, suspicions)
    progress("learning the value of deals and what tells the best customers", 0.5)
    earlier = _value(companies, test.learned, settings)
    best = learn_best(companies, settings, test.learned)
    champion = test.choice.name
    ranked = rank_by(settings.score.rank_by, champion, inner_scores(test), earlier, best, test.learned, seed)
    progress("fitting the chosen model on every deal", 0.65)
    learned = "constant" if champion in BASELINES else champion
    win = fit_one(rung.models, learned, rung.rows)
    value = earlier if split.kind == "cross" else _value(companies, rung.rows, settings)
    progress("drawing the learning curve", 0.85)
    return Experiment(
        rung=rung,
        split=split,
        test=test,
        champion=champion,
        sentence=test.choice.sentence,
        ranked_by=ranked,
        win=win,
        rules=final_rules,
        value=value,
        calibration=_calibration(test, rung.rows, split, learned),
        held_out=held_out(test, ranking_scores(test, earlier, best, ranked, companies, settings, split)),
        curve=learning_curve(rung.models["logistic"], rung.rows, split, seed),
        attributes=companies.attributes,
        suspicions=suspicions,
        past=learn_past(companies, test, champion, seed),
        best=best if split.kind == "cross" else refit(best, companies, settings, rung.rows),
    )


def fit_rules(companies: Companies, segmentation: Segmentation, settings: Settings) -> RuleRanking:
    """The rule ranking that these companies' deals teach."""
    rows = deal_rows(companies)
    context = RuleContext(segmentation, score_segments(companies, segmentation, settings))
    return RuleRanking(companies.legible, settings.criteria.weights).fit(
        rows.frame, rows.won, rows.groups, context=context
    )


def rules_for(
    companies: Companies, segmentation: Segmentation, settings: Settings, rung: Rung, split: Split
) -> RulesFor:
    """Rules whose points only the given deals have taught; none where the rows are no deals.

    The segments are found in the training part. Where each part is held out in turn they are those of the whole base,
    found once: they group companies by their attributes, and the points that rank them are still learned part by part.
    """
    if not rung.outcomes:
        return no_rules
    if split.kind != "cross":
        segmentation = find_segments(companies.restricted(rung.rows.deal_ids[split.parts[0][0]]), settings)
    return lambda deal_ids: fit_rules(companies.restricted(deal_ids), segmentation, settings)


def ranked_by_rules(found: Experiment, worse: str) -> Experiment:
    """The same experiment with the list ranked by the criteria points, as the model ranks clearly worse."""
    ranked = RankedBy("rules", WIN, f"Ranked by the criteria points: {worse}, so the model does not rank.")
    return replace(found, ranked_by=ranked, held_out=found.held_out.assign(model=found.held_out["rules"]))


def _value(companies: Companies, rows: Rows, settings: Settings) -> Value:
    return learn_value(rows, companies.attributes, settings.learning.monotone, settings.learning.seed)


def _by_likeness(
    rung: Rung, split: Split, test: Backtest, rules: RuleRanking, companies: Companies, found: tuple[Suspicion, ...]
) -> Experiment:
    """Customers told from the list: nothing here was lost, so there is no chance, no curve and no deal held out."""
    champion = test.choice.name
    learned = "constant" if champion in BASELINES else champion
    return Experiment(
        rung,
        split,
        test,
        champion,
        test.choice.sentence,
        by_likeness(champion),
        fit_one(rung.models, learned, rung.rows),
        rules,
        NO_VALUE,
        None,
        pd.DataFrame(),
        {},
        companies.attributes,
        found,
    )


def _only_rules(rung: Rung, rules: RuleRanking, companies: Companies, found: tuple[Suspicion, ...]) -> Experiment:
    ranked = RankedBy("rules", WIN, "Ranked by the criteria points.")
    return Experiment(
        rung,
        None,
        None,
        "rules",
        rung.sentence,
        ranked,
        None,
        rules,
        NO_VALUE,
        None,
        pd.DataFrame(),
        {},
        companies.attributes,
        found,
    )


def _calibration(test: Backtest, rows: Rows, split: Split, champion: str) -> Calibration:
    """Raw scores to probabilities, from deals of companies that the model had not seen: prospects are none else."""
    if split.kind == "cross":
        raw, won = test.inner[champion].to_numpy(), rows.won
    else:
        new = ~test.seen
        raw = np.r_[test.inner[champion].to_numpy(), test.scores[champion].to_numpy()[new]]
        won = np.r_[test.learned.won, test.rows.won[new]]
    return calibrate(raw, won)
