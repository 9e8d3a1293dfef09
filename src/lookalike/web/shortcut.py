"""A starter to double-click: a small file that serves a project and opens it in the browser."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

WINDOWS, MACOS = "win32", "darwin"


def shortcut(folder: Path, models: Path, mlruns: Path, port: int, system: str = sys.platform) -> Path:
    """Write the starter of a project into its folder, for the system at hand.

    Parameters
    ----------
    folder : Path
    models, mlruns : Path
    port : int
    system : str
        As `sys.platform` calls it.

    Returns
    -------
    Path
        `lookalike.bat`, `lookalike.command` or `lookalike.desktop`.
    """
    where = [folder.resolve(), "--models", models.resolve(), "--mlruns", mlruns.resolve(), "--port", port, "--open"]
    command = [sys.executable, "-m", "lookalike", "serve", *map(str, where)]
    make, ending = {WINDOWS: (_batch, "bat"), MACOS: (_script, "command")}.get(system, (_desktop, "desktop"))
    file = folder / f"lookalike.{ending}"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(make(command, folder.resolve().name).encode())
    file.chmod(0o755)
    return file


def _batch(command: list[str], name: str) -> str:
    """For Windows.

    Examples
    --------
    >>> print(_batch(["C:/py.exe", "-m", "lookalike", "serve", "C:/100% ours"], "ours").replace("\\r", ""), end="")
    @echo off
    chcp 65001 >nul
    "C:/py.exe" "-m" "lookalike" "serve" "C:/100%% ours" || pause
    """
    quoted = " ".join(f'"{word}"' for word in command).replace("%", "%%")
    return "\r\n".join(["@echo off", "chcp 65001 >nul", f"{quoted} || pause", ""])


def _script(command: list[str], name: str) -> str:
    """For macOS."""
    return f"#!/bin/sh\nexec {shlex.join(command)}\n"


def _desktop(command: list[str], name: str) -> str:
    """For desktops by the rules of freedesktop.org.

    Examples
    --------
    >>> print(_desktop(["python", "-m", "lookalike", 'a "b" 5%'], "Vi\\nto"), end="")
    [Desktop Entry]
    Type=Application
    Version=1.5
    Name=lookalike: Vi to
    Exec="python" "-m" "lookalike" "a \\\\"b\\\\" 5%%"
    Terminal=true
    """
    quoted = " ".join(f'"{_escaped(word)}"' for word in command)
    told = f"Name=lookalike: {' '.join(name.split())}"
    kept = quoted.replace("\\", "\\\\").replace("\n", "\\n")  # what a desktop file's values are written in
    lines = ["[Desktop Entry]", "Type=Application", "Version=1.5", told, f"Exec={kept}", "Terminal=true"]
    return "\n".join([*lines, ""])


def _escaped(word: str) -> str:
    for sign in '\\"`$':
        word = word.replace(sign, "\\" + sign)
    return word.replace("%", "%%")
