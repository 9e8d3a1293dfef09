"""The use cases: the only room that strings the others together; plain data back, progress by callback.

Whatever the callback raises stops the work, and what earlier runs left stays whole.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
