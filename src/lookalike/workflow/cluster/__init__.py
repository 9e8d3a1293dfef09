"""The list ranked on a cluster: workers do what is done to a block of companies, the CRM's side stays here."""

from lookalike.workflow.cluster.scoring import Clustered, score_on_cluster

__all__ = ["Clustered", "score_on_cluster"]
