"""The warehouse: dbt builds all marts into a new DuckDB file per run."""
