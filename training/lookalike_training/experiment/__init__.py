"""The experiment: candidates, held-out deals, and which of them becomes the model."""
