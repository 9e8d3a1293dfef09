"""One run on disk: what it was made of and all that it says, written whole or not at all, and read back in parts."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
