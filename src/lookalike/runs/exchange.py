"""Two folders swap places in one step, where the system can do that."""

from __future__ import annotations

import os
import sys
from pathlib import Path

HERE = -100  # AT_FDCWD: paths are relative to the current folder
SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


def swap(one: Path, other: Path) -> bool:
    """Swap two folders so that no moment is without either; False, and nothing done, where that cannot be.

    It cannot on Windows, on some network drives, between drives, and where one is a mount.
    """
    if sys.platform == "win32":
        return False
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if hasattr(library, "renameat2"):
        return bool(library.renameat2(HERE, paths[0], HERE, paths[1], SWAP) == 0)
    if hasattr(library, "renamex_np"):
        return bool(library.renamex_np(*paths, SWAP) == 0)
    return False
