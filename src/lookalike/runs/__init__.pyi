from .cells import table_of
from .documents import Documents, as_json, plain, rows_of
from .exchange import swap
from .forgotten import Forgotten, known_as, without
from .inputs import Inputs
from .lock import reserved
from .replacing import replaced
from .run import Run, finished, opened
from .write import NAMES, write_run

__all__ = [
    "NAMES",
    "Documents",
    "Forgotten",
    "Inputs",
    "Run",
    "as_json",
    "finished",
    "known_as",
    "opened",
    "plain",
    "replaced",
    "reserved",
    "rows_of",
    "swap",
    "table_of",
    "without",
    "write_run",
]
