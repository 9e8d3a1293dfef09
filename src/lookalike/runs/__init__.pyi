from .documents import Documents, plain, rows_of
from .inputs import Inputs
from .lock import reserved
from .run import Run, finished, opened
from .write import NAMES, write_run

__all__ = [
    "NAMES",
    "Documents",
    "Inputs",
    "Run",
    "finished",
    "opened",
    "plain",
    "reserved",
    "rows_of",
    "write_run",
]
