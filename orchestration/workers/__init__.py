"""Worker processes, started early because dbt and Great Expectations take seconds to import."""
