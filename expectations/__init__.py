"""The gate: one suite a mart, run by Great Expectations before anything is published."""
