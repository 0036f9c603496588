"""Just enough English grammar to read news: tokens, word classes, verbs, phrases of time, subjects, clauses."""
