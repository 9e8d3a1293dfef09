"""The server of the app: on this machine alone unless a token lets others in."""

from __future__ import annotations

from pathlib import Path

from lookalike.web.guard import require_token


def serve(folder: Path, models: Path, mlruns: Path, host: str = "127.0.0.1", port: int = 8040, token: str = "") -> None:
    """Serve the app until it is interrupted.

    Raises
    ------
    InputError
        The host can be reached by others and there is no token.
    """
    require_token(host, token)
    import uvicorn

    from lookalike.web.app import create_app

    hosts = ["*"] if host in ("0.0.0.0", "::") else [host]
    uvicorn.run(create_app(folder, models, mlruns, hosts, token), host=host, port=port, log_level="warning")
