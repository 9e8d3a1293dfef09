"""How fast and how good, beside peers and limits, in the same run: `python -m training.benchmarks [NAME...]`."""
