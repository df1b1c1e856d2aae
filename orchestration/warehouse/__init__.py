"""The warehouse: dbt on a new DuckDB file a run, built from nothing. Knows nothing of Dagster."""
