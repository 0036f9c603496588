"""Who said what: the reports of a text with their sources and contents, and the people whom its words mean."""
