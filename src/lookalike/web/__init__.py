"""The app and the HTTP API: pages made at the server, thin over the use cases, nothing loaded from outside."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
