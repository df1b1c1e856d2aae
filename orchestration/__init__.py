"""The smart-city warehouse: Dagster definitions and the Python they call. Importing it does nothing."""
