"""The gate: one suite per mart, checked with Great Expectations before a release is published."""
