"""What code holds a passage's reading to: numbers, days, names, polarity and who says it, each in a file of its own."""
