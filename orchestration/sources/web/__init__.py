"""Web services, for all providers: deadlines, limits, retries, strict reading of responses."""
