"""The ideal customer profile: shared traits, its opposite, tiers, and the buyer behind it."""

from lookalike.knowledge.profile.icp import Icp, ideal_profile
from lookalike.knowledge.profile.persona import buyer_persona
from lookalike.knowledge.profile.tiers import Sign, tier
from lookalike.knowledge.profile.traits import RATE, Tried, try_attribute, value_text

__all__ = ["RATE", "Icp", "Sign", "Tried", "buyer_persona", "ideal_profile", "tier", "try_attribute", "value_text"]
