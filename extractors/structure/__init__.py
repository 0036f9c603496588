"""How an article lies in its text: headline and body, entries, lists, interviews, and the text that rules read."""
