from .amending import aim, describe_segment, give_points, name_customers, plan_for, weigh
from .checking import check
from .cluster import Clustered, score_on_cluster
from .comparing import compare, missed, rank_map
from .explaining import explain, noted
from .exporting import export
from .forgetting import Removed, forget
from .learning import Trained, promote, rollback, train
from .models import difference_on_list, list_models, model_difference, sql, standing
from .reading import correct, init, look
from .results import Compared, Explained, Ran, Written
from .running import run, tried_goal, try_goal
from .scoring import score
from .telling import report, sections
from .trying import try_lists, try_plan, try_rules, try_weights

__all__ = [
    "Clustered",
    "Compared",
    "Explained",
    "Ran",
    "Removed",
    "Trained",
    "Written",
    "aim",
    "check",
    "compare",
    "correct",
    "describe_segment",
    "difference_on_list",
    "explain",
    "export",
    "forget",
    "give_points",
    "init",
    "list_models",
    "look",
    "missed",
    "model_difference",
    "name_customers",
    "noted",
    "plan_for",
    "promote",
    "rank_map",
    "report",
    "rollback",
    "run",
    "score",
    "score_on_cluster",
    "sections",
    "sql",
    "standing",
    "train",
    "tried_goal",
    "try_goal",
    "try_lists",
    "try_plan",
    "try_rules",
    "try_weights",
    "weigh",
]
