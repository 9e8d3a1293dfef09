from .documents import Documents, plain, rows_of
from .exchange import swap
from .forgotten import Forgotten, known_as, without
from .inputs import Inputs
from .lock import reserved
from .run import Run, finished, opened
from .write import NAMES, write_run

__all__ = [
    "NAMES",
    "Documents",
    "Forgotten",
    "Inputs",
    "Run",
    "finished",
    "known_as",
    "opened",
    "plain",
    "reserved",
    "rows_of",
    "swap",
    "without",
    "write_run",
]
