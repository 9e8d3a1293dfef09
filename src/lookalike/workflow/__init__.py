"""The use cases: the only room that strings the others together."""
