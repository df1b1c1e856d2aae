"""Releases: assembled aside, compared with the last one, swapped in whole. Knows nothing of Dagster."""
