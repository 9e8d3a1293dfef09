from .assemble import read_companies
from .dataset import Companies

__all__ = [
    "Companies",
    "read_companies",
]
