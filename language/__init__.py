"""Pure text tools: sentences, quotations, dates, quantities, names, near-duplicates."""
