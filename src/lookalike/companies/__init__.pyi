from .assemble import read_companies
from .clean import list_headings
from .dataset import Companies

__all__ = [
    "Companies",
    "list_headings",
    "read_companies",
]
