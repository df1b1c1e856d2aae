"""From a published number back to the bytes that it was made from, and the same number made again.

Nothing here uses dbt, staged Parquet or the parsers of `orchestration.sources`: the raw snapshots of the
release are read and computed anew in plain Python, so that an error in the pipeline cannot repeat itself
here unseen. Knows nothing of Dagster.
"""
