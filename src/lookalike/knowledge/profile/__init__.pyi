from .icp import Icp, ideal_profile
from .persona import buyer_persona
from .tiers import Sign, tier
from .traits import RATE, Tried, shared_traits, try_attribute, value_text

__all__ = [
    "RATE",
    "Icp",
    "Sign",
    "Tried",
    "buyer_persona",
    "ideal_profile",
    "shared_traits",
    "tier",
    "try_attribute",
    "value_text",
]
