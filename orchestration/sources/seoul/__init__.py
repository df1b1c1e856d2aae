"""The open data service of Seoul."""
