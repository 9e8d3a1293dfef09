"""A process that is asked to end does so as at Ctrl-C: what it was writing is removed, what lay there before stays."""

from __future__ import annotations

import signal
from types import FrameType

ASKED = ("SIGTERM", "SIGHUP")  # somebody ends it; the terminal is closed. Not every system knows both


def end_when_asked() -> None:
    """From here on the system's request to end is an interrupt, which passes every `finally` on its way out.

    A request that is ignored, as below `nohup`, or that somebody else waits for stays what it is.
    """
    for name in ASKED:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def exit_code(interrupt: KeyboardInterrupt) -> int:
    """What a shell expects of a command that was interrupted: 128 and the number of the signal.

    Examples
    --------
    >>> exit_code(KeyboardInterrupt()), exit_code(KeyboardInterrupt(signal.SIGTERM))
    (130, 143)
    """
    return 128 + int(interrupt.args[0] if interrupt.args else signal.SIGINT)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt(number)
