"""What a good customer is, readable without machine learning: labels, ICP, segments, criteria, portfolio, plan."""
