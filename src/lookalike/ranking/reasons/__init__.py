"""Why a company stands where it stands, in words and with the customers it resembles."""

from lookalike.ranking.reasons.best_customers import portraits
from lookalike.ranking.reasons.call import Call
from lookalike.ranking.reasons.concepts import by_concept, grouped
from lookalike.ranking.reasons.explain import Explanation, explain_one
from lookalike.ranking.reasons.finding import FINDABLE, LeftOut, find, left_out_for
from lookalike.ranking.reasons.sentences import CODE, Trait, fact
from lookalike.ranking.reasons.shared import SHOWN, shared_sentence
from lookalike.ranking.reasons.strengths import with_strengths
from lookalike.ranking.reasons.teller import Teller, coded_lists

__all__ = [
    "CODE",
    "FINDABLE",
    "SHOWN",
    "Call",
    "Explanation",
    "LeftOut",
    "Teller",
    "Trait",
    "by_concept",
    "coded_lists",
    "explain_one",
    "fact",
    "find",
    "grouped",
    "left_out_for",
    "portraits",
    "shared_sentence",
    "with_strengths",
]
