"""Processes of ours that get ready early: dbt and Great Expectations take seconds to import."""
