"""The main job without Dagster: one module per step, and the run that holds the lake meanwhile."""
