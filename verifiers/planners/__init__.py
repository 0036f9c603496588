"""Query planners: which searches could settle a claim."""
