"""Learning: features, candidate models, metrics and uncertainty as pure objects; no files, no tracking."""
