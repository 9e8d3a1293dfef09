"""The server of the app: on this machine alone unless a token lets others in."""

from __future__ import annotations

import ctypes
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from lookalike.errors import InputError
from lookalike.languages import say
from lookalike.web.guard import PARAMETER, require_token

if TYPE_CHECKING:
    from uvicorn import Server

M_ARENA_MAX = -8  # of glibc's malloc.h
EVERY = 0.05  # seconds between two looks whether the server is up


def serve(
    folder: Path,
    models: Path,
    mlruns: Path,
    host: str = "127.0.0.1",
    port: int = 8040,
    token: str = "",
    opens: bool = False,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve the app until it is interrupted.

    Parameters
    ----------
    folder : Path
        A project, a folder that is to become one, or a folder with several.
    models, mlruns : Path
    host : str
    port : int
        0 = any that is free.
    token : str
        What every request must bring; "" = none.
    opens : bool
        Whether to open it in the browser.
    ready : callable
        Called with the address as soon as it is served.

    Raises
    ------
    InputError
        The host can be reached by others and there is no token; or something else is served on the port.
    """
    require_token(host, token)
    _few_heaps()
    import pyarrow as pa
    import uvicorn

    from lookalike.web.app import create_app

    pa.set_memory_pool(pa.system_memory_pool())  # it gives back what a page of a long list took; Arrow's own keeps it
    hosts = ["*"] if host in ("0.0.0.0", "::") else [host]
    listening = _listening(host, port)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listening.getsockname()[1]}/" + (f"?{PARAMETER}={token}" if token else "")
    config = uvicorn.Config(create_app(folder, models, mlruns, hosts, token), log_level="warning")
    server = uvicorn.Server(config)
    threading.Thread(target=_tell, args=(server, address, opens, ready), daemon=True).start()
    server.run(sockets=[listening])


def _few_heaps() -> None:
    """Let all threads share two heaps: in glibc each has its own, and keeps what pages of a long list took."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):  # musl has none
        libc.mallopt(M_ARENA_MAX, 2)


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as refusal:
        made.close()
        found = say("app.port_taken", port=str(port), why=refusal.strerror or str(refusal))
        raise InputError(found, do=say("app.other_port", port=str(port))) from refusal
    return made


def _tell(server: Server, address: str, opens: bool, ready: Callable[[str], None]) -> None:
    while not server.started:
        time.sleep(EVERY)
    ready(address)
    if opens:
        webbrowser.open(address)
