"""A claim becomes queries, evidence, judgements and a verdict."""
