from .app import create_app
from .serve import serve
from .shortcut import shortcut

__all__ = ["create_app", "serve", "shortcut"]
