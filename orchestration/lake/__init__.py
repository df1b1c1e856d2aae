"""The lake: raw snapshots (put once) and the staged Parquet made from them. Knows nothing of Dagster."""
