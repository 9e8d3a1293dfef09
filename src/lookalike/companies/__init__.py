"""From exports to one clean row per company, its deals, and findings about the data."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
