"""The lake: raw snapshots and their state, reference lists, and the checks before data are staged."""
