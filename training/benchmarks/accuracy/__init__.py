"""How good the answers are, beside what users would pick instead, and whether the intervals keep their word."""
