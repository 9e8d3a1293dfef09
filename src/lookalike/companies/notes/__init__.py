"""What people noted about companies of the list, kept and undone, and what the next run makes of it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
