"""How long the work takes and how much memory, as ratios against a peer or the limit."""
