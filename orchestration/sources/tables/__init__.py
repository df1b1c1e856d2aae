"""Tables in files, for all providers: CSV, archives, invalid bytes, staged tables."""
