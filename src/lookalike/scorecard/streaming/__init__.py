"""Registers of any size, read and ranked block by block."""

from lookalike.scorecard.streaming.sources import is_register
from lookalike.scorecard.streaming.stream import Streamed, rank_files

__all__ = ["Streamed", "is_register", "rank_files"]
