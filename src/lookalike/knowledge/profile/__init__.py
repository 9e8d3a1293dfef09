"""The ideal customer profile: shared traits, its opposite, tiers, and the buyer behind it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
