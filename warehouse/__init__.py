"""The records of Claimhouse and the DuckDB warehouse where they land."""
