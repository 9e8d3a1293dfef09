from .checking import check
from .comparing import compare
from .criteria_trial import try_rules
from .explaining import explain
from .exporting import export
from .learning import Trained, promote, rollback, train
from .models import list_models, model_difference, sql
from .reading import correct, init, look
from .results import Listed, Ran, Written
from .running import run
from .scoring import score
from .telling import report, sections

__all__ = [
    "Listed",
    "Ran",
    "Trained",
    "Written",
    "check",
    "compare",
    "correct",
    "explain",
    "export",
    "init",
    "list_models",
    "look",
    "model_difference",
    "promote",
    "report",
    "rollback",
    "run",
    "score",
    "sections",
    "sql",
    "train",
    "try_rules",
]
