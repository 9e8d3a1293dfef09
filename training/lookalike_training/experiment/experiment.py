"""The experiment: from companies to a chosen, tested and refitted model, as plain results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from lookalike.companies import Companies
from lookalike.knowledge.criteria import RuleContext, RuleRanking, score_segments
from lookalike.knowledge.segments import Segmentation, find_segments
from lookalike.knowledge.value import best_customers, purchases, worth_of
from lookalike.languages import Message, say
from lookalike.learning.calibration import Calibration, calibrate
from lookalike.learning.folds import Part as FoldPart
from lookalike.learning.folds import group_folds
from lookalike.learning.leak_findings import without
from lookalike.learning.leaks import Suspicion
from lookalike.progress import Progress, silent
from lookalike.schema import Attribute
from lookalike.settings import Settings
from lookalike_training.experiment.audit import find_leaks
from lookalike_training.experiment.backtest import INNER_FOLDS, Backtest, RulesFor, backtest, fit_one, no_rules
from lookalike_training.experiment.curve import learning_curve
from lookalike_training.experiment.held_out import judged_deals
from lookalike_training.experiment.ladder import Rung, climb
from lookalike_training.experiment.parts import Parts, crossed, judged_by, learn_parts, scores
from lookalike_training.experiment.ranking import Ranking, rank_by, what_ranks
from lookalike_training.experiment.rows import Rows, Split, deal_rows, split_rows


@dataclass(frozen=True)
class Experiment:
    """All that training found out, and the models refitted on every deal.

    Attributes
    ----------
    rung : Rung
    split : Split or None
    test : Backtest or None
        None on the rung "rules", where nothing can be tested.
    champion : str
    sentence : Message
        The chosen candidate, and why.
    ranking : Ranking
    parts : dict of name to Part
        The scorecards that can rank, fitted on every deal: see `learn_parts`.
    rules : RuleRanking
        Fitted on every deal.
    calibration : Calibration or None
        Raw score of "win" to probability, from scores that had not seen the deal; None without deals.
    held_out : DataFrame
        Deals with what was said of them by who had not seen them, as `judged_deals` tells; empty without any.
    curve : dict
        The learning curve, empty where there are no deals to draw it from.
    attributes : tuple of Attribute
        What was learned from: the attributes of the companies less those refused as leaks.
    suspicions : tuple of Suspicion
        What the leak auditor found, refused or only named.
    """

    rung: Rung
    split: Split | None
    test: Backtest | None
    champion: str
    sentence: Message
    ranking: Ranking
    parts: Parts
    rules: RuleRanking
    calibration: Calibration | None
    held_out: pd.DataFrame
    curve: dict[str, Any]
    attributes: tuple[Attribute, ...]
    suspicions: tuple[Suspicion, ...]


def run(
    companies: Companies, segmentation: Segmentation, settings: Settings, progress: Progress = silent
) -> Experiment:
    """Learn, choose inside the training part, test on the held-out part, refit on everything."""
    progress(say("progress.amount"), 0.0)
    suspicions = find_leaks(companies, settings)
    companies = without(companies, suspicions)
    rung = climb(companies, settings.learning)
    rules = fit_rules(companies, segmentation, settings)
    if not rung.outcomes or not len(rung.rows):
        return _without_outcomes(rung, rules, companies, settings, suspicions)
    seed = settings.learning.seed
    split = split_rows(rung.rows, settings.learning)
    progress(say("progress.candidates"), 0.05)
    test = backtest(rung.models, rung.rows, split, rules_for(companies, segmentation, settings, rung, split), seed)
    progress(say("progress.parts"), 0.5)
    rows, inner, calibration = _pooled(test, rung.rows, split)
    parts = learn_parts(companies, settings, rows, (fit_one(rung.models, test.choice.model, rows), inner))
    name = what_ranks(settings.score.rank_by, parts)
    ranking = rank_by(name, settings, parts, scores(parts, companies.accounts), calibration)
    progress(say("progress.held_out"), 0.7)
    judge = _in_turn if split.kind == "cross" else _by_the_past
    scored = judge(companies, settings, test, split, parts, name)
    customers = purchases(companies).index
    worth = worth_of(customers, best_customers(companies, settings.goal))
    progress(say("progress.curve"), 0.85)
    return Experiment(
        rung=rung,
        split=split,
        test=test,
        champion=test.choice.name,
        sentence=test.choice.sentence,
        ranking=ranking,
        parts=parts,
        rules=rules,
        calibration=calibration,
        held_out=judged_deals(test, *scored, worth),
        curve=learning_curve(rung.models["logistic"], rung.rows, split, seed),
        attributes=companies.attributes,
        suspicions=suspicions,
    )


def _pooled(test: Backtest, rows: Rows, split: Split) -> tuple[Rows, np.ndarray, Calibration]:
    """The deals that are learned from in the end; what the chosen model said of each whose company it had not seen, NaN
    elsewhere; and the chance that such scores mean.
    """
    name = test.choice.model
    inner = np.full(len(rows), np.nan)
    train, tested = (np.arange(len(rows)), np.array([], int)) if split.kind == "cross" else split.parts[0]
    inner[train] = test.inner[name].to_numpy()
    if len(tested):
        inner[tested] = np.where(test.seen, np.nan, test.scores[name].to_numpy())
    known = np.isfinite(inner)
    dealt = inner.copy()
    dealt[train] = test.inner_dealt[name].to_numpy()
    if len(tested):
        dealt[tested] = test.dealt[name].to_numpy()
    return rows, inner, calibrate(dealt[known], rows.won[known])


def _by_the_past(
    companies: Companies, settings: Settings, test: Backtest, split: Split, parts: Parts, name: str
) -> tuple[np.ndarray, np.ndarray]:
    """Ranking scores of the held-out deals by what the earlier deals, or the other companies, taught; and of these."""
    before, rows, model = companies.restricted(test.learned.deal_ids), test.learned, test.choice.model
    inner = test.inner[model].to_numpy()
    learned = learn_parts(before, settings, rows, (test.fitted[model], inner))
    name = "rules" if name == "rules" else what_ranks(name, learned)
    if name == "rules":
        return test.scores["rules"].to_numpy(), test.inner["rules"].to_numpy()
    chance = calibrate(test.inner_dealt[model].to_numpy(), rows.won)
    ranking = rank_by(name, settings, learned, scores(learned, before.accounts), chance)
    folds = group_folds(rows.won, rows.groups, INNER_FOLDS, settings.learning.seed)
    return ranking.score(scores(learned, test.rows.frame)), _turns(before, settings, rows, inner, folds, learned, name)


def _in_turn(
    companies: Companies, settings: Settings, test: Backtest, split: Split, parts: Parts, name: str
) -> tuple[np.ndarray, np.ndarray]:
    """Ranking scores of deals held out in turn, which are those that were learned from."""
    inner = test.inner[test.choice.model].to_numpy()
    made = (
        test.scores["rules"].to_numpy()
        if name == "rules"
        else _turns(companies, settings, test.rows, inner, split.parts, parts, name)
    )
    return made, made


def _turns(
    companies: Companies,
    settings: Settings,
    rows: Rows,
    inner: np.ndarray,
    folds: Sequence[FoldPart],
    parts: Parts,
    name: str,
) -> np.ndarray:
    """Cross-validated ranking scores; of each part the others alone say how much each scorecard counts."""
    made, said, known = np.empty(len(rows)), crossed(parts, rows), scores(parts, companies.accounts)
    for train, tested in folds:
        others, calibration = judged_by(parts, rows.take(train)), calibrate(inner[train], rows.won[train])
        ranking = rank_by(name, settings, others, known, calibration)
        made[tested] = ranking.score({part: told[tested] for part, told in said.items()})
    return made


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
    """Rules whose points only the given deals have taught.

    The segments are found in the training part. Where each part is held out in turn they are those of the whole base,
    found once: they group companies by their attributes, and the points that rank them are still learned part by part.
    """
    if split.kind != "cross":
        segmentation = find_segments(companies.restricted(rung.rows.deal_ids[split.parts[0][0]]), settings)
    return lambda deal_ids: fit_rules(companies.restricted(deal_ids), segmentation, settings)


def ranked_by_rules(found: Experiment, worse: Message) -> Experiment:
    """The same experiment with the list ranked by the criteria points, as the model ranks clearly worse."""
    told = say("training.by_better_rules", worse=worse)
    ranking = replace(found.ranking, name="rules", weights={}, centre=0.0, sentence=told)
    return replace(found, ranking=ranking, held_out=found.held_out.assign(model=found.held_out["rules"]))


def _without_outcomes(
    rung: Rung, rules: RuleRanking, companies: Companies, settings: Settings, found: tuple[Suspicion, ...]
) -> Experiment:
    """Nobody was lost, or hardly anybody: there is no chance of winning, no curve and no deal held out.

    Customers may still be told from the list; where they are not, or are too few, the rules rank.
    """
    split, test, champion, sentence = None, None, "rules", rung.sentence
    if len(rung.rows):
        split = split_rows(rung.rows, settings.learning, "companies")
        test = backtest(rung.models, rung.rows, split, no_rules, settings.learning.seed)
        champion, sentence = test.choice.name, test.choice.sentence
    parts = learn_parts(companies, settings, deal_rows(companies), None)
    name = what_ranks(settings.score.rank_by, parts) if test is not None and test.choice.signal else "rules"
    ranking = rank_by(name, settings, parts, scores(parts, companies.accounts), None)
    return Experiment(
        rung,
        split,
        test,
        champion,
        sentence,
        ranking,
        parts,
        rules,
        None,
        pd.DataFrame(),
        {},
        companies.attributes,
        found,
    )
