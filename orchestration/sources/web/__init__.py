"""Web services, of any provider: deadlines, limits, retries, answers read with care."""
