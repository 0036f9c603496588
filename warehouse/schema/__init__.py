"""The tables as numbered migrations; views, macros and comments as files that are run each time."""
