"""The 0-3 criteria: of segments and of single companies, as points and as a ranking."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
