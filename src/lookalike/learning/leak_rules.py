"""What a leak is called, for those who find leaks and those who tell of them."""

from lookalike.languages import say

KNOWS, SETTLES, MISSING, CHANGES = (say(f"leaks.{rule}") for rule in ("knows", "settles", "missing", "changes"))
COUNTS, IDENTIFIES, TWINS, SPELLED = (say(f"leaks.{rule}") for rule in ("counts", "identifies", "twins", "spelled"))
OF_OUTCOME = frozenset({KNOWS, SETTLES, MISSING, CHANGES})  # what breaks these is only known after the outcome
EVERYTHING = "(companies)"  # in the place of a column, where the rows as a whole are under suspicion
